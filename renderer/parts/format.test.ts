import { describe, expect, it } from 'vitest';
import {
  asSentence,
  formatBytes,
  formatClock,
  formatContext,
  formatCounted,
  formatDay,
  formatDuration,
  formatLength,
  formatLicence,
  formatMemory,
  formatNats,
  formatProgress,
  formatRate,
  formatRoughly,
  formatShare,
  formatShareExactly,
  formatSpeedup,
  formatTokensShort,
} from './format.ts';

describe('durations', () => {
  it.each([
    [0.42, '0.4 s'],
    [24.98, '25.0 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [72, '1 min 12 s'],
    [119.6, '2 min 00 s'],
    [3599.6, '1 h 00 min'],
    [7500, '2 h 05 min'],
    [Number.NaN, '–'],
  ])('writes %d seconds as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [0.3, 'under 1 s'],
    [25.4, 'about 25 s'],
    [95, 'about 1 min 40 s'],
    [119, 'about 2 min'],
    [298, 'about 5 min'],
    [750, 'about 13 min'],
    [3600, 'about 1 h 00 min'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('writes roughly %d seconds as %s', (seconds, text) => expect(formatRoughly(seconds)).toBe(text));

  it.each([
    [-1, '0:00'],
    [7.9, '0:07'],
    [72, '1:12'],
    [600, '10:00'],
    [3729, '1:02:09'],
  ])('shows %d seconds on the clock as %s', (seconds, text) => expect(formatClock(seconds)).toBe(text));
});

describe('shares', () => {
  it.each([
    [0, '0%'],
    [0.0004, '<0.1%'],
    [0.0042, '0.4%'],
    [0.118, '12%'],
    [0.9996, '99.9%'],
    [0.992, '99.2%'],
    [1, '100%'],
  ])('writes %d as %s', (share, text) => expect(formatShare(share)).toBe(text));

  it('never calls a progress done before it is', () => {
    expect(formatProgress(0.9999)).toBe('99%');
    expect(formatProgress(1)).toBe('100%');
    expect(formatProgress(1.2)).toBe('100%');
  });
});

describe('sizes', () => {
  it.each([
    [812, '812 B'],
    [98_362_432, '98 MB'],
    [999_700_000, '1.0 GB'],
    [4_683_074_240, '4.7 GB'],
  ])('writes %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('writes memory in binary units', () => expect(formatMemory(23.51 * 2 ** 30)).toBe('23.5 GiB'));

  it.each([
    [8192, '8k'],
    [32_768, '32k'],
    [131_072, '128k'],
    [1_010_000, '1.0M'],
    [1_048_576, '1.0M'],
  ])('writes a context of %d tokens as %s', (tokens, text) => expect(formatContext(tokens)).toBe(text));

  it.each([
    [812, '812'],
    [7412, '7.4k'],
    [99_960, '100k'],
    [999_700, '1.0M'],
  ])('writes %d tokens in short as %s', (tokens, text) => expect(formatTokensShort(tokens)).toBe(text));
});

describe('the rest', () => {
  it('counts one and many', () => {
    expect(formatCounted(1, 'file')).toBe('1 file');
    expect(formatCounted(1640, 'file')).toBe('1,640 files');
  });

  it('writes shares with a decimal, and divergences', () => {
    expect(formatShareExactly(0.98633)).toBe('98.6%');
    expect(formatShareExactly(0.99999)).toBe('99.9%');
    expect(formatShareExactly(1)).toBe('100%');
    expect(formatShareExactly(NaN)).toBe('–');
    expect(formatNats(0.00519)).toBe('0.005 nats');
  });

  it('writes speeds and speedups', () => {
    expect(formatRate(298.4)).toBe('298 tokens/s');
    expect(formatRate(6.42)).toBe('6.4 tokens/s');
    expect(formatRate(0)).toBe('– tokens/s');
    expect(formatSpeedup(1.971)).toBe('1.97×');
    expect(formatSpeedup(12.34)).toBe('12.3×');
  });

  it('names licences as people do', () => {
    expect(formatLicence('Apache-2.0')).toBe('Apache 2.0');
    expect(formatLicence('LicenseRef-Llama-3.1')).toBe('Llama 3.1 licence');
  });

  it('makes a sentence of a clause and leaves a sentence alone', () => {
    expect(asSentence('no model is loaded yet')).toBe('No model is loaded yet.');
    expect(asSentence('Is it running?')).toBe('Is it running?');
    expect(asSentence('')).toBe('');
  });
});

describe('the library', () => {
  it('says a length in the unit that says most', () => {
    const length = { characters: 1_234_567, pages: null, files: 1 };
    expect(formatLength({ ...length, pages: 340 })).toBe('340 pages');
    expect(formatLength({ ...length, files: 12 })).toBe('12 files');
    expect(formatLength(length)).toBe('1.2M characters');
  });

  it('names days by how far they are', () => {
    const now = new Date(2024, 4, 10, 0, 30).getTime();
    expect(formatDay(new Date(2024, 4, 10, 0, 1).getTime(), now)).toBe('today');
    expect(formatDay(new Date(2024, 4, 9, 23, 59).getTime(), now)).toBe('yesterday');
    expect(formatDay(new Date(2024, 4, 9, 0, 0).getTime(), now)).toBe('yesterday');
    expect(formatDay(new Date(2024, 4, 8, 23, 59).getTime(), now)).toBe('May 8');
    expect(formatDay(new Date(2023, 4, 8).getTime(), now)).toBe('May 8, 2023');
  });
});
