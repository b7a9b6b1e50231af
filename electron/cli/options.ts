/** The options that the commands share, and their checks. Everything wrong with a command line is a UsageError. */
import type { Command } from 'commander';
import { CommanderError, Option } from 'commander';
import { checkParams, presetParams, presetSchema, type PrefillParams, type Preset } from '../contract/presets.ts';
import { modeSchema, type Mode } from '../contract/reading.ts';
import { UsageError } from './exit.ts';

/** A commander parser for a number in a range; `whole` for integers. */
export function numberFrom(low: number, high: number, whole: boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
    throw new UsageError(`it has to be a ${whole ? 'whole ' : ''}number from ${low} to ${high}, not "${text}"`);
  };
}

/** Adds an option whose parser may throw a UsageError; the error then names the option. */
export function option(command: Command, flags: string, description: string, parse: (text: string) => unknown): void {
  const added = new Option(flags, description);
  added.argParser((text: string) => {
    try {
      return parse(text);
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`${added.long ?? flags}: ${error.message}`) : error;
    }
  });
  command.addOption(added);
}

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((name) => name === text);
    if (found === undefined) throw new UsageError(`it has to be one of ${allowed.join(', ')}, not "${text}"`);
    return found;
  };
}

/** Adds --mode where wanted, --preset, --threads and the parameters of --preset custom. */
export function addReadingOptions(command: Command, withMode: boolean): void {
  if (withMode) option(command, '--mode <mode>', 'sparse (default) or dense', oneOf(modeSchema.options));
  option(
    command,
    '--preset <name>',
    'balanced (default), careful or fast, measured for each model; or paper, fine, finer, custom',
    oneOf(presetSchema.options),
  );
  option(
    command,
    '--threads <n>',
    'threads for computing; default: the cores of this machine',
    numberFrom(1, 1024, true),
  );
  // Their ranges are checked together in readingChoice, where they are known as the parameters that they set.
  const any = numberFrom(-Infinity, Infinity, false);
  const only = 'with --preset custom: ';
  option(command, '--group <rows>', `${only}query rows that share a list of kept keys`, any);
  option(command, '--pool <rows>', `${only}query rows averaged into one`, any);
  option(command, '--theta <nats>', `${only}larger keeps more`, any);
  option(command, '--reference <kind>', `${only}max or lse`, oneOf(['max', 'lse'] as const));
  option(command, '--sink <keys>', `${only}keys at the start that every row attends`, any);
  option(command, '--window <keys>', `${only}keys before the group that every row attends`, any);
  option(command, '--min-keys <keys>', `${only}groups with fewer keys before them keep all`, any);
}

const PARAM_OPTIONS = ['group', 'pool', 'theta', 'reference', 'sink', 'window', 'minKeys'] as const;

/** What the shared options ask for. `preset` is undefined where none is asked for. */
export interface ReadingChoice {
  mode: Mode;
  preset: Preset | undefined;
  /** Set for the preset custom alone. */
  params: PrefillParams | undefined;
  threads: number | undefined;
}

/** Reads the shared options. @throws UsageError for a parameter out of range or one that the preset does not take. */
export function readingChoice(command: Command): ReadingChoice {
  const options = command.opts<Partial<PrefillParams> & { mode?: Mode; preset?: Preset; threads?: number }>();
  const given: Record<string, unknown> = {};
  for (const name of PARAM_OPTIONS) if (options[name] !== undefined) given[name] = options[name];
  const [first] = Object.keys(given);
  if (first !== undefined && options.preset !== 'custom') {
    throw new UsageError(`${flagOf(first)} belongs to --preset custom`);
  }
  const params = options.preset === 'custom' ? presetParams('custom', given) : undefined;
  const problem = params === undefined ? null : checkParams(params);
  if (problem !== null)
    throw new UsageError(`${flagOf(problem.name)}: it has to be ${problem.range}, not ${problem.value}`);
  return { mode: options.mode ?? 'sparse', preset: options.preset, params, threads: options.threads };
}

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Parses a command line.
 * @returns false when help was printed and there is nothing to do.
 * @throws UsageError with one line.
 */
export function parseCommandLine(command: Command, argv: readonly string[]): boolean {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    command.parse([...argv], { from: 'user' });
    return true;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return false;
    throw new UsageError(error.message);
  }
}
