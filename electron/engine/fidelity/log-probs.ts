/**
 * Next-token distributions in two bytes a token, and what another distribution loses against them. The code of a log-probability
 * l (nats) is sqrt(-l) in steps of 1/8191, so that likely tokens are told finely: the error is at most sqrt(-l) / 8191 nats, and
 * what is less likely than e^-64 counts as that. Codes are read as a distribution that sums to one, so a divergence is never
 * below zero.
 */

const STEPS = 8191;
const CODES = 65_536;

/** log-probability and probability of each code. */
const LOG = Float64Array.from({ length: CODES }, (_, code) => -((code / STEPS) ** 2));
const PROBABILITY = LOG.map((value) => Math.exp(value));

/** Rows of a reference reading: `tokens` codes a row, one row after the other, and each row's likeliest token. */
export interface CodedRows {
  rows: number;
  /** Size of the vocabulary. */
  tokens: number;
  tops: Uint32Array;
  codes: Uint16Array;
}

/** What one row of logits lost against its reference row. */
export interface RowLoss {
  /** KL(reference || row) of the next-token distributions, nats. */
  kl: number;
  /** Whether both find the same token likeliest. */
  sameTop: boolean;
}

/** Room for rows that are still to come. */
export function emptyRows(rows: number, tokens: number): CodedRows {
  return { rows, tokens, tops: new Uint32Array(rows), codes: new Uint16Array(rows * tokens) };
}

/** Writes one row of logits into `into`. @throws RangeError for a row of another size or outside. */
export function encodeRow(logits: Float32Array, into: CodedRows, row: number): void {
  checkRow(logits, into, row);
  const { top, logSum } = summary(logits);
  into.tops[row] = top;
  const start = row * into.tokens;
  for (let token = 0; token < logits.length; token++) {
    const below = Math.max(0, logSum - (logits[token] as number));
    into.codes[start + token] = Math.min(CODES - 1, Math.round(Math.sqrt(below) * STEPS));
  }
}

/** Compares one row of logits with its reference. @throws RangeError for a row of another size or outside. */
export function rowLoss(logits: Float32Array, reference: CodedRows, row: number): RowLoss {
  checkRow(logits, reference, row);
  const { top, logSum } = summary(logits);
  const start = row * reference.tokens;
  let [mass, weighted] = [0, 0];
  for (let token = 0; token < logits.length; token++) {
    const code = reference.codes[start + token] as number;
    const probability = PROBABILITY[code] as number;
    mass += probability;
    weighted += probability * ((LOG[code] as number) - (logits[token] as number));
  }
  // With p = probability / mass: sum p (log p - log q), where log q = logit - logSum.
  return { kl: weighted / mass - Math.log(mass) + logSum, sameTop: top === reference.tops[row] };
}

/** The likeliest token and log(sum(exp(logits))). */
function summary(logits: Float32Array): { top: number; logSum: number } {
  let top = 0;
  let max = -Infinity;
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token] as number;
    if (logit > max) [max, top] = [logit, token];
  }
  let sum = 0;
  for (let token = 0; token < logits.length; token++) sum += Math.exp((logits[token] as number) - max);
  return { top, logSum: max + Math.log(sum) };
}

function checkRow(logits: Float32Array, rows: CodedRows, row: number): void {
  if (logits.length !== rows.tokens || row < 0 || row >= rows.rows) {
    throw new RangeError(`row ${row} of ${logits.length} logits does not belong to ${rows.rows} of ${rows.tokens}`);
  }
}

/** Mean divergence in nats and share of rows with the same likeliest token, over at least one row. */
export function meanLoss(losses: readonly RowLoss[]): { kl: number; top1: number } {
  const sum = losses.reduce((total, { kl }) => total + kl, 0);
  return { kl: sum / losses.length, top1: losses.filter(({ sameTop }) => sameTop).length / losses.length };
}
