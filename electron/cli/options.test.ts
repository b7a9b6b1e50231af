import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addReadingOptions, numberFrom, option, parseCommandLine, readingChoice } from './options.ts';

function parse(...argv: string[]) {
  const command = new Command('test');
  addReadingOptions(command, true);
  option(command, '--runs <n>', 'runs', numberFrom(1, 10, true));
  parseCommandLine(command, argv);
  return readingChoice(command);
}

describe('reading options', () => {
  it('default to sparse with the preset of the model', () => {
    expect(parse()).toEqual({ mode: 'sparse', preset: undefined, params: undefined, threads: undefined });
  });

  it('make a custom preset from fine and what is given', () => {
    const { params } = parse('--preset', 'custom', '--theta', '-2.5', '--min-keys', '0', '--reference', 'max');
    expect(params).toMatchObject({ group: 128, theta: -2.5, minKeys: 0, reference: 'max' });
  });

  it.each([
    [['--mode', 'half'], '--mode: it has to be one of sparse, dense'],
    [['--preset', 'best'], '--preset: it has to be one of careful'],
    [['--theta', '3'], '--theta belongs to --preset custom'],
    [['--preset', 'fine', '--min-keys', '3'], '--min-keys belongs to --preset custom'],
    [['--preset', 'custom', '--group', '0'], '--group: it has to be a whole number from 1 to 8192, not 0'],
    [['--preset', 'custom', '--min-keys', '-1'], '--min-keys: it has to be'],
    [['--preset', 'custom', '--pool', '129'], '--pool: it has to be a whole number from 1 to the group (128)'],
    [['--preset', 'custom', '--sink', 'many'], '--sink: it has to be a number'],
    [['--runs', '2.5'], '--runs: it has to be a whole number from 1 to 10'],
    [['--runs', ''], '--runs'],
    [['--threads'], "option '--threads <n>' argument missing"],
    [['--bogus'], "unknown option '--bogus'"],
  ])('%j is refused', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
    expect(() => parse(...argv)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });
});
