/** A reading's progress and report as text for a terminal. */
import type { CalibratedLoss } from '../contract/calibration.ts';
import type { SkippedFile } from '../documents/load-document.ts';
import {
  reasonText,
  type AskResult,
  type Fidelity,
  type ReadingMetrics,
  type ReadingProgress,
} from '../contract/reading.ts';
import type { ModelProgress } from '../contract/models.ts';

const count = (value: number) => Math.round(value).toLocaleString('en-US');
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** Milliseconds as a person reads them: 850 ms, 12.3 s, 4 min 05 s. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** One line of progress. */
export function progressLine(progress: ReadingProgress): string {
  const { phase, tokens, totalTokens, tokensPerSecond, secondsLeft, layer, layers, sparsity } = progress;
  if (phase === 'tokenizing' || totalTokens === null) return `splitting into tokens: ${count(tokens)}`;
  const parts = [`reading: ${count(tokens)} of ${count(totalTokens)} tokens (${percent(tokens / totalTokens)})`];
  if (tokensPerSecond > 0) parts.push(`${count(tokensPerSecond)} tokens/s`);
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft * 1000)} left`);
  if (layer !== null) parts.push(`layer ${layer} of ${layers}`);
  if (sparsity > 0) parts.push(`sparsity ${percent(sparsity)}`);
  return parts.join(', ');
}

/** One line of a model's download or check. */
export function modelLine({ model, phase, bytesDone, bytesTotal, part, parts }: ModelProgress): string {
  const mb = (bytes: number) => count(bytes / 1e6);
  const of = part === undefined || parts === undefined ? '' : `, part ${part} of ${parts}`;
  switch (phase) {
    case 'wait':
      return `model ${model}: another process is downloading it`;
    case 'connect':
      return `model ${model}: connecting`;
    case 'download':
      return `model ${model}: ${mb(bytesDone)} of ${mb(bytesTotal)} MB${of}`;
    case 'check':
      return `model ${model}: checking ${mb(bytesDone)} of ${mb(bytesTotal)} MB`;
  }
}

/** Why an answer ended before its own end, as a line; '' when it did not. */
export function stopText(stop: AskResult['stop']): string {
  if (stop === 'max-tokens') return '(stopped at the longest answer allowed)\n';
  return stop === 'repeats' ? '(stopped: the model began to repeat itself)\n' : '';
}

const LEFT_OUT_WORTH_SAYING: Partial<Record<SkippedFile['reason'], string>> = {
  'too-large': 'too large',
  unreadable: 'unreadable',
  link: 'a link',
};
const LEFT_OUT_NAMED = 3;

/**
 * What of a folder is not in the document though one may expect it there, as a line; '' for nothing. Binaries, empty files
 * and what .gitignore names go without saying.
 */
export function leftOutText(skipped: readonly SkippedFile[]): string {
  const told = skipped.filter(({ reason }) => LEFT_OUT_WORTH_SAYING[reason] !== undefined);
  if (told.length === 0) return '';
  const named = told
    .slice(0, LEFT_OUT_NAMED)
    .map(({ path, reason }) => `${path} (${LEFT_OUT_WORTH_SAYING[reason] ?? reason})`);
  const more = told.length > named.length ? ` and ${String(told.length - named.length)} more` : '';
  return `left out of the document: ${named.join(', ')}${more}\n`;
}

/** The report of a finished reading, one fact a line. */
export function readingReport(metrics: ReadingMetrics, reused: boolean): string {
  const lines: [string, string][] = [
    ['document', `${metrics.document}, ${count(metrics.documentTokens)} tokens${reused ? ' (in memory already)' : ''}`],
    ['model', metrics.model],
    ['mode', modeText(metrics)],
    ['time', `${duration(metrics.prefillMs)}, ${count(metrics.tokensPerSecond)} tokens/s`],
  ];
  if (metrics.attentionMs !== null && metrics.otherMs !== null) {
    const probes = metrics.probeMs > 0 ? `, probes ${duration(metrics.probeMs)}` : '';
    lines.push(['of it', `attention ${duration(metrics.attentionMs)}, the rest ${duration(metrics.otherMs)}${probes}`]);
  }
  if (metrics.mode === 'sparse') {
    const identify = `pooled products on top: ${percent(metrics.identifyShare)}`;
    lines.push(['sparsity', `${percent(metrics.sparsity)} of score pairs left out (${identify})`]);
    lines.push([
      'kept',
      metrics.keptFraction === null ? 'every candidate key' : `${percent(metrics.keptFraction)} of candidate keys`,
    ]);
    for (const text of denseLayerTexts(metrics)) lines.push(['dense', text]);
    if (metrics.gainKeys) lines.push(['crossover', `sparse from ${count(metrics.gainKeys)} tokens on, as timed here`]);
    if (metrics.fidelity) lines.push(['checked live', fidelityText(metrics.fidelity)]);
    if (metrics.calibratedLoss) lines.push(['loss', lossText(metrics.calibratedLoss)]);
  }
  lines.push(['speedup', speedupText(metrics)]);
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}

/** What was measured of a setting when the model was calibrated; not on this document. */
function lossText({ kl, top1, tokens }: CalibratedLoss): string {
  const agreement = `the same likeliest token in ${percent(top1)}`;
  return `${kl.toFixed(3)} nats, ${agreement}, on copied text of ${count(tokens)} tokens when the model was calibrated`;
}

function modeText({ mode, modeAsked, modeReason, preset }: ReadingMetrics): string {
  if (mode === 'sparse') return `sparse, preset ${preset}`;
  return modeAsked === 'dense'
    ? 'dense'
    : `dense, not sparse as asked: ${modeReason?.text ?? 'the reason is not known'}`;
}

/** What was compared with dense attention while reading, with the size of the sample. */
function fidelityText({ rows, recallMean, recallLow, errorMean }: Fidelity): string {
  const recall = `mean recall ${percent(recallMean)}, lowest ${percent(recallLow)}`;
  return `${count(rows)} rows, ${recall}, mean output error ${percent(errorMean)}`;
}

function speedupText({ speedup, mode }: ReadingMetrics): string {
  if (speedup === null) return mode === 'dense' ? 'not known: this document was not read sparse' : 'not known';
  const how =
    speedup.kind === 'measured' ? 'measured: read both ways' : 'estimated from single layers that also ran dense';
  return `${speedup.value.toFixed(2)}x over dense (${how})`;
}

/** Dense layers grouped by reason and number of micro-batches: "layers 0-3, 5 in 1 of 4 micro-batches: why". */
export function denseLayerTexts({ denseLayers, microBatches }: ReadingMetrics): string[] {
  const groups = new Map<string, { layers: number[]; times: number; why: string }>();
  for (const { layer, reason, microBatches: times } of denseLayers) {
    const key = `${reason} ${times}`;
    const group = groups.get(key) ?? { layers: [], times, why: reasonText(reason) };
    group.layers.push(layer);
    groups.set(key, group);
  }
  return [...groups.values()].map(
    ({ layers, times, why }) => `layers ${runs(layers)} in ${times} of ${microBatches} micro-batches: ${why}`,
  );
}

/** Ascending numbers as runs: 0-3, 5. */
function runs(numbers: readonly number[]): string {
  const texts: string[] = [];
  for (let start = 0; start < numbers.length;) {
    let end = start;
    while ((numbers[end + 1] ?? NaN) === (numbers[end] ?? NaN) + 1) end++;
    texts.push(start === end ? `${numbers[start]}` : `${numbers[start]}-${numbers[end]}`);
    start = end + 1;
  }
  return texts.join(', ');
}
