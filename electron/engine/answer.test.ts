import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { answerRoom, repeatsItself, TokenText } from './answer.ts';
import { contextFor } from './plan.ts';

// Tokens are bytes here, as in the worst case of a byte-level vocabulary.
const bytes = { detokenize: (tokens: readonly Token[]) => Buffer.from(tokens as readonly number[]).toString('utf8') };
const feed = (text: Buffer) => {
  const stream = new TokenText(bytes);
  const pieces = [...text].map((byte) => stream.push(byte as Token));
  return { pieces, end: stream.end() };
};

describe('TokenText', () => {
  it('holds a character back until its last byte', () => {
    const { pieces, end } = feed(Buffer.from('aé🐋b'));
    expect(pieces).toEqual(['a', '', 'é', '', '', '', '🐋', 'b']);
    expect(end).toBe('');
  });

  it('gives up on bytes that are no character', () => {
    const { pieces, end } = feed(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x61, 0xf0]));
    expect([...pieces, end].join('')).toMatch(/^\uFFFD+a\uFFFD$/);
  });
});

describe('answerRoom', () => {
  it('gives 512 tokens, or what is left', () => {
    expect(answerRoom(2000, 100, undefined)).toBe(512);
    expect(answerRoom(300, 100, undefined)).toBe(200);
    expect(answerRoom(2000, 100, 1000)).toBe(1000);
  });

  it('refuses what does not fit, saying how much it is', () => {
    expect(() => answerRoom(300, 100, 201)).toThrow('301 tokens of 300');
    expect(() => answerRoom(100, 95, undefined)).toThrow('111 tokens of 100');
    expect(() => answerRoom(50, 95, undefined)).toThrow(expect.objectContaining({ code: 'question-too-long' }));
  });
});

describe('repeatsItself', () => {
  const block = (length: number, from = 0) => Array.from({ length }, (_, index) => (from + index) as Token);
  const times = (count: number, tokens: Token[]) => Array.from({ length: count }, () => tokens).flat();

  it('sees the fourth round of a block, short or long', () => {
    for (const length of [1, 5, 16, 40, 128]) {
      const rounds = times(Math.max(4, Math.ceil(80 / length)), block(length));
      expect(repeatsItself([...block(30, 1000), ...rounds])).toBe(true);
    }
  });

  it('leaves three rounds, short runs and ordinary text alone', () => {
    expect(repeatsItself(times(3, block(40)))).toBe(false);
    expect(repeatsItself(times(6, block(8)))).toBe(false);
    expect(repeatsItself(block(500))).toBe(false);
    expect(repeatsItself([])).toBe(false);
  });
});

describe('contextFor', () => {
  it('rounds up to 256 within the limit and leaves the last cell free', () => {
    expect(contextFor(1000, 8192)).toBe(1024);
    expect(contextFor(1024, 8192)).toBe(1280);
    expect(contextFor(8191, 8192)).toBe(8192);
    expect(contextFor(8192, 8192)).toBeNull();
    expect(contextFor(990, 1000)).toBe(1000);
  });
});
