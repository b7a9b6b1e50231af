import { describe, expect, it } from 'vitest';
import { emptyRows, encodeRow, meanLoss, rowLoss } from './log-probs.ts';

const logitsOf = (probabilities: readonly number[]) => Float32Array.from(probabilities, (p) => Math.log(p));

function loss(reference: readonly number[], other: readonly number[]) {
  const rows = emptyRows(1, reference.length);
  encodeRow(logitsOf(reference), rows, 0);
  return rowLoss(logitsOf(other), rows, 0);
}

describe('rowLoss', () => {
  it('is the divergence of known distributions', () => {
    // KL((1/2, 1/2) || (1/4, 3/4)) = log 2 - log(3) / 2
    expect(loss([0.5, 0.5], [0.25, 0.75]).kl).toBeCloseTo(Math.log(2) - Math.log(3) / 2, 3);
    expect(loss([0.9, 0.1], [0.1, 0.9]).kl).toBeCloseTo(0.8 * Math.log(9), 3);
  });

  it('takes the reference first', () => {
    expect(loss([0.999, 0.001], [0.5, 0.5]).kl).toBeCloseTo(Math.log(2) - 0.0079, 3);
    expect(loss([0.5, 0.5], [0.999, 0.001]).kl).toBeGreaterThan(2.5);
  });

  it('does not mind a constant added to all logits', () => {
    const rows = emptyRows(1, 3);
    encodeRow(Float32Array.of(1001, 1002, 1003), rows, 0);
    expect(rowLoss(Float32Array.of(-5, -4, -3), rows, 0).kl).toBeCloseTo(0, 5);
  });

  it('is zero within the error of the codes on many tokens, and never below zero', () => {
    // 50,000 tokens with probabilities over 30 nats
    const logits = Float32Array.from({ length: 50_000 }, (_, token) => -30 * Math.abs(Math.sin(token * 0.7)));
    const rows = emptyRows(1, logits.length);
    encodeRow(logits, rows, 0);
    const { kl, sameTop } = rowLoss(logits, rows, 0);
    expect(kl).toBeGreaterThanOrEqual(-1e-9);
    expect(kl).toBeLessThan(1e-6);
    expect(sameTop).toBe(true);
  });

  it('tells a different likeliest token', () => {
    expect(loss([0.4, 0.6], [0.6, 0.4]).sameTop).toBe(false);
    expect(loss([0.4, 0.6], [0.45, 0.55]).sameTop).toBe(true);
  });

  it('survives tokens that are ruled out', () => {
    const rows = emptyRows(1, 2);
    encodeRow(Float32Array.of(0, -Infinity), rows, 0);
    expect(rowLoss(Float32Array.of(0, -200), rows, 0).kl).toBeCloseTo(0, 6);
  });

  it('refuses rows of another vocabulary', () => {
    expect(() => rowLoss(new Float32Array(3), emptyRows(1, 2), 0)).toThrow(RangeError);
    expect(() => encodeRow(new Float32Array(2), emptyRows(1, 2), 1)).toThrow(RangeError);
  });
});

describe('meanLoss', () => {
  it('averages', () => {
    const losses = [
      { kl: 1, sameTop: true },
      { kl: 0, sameTop: false },
    ];
    expect(meanLoss(losses)).toEqual({ kl: 0.5, top1: 0.5 });
  });
});
