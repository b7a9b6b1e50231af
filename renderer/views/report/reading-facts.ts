/** The numbers of a reading with their names, as the report lists them. */
import type { PrefillParams } from '../../../electron/contract/presets.ts';
import type { Fidelity, ReadingMetrics } from '../../../electron/contract/reading.ts';
import { formatCount, formatDuration, formatRate, formatShare, formatShareExactly } from '../../parts/format.ts';

export interface Fact {
  label: string;
  text: string;
  /** The number behind the text, unrounded, in the unit of the contract. */
  value: number;
  /** What it means, in a sentence. */
  hint?: string;
}

export function readingFacts(metrics: ReadingMetrics): Fact[] {
  const { prefillMs, probeMs, tokensPerSecond, tokensRead, sparsity, identifyShare, keptFraction, mode } = metrics;
  const facts: Fact[] = [
    {
      label: 'Time',
      text: formatDuration(prefillMs / 1000),
      value: prefillMs,
      ...(probeMs > 0 && {
        hint: `of it ${formatDuration(probeMs / 1000)} for samples that time dense attention and check the result`,
      }),
    },
    { label: 'Speed', text: formatRate(tokensPerSecond), value: tokensPerSecond },
    { label: 'Tokens read', text: formatCount(tokensRead), value: tokensRead },
  ];
  if (mode === 'dense') return facts;
  facts.push({
    label: 'Sparsity',
    text: formatShare(sparsity),
    value: sparsity,
    hint: 'score pairs left out of attention',
  });
  if (keptFraction !== null) {
    facts.push({
      label: 'Kept fraction',
      text: formatShare(keptFraction),
      value: keptFraction,
      hint: 'of the key stripes that were candidates',
    });
  }
  facts.push({
    label: 'Identify’s products',
    text: formatShare(identifyShare),
    value: identifyShare,
    hint: 'pooled products to find the keys, as a share of all pairs; counted apart from sparsity',
  });
  const { gainKeys = 0 } = metrics;
  if (gainKeys > 0) {
    facts.push({
      label: 'Sparse from',
      text: `${formatCount(gainKeys)} tokens on`,
      value: gainKeys,
      hint: 'before them dense is as fast on this computer',
    });
  }
  return facts;
}

/** What the comparison with dense attention found on this document. */
export function fidelityFacts({ rows, recallMean, recallLow, errorMean }: Fidelity): Fact[] {
  return [
    {
      label: 'Mean recall',
      text: formatShareExactly(recallMean),
      value: recallMean,
      hint: 'of dense attention’s weight lies on the keys that were kept',
    },
    { label: 'Lowest recall', text: formatShareExactly(recallLow), value: recallLow, hint: 'of any row compared' },
    {
      label: 'Output error',
      text: formatShareExactly(errorMean),
      value: errorMean,
      hint: 'mean distance from dense attention’s result, relative to its length',
    },
    { label: 'Sample', text: `${formatCount(rows)} rows`, value: rows, hint: 'of single heads, drawn evenly' },
  ];
}

export function presetFacts(params: PrefillParams): Fact[] {
  const rows = (value: number) => `${formatCount(value)} rows`;
  const keys = (value: number) => `${formatCount(value)} keys`;
  return [
    { label: 'Group', text: rows(params.group), value: params.group, hint: 'rows that share one list of kept keys' },
    { label: 'Pool', text: rows(params.pool), value: params.pool, hint: 'rows averaged into one query' },
    {
      label: `Theta (${params.reference})`,
      text: `${params.theta} nats`,
      value: params.theta,
      hint: 'how far below the anchor a score may lie; larger keeps more',
    },
    { label: 'Sink', text: keys(params.sink), value: params.sink, hint: 'first keys, always kept' },
    { label: 'Window', text: keys(params.window), value: params.window, hint: 'nearest keys, always kept' },
    { label: 'Minimum', text: keys(params.minKeys), value: params.minKeys, hint: 'fewer keys before a group: dense' },
  ];
}
