/** A sparse reading must not lose what the document says: facts invented for this test are found again by a real model. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mode } from '../contract/reading.ts';
import { EngineHost } from './host.ts';
import { ensureModel } from './models/ensure-model.ts';

/** Invented, so that no model knows them; `at` is the depth in the document. */
const FACTS = [
  {
    at: 0.1,
    text: 'The lighthouse keeper of Varnholm hides his spare key under the blue beehive.',
    question: 'Where does the lighthouse keeper of Varnholm hide his spare key? Answer in one short sentence.',
    answer: /blue beehive/i,
  },
  {
    at: 0.5,
    text: 'In that year the Orlanda expedition counted exactly 4317 seals on Mirrow Island.',
    question: 'How many seals did the Orlanda expedition count on Mirrow Island? Answer with the number.',
    answer: /4,?317/,
  },
  {
    at: 0.9,
    text: 'The password of the archive at Thessenbrook is copper-heron-58.',
    question: 'What is the password of the archive at Thessenbrook? Answer with the password.',
    answer: /copper-heron-58/i,
  },
];

/** The sample with the facts as paragraphs of their own, each at its depth. */
function plantedDocument(): string {
  const paragraphs = readFileSync(new URL('../../assets/samples/moby-dick.txt', import.meta.url), 'utf8').split('\n\n');
  const count = paragraphs.length;
  for (const fact of [...FACTS].reverse()) paragraphs.splice(Math.round(count * fact.at), 0, fact.text);
  return paragraphs.join('\n\n');
}

describe('qwen2.5-coder-1.5b finds three planted facts in 6,000 tokens', () => {
  const host = new EngineHost();
  const text = plantedDocument();

  beforeAll(async () => {
    const { path } = await ensureModel('qwen2.5-coder-1.5b');
    await host.request('loadModel', { path });
  }, 1_800_000);
  afterAll(() => host.stop());

  it.each<Mode>(['sparse', 'dense'])(
    'after one %s reading',
    async (mode) => {
      const { metrics } = await host.request('readDocument', { name: 'planted', text, mode, preset: 'fine' });
      expect(metrics.mode).toBe(mode);
      expect(metrics.documentTokens).toBeGreaterThan(5_500);
      process.stdout.write(
        `${mode}: ${String(metrics.tokens)} tokens, computed ${metrics.computed.toFixed(3)}, prefill ${String(Math.round(metrics.prefillMs / 1000))} s\n`,
      );
      for (const fact of FACTS) {
        const { answer } = await host.request('ask', { question: fact.question, maxTokens: 40 });
        expect(answer, `at ${String(fact.at * 100)}%`).toMatch(fact.answer);
      }
    },
    900_000,
  );
});
