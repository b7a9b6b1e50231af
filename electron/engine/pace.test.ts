import { describe, expect, it } from 'vitest';
import { causalPairs } from './least-squares.ts';
import { Pace } from './pace.ts';

const flight = (past: number, ms = 0, part = 0) => ({ rows: 2048, past, ms, part });

describe('Pace', () => {
  it('knows nothing before anything is timed', () => {
    expect(new Pace().remainingMs(flight(0), 8192)).toBeNull();
  });

  it('goes by the share of the first micro-batch that is done', () => {
    expect(new Pace().remainingMs(flight(0, 500, 0.5), 4096)).toBeCloseTo(500 + 1000, 9);
  });

  it('takes tokens as equal after one timing and grows with the keys after two', () => {
    const pace = new Pace();
    const time = (past: number) => 2048 + causalPairs(2048, past) * 0.001;
    pace.add(2048, 0, time(0));
    expect(pace.remainingMs(flight(2048), 6144)).toBeCloseTo(2 * time(0), 6);
    pace.add(2048, 2048, time(2048));
    expect(pace.remainingMs(flight(4096), 8192)).toBeCloseTo(time(4096) + time(6144), 3);
  });

  it('does not fall below zero when a micro-batch takes longer than expected', () => {
    const pace = new Pace();
    pace.add(2048, 0, 100);
    expect(pace.remainingMs(flight(2048, 5000, 0), 4096)).toBe(0);
  });
});
