import { expect, it } from 'vitest';
import { someReading } from '../../state/fixtures.ts';
import { fidelityFacts, readingFacts } from './reading-facts.ts';

const texts = (facts: { label: string; text: string }[]) =>
  Object.fromEntries(facts.map((one) => [one.label, one.text]));

it('tells what the comparison with dense attention found, with the size of the sample', () => {
  const fidelity = {
    rows: 1234,
    pairs: 5e6,
    recallMean: 0.9912,
    recallLow: 0.931,
    errorMean: 0.0234,
    errorHigh: 0.4,
    ms: 8,
  };
  expect(texts(fidelityFacts(fidelity))).toEqual({
    'Mean recall': '99.1%',
    'Lowest recall': '93.1%',
    'Output error': '2.3%',
    Sample: '1,234 rows',
  });
});

it('tells from where on a reading was sparse, where that is not the start', () => {
  expect(texts(readingFacts(someReading('sparse', { gainKeys: 4096 }).metrics))).toMatchObject({
    'Sparse from': '4,096 tokens on',
  });
  for (const metrics of [someReading('sparse').metrics, someReading('dense', { gainKeys: 0 }).metrics]) {
    expect(texts(readingFacts(metrics))).not.toHaveProperty('Sparse from');
  }
});
