/** First questions for a document nobody has asked anything of yet. */
import type { DocumentState } from '../../../electron/contract/documents.ts';

const QUESTIONS: Record<DocumentState['kind'], readonly string[]> = {
  sample: ['Who tells the story?', 'What is the name of the ship?', 'Summarise this text in five sentences.'],
  folder: ['What does this code do?', 'Where does the program start?', 'Which parts belong together, and how?'],
  file: ['Summarise this document in five sentences.', 'Who or what is it about?', 'List its main points.'],
};

export function suggestedQuestions(kind: DocumentState['kind']): readonly string[] {
  return QUESTIONS[kind];
}
