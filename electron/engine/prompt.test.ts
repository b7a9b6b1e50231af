import {
  ChatMLChatWrapper,
  GemmaChatWrapper,
  JinjaTemplateChatWrapper,
  Llama3_1ChatWrapper,
  LlamaText,
} from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { questionText, render, splitTemplate } from './prompt.ts';

// The shape of most templates in GGUF files: roles between special tokens, a header for the answer.
const CHATML =
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
// Trims its messages and refuses a system role, as some do.
const TRIMMING =
  "{% for message in messages %}{% if message['role'] == 'system' %}{{ raise_exception('no system role') }}{% endif %}" +
  "{{ '<turn>' + message['role'] + '\n' + message['content'] | trim + '</turn>\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<turn>assistant\n' }}{% endif %}";

const WRAPPERS = {
  'a ChatML template': () => new JinjaTemplateChatWrapper({ template: CHATML }),
  'a template that trims and has no system role': () => new JinjaTemplateChatWrapper({ template: TRIMMING }),
  ChatML: () => new ChatMLChatWrapper(),
  'Llama 3.1': () => new Llama3_1ChatWrapper({ todayDate: null }),
  Gemma: () => new GemmaChatWrapper(),
};

describe.each(Object.entries(WRAPPERS))('splitTemplate with %s', (_name, make) => {
  const document = 'First line.\n\nA {{ brace }} and a last line.\n';
  const question = 'What does it say?';

  it('gives parts that join to what the template renders in one go', () => {
    const wrapper = make();
    const { before, between, after } = splitTemplate(wrapper);
    expect(LlamaText([before, document, between, question, after]).toJSON()).toEqual(
      render(wrapper, document, question).toJSON(),
    );
  });

  it('has the same text before the document for every question', () => {
    const wrapper = make();
    const { before } = splitTemplate(wrapper);
    for (const other of ['Who?', 'A longer question.']) {
      expect(
        render(wrapper, document, other)
          .toString()
          .startsWith(before.toString() + document),
      ).toBe(true);
    }
  });
});

describe('questionText', () => {
  it('puts the instructions in front', () => {
    expect(questionText(' Who? ')).toBe('Who?');
    expect(questionText('Who?', 'Answer in one word.')).toBe('Answer in one word.\n\nWho?');
    expect(questionText('Who?', '  ')).toBe('Who?');
  });
});
