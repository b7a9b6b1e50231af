/** First questions for a document nobody has asked anything of yet, and what asking them means. */
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { Mode } from '../../../electron/contract/reading.ts';
import { completeReading } from '../../state/document-status.ts';

const QUESTIONS: Record<DocumentState['kind'], readonly string[]> = {
  sample: ['Who tells the story?', 'What is the name of the ship?', 'Summarise this text in five sentences.'],
  folder: ['What does this code do?', 'Where does the program start?', 'Which parts belong together, and how?'],
  file: ['Summarise this document in five sentences.', 'Who or what is it about?', 'List its main points.'],
};

export function suggestedQuestions(kind: DocumentState['kind']): readonly string[] {
  return QUESTIONS[kind];
}

/** Whether it can be asked at once, or is read (again) first. */
export function leadText(document: DocumentState, mode: Mode): string {
  const { name } = document;
  const reading = completeReading(document, mode);
  if (reading?.inMemory === true) return `${name} is in memory. Questions and answers attend to the whole of it.`;
  return reading === null
    ? `${name} is not read ${mode} yet. The first question reads it.`
    : `${name} was read earlier and is no longer in memory. The first question reads it again.`;
}
