/**
 * The prompt around a document: [chat template and introduction][document][question and the answer's header].
 * The document stands before the question so that its cache serves every question.
 */
import {
  LlamaText,
  SpecialTokensText,
  resolveChatWrapper,
  type ChatWrapper,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';
import type { TokenizePlain } from './tokenize.ts';

/** Fixed, so that a document's cache does not depend on the question. What a question needs goes into its own turn. */
export const SYSTEM_TEXT =
  'You answer questions about a document. Use only what the document says, and quote it where that helps. ' +
  'If the answer is not in the document, say so.';
const INTRODUCTION = 'Here is the document:\n\n';
const BETWEEN = '\n\nThat was the document. ';

// Stand-ins for the two texts while the template is rendered. Letters only, so that no template trims or escapes them.
const DOCUMENT_MARK = 'AnchoriteDocumentGoesHereQzXv';
const QUESTION_MARK = 'AnchoriteQuestionGoesHereQzXv';

/** A rendered chat template, cut where the document and the question go. */
export interface TemplateParts {
  before: LlamaText;
  between: LlamaText;
  after: LlamaText;
}

/**
 * Renders the template once with marks for the texts and cuts it there. The parts keep what is template (special tokens
 * are read) and what is text (they are not).
 * @throws Error when the template drops, doubles or reorders the marks.
 */
export function splitTemplate(wrapper: ChatWrapper): TemplateParts {
  const rendered = render(wrapper, DOCUMENT_MARK, QUESTION_MARK);
  const [before, rest] = cutAt(rendered, DOCUMENT_MARK);
  const [between, after] = cutAt(rest, QUESTION_MARK);
  if ([before, between, after].some((part) => part.toString().includes(DOCUMENT_MARK))) {
    throw new Error('the chat template repeats the document');
  }
  return { before, between, after };
}

/** The whole prompt as the chat template renders it in one go. */
export function render(wrapper: ChatWrapper, document: string, question: string): LlamaText {
  return wrapper.generateContextState({
    chatHistory: [
      { type: 'system', text: SYSTEM_TEXT },
      { type: 'user', text: INTRODUCTION + document + BETWEEN + question },
      { type: 'model', response: [] },
    ],
  }).contextText;
}

/** What is asked, with the instructions of this one question in front of it. */
export function questionText(question: string, instructions?: string): string {
  const asked = question.trim();
  const wanted = instructions?.trim() ?? '';
  return wanted === '' ? asked : `${wanted}\n\n${asked}`;
}

function cutAt(text: LlamaText, mark: string): [LlamaText, LlamaText] {
  for (const [index, value] of text.values.entries()) {
    const content = typeof value === 'string' ? value : value instanceof SpecialTokensText ? value.value : '';
    const at = content.indexOf(mark);
    if (at < 0) continue;
    const piece = (part: string) => (typeof value === 'string' ? part : new SpecialTokensText(part));
    return [
      LlamaText([...text.values.slice(0, index), piece(content.slice(0, at))]),
      LlamaText([piece(content.slice(at + mark.length)), ...text.values.slice(index + 1)]),
    ];
  }
  throw new Error('the chat template leaves out the text of the user');
}

export interface PromptTemplate {
  parts: TemplateParts;
  wrapper: ChatWrapper;
  /** Tokens before the document, the model's start token included where it wants one. */
  prefix: Token[];
  /** Tokens after the document: the question's turn and the header of the answer. */
  question(question: string, instructions?: string): Token[];
  /** Tokenises the document: special tokens in it stay text. */
  plain: TokenizePlain;
}

/**
 * The model's own chat template (the one in its file), ready to be put around a document.
 * @throws Error when the file's template cannot be rendered in any way.
 */
export function makePromptTemplate(model: LlamaModel): PromptTemplate {
  const wrapper = ownTemplate(model);
  const parts = splitTemplate(wrapper);
  return {
    parts,
    wrapper,
    prefix: withStartToken(model, parts.before.tokenize(model.tokenizer)),
    question: (question, instructions) =>
      LlamaText([parts.between, questionText(question, instructions), parts.after]).tokenize(
        model.tokenizer,
        'trimLeadingSpace',
      ),
    plain: (text) => model.tokenize(text, false, 'trimLeadingSpace'),
  };
}

/** The file's Jinja template where it has one that works, else the wrapper that node-llama-cpp chooses for the model. */
function ownTemplate(model: LlamaModel): ChatWrapper {
  try {
    const wrapper = resolveChatWrapper(model, { type: 'jinjaTemplate', warningLogs: false });
    splitTemplate(wrapper);
    return wrapper;
  } catch {
    return resolveChatWrapper(model, { warningLogs: false });
  }
}

/** Some wrappers write a start token of their own, some models want none: exactly one when the model wants it. */
function withStartToken(model: LlamaModel, tokens: Token[]): Token[] {
  const { bos, shouldPrependBosToken } = model.tokens;
  if (bos === null) return tokens;
  let start = 0;
  while (tokens[start] === bos && tokens[start + 1] === bos) start++;
  const rest = tokens.slice(start);
  return shouldPrependBosToken && rest[0] !== bos ? [bos, ...rest] : rest;
}
