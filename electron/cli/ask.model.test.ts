import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleLines } from '../engine/sample-text.ts';
import { askReportSchema } from './ask-report.ts';

const repo = fileURLToPath(new URL('../..', import.meta.url));
const MINUTES = 60_000;
let folder: string;

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function ask(...args: string[]): Promise<Outcome> {
  return askWith({}, ...args);
}

function askWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'electron/cli/ask.ts', ...args],
      { cwd: repo, env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anchorite-ask-'));
  await mkdir(path.join(folder, 'pictures'));
  await writeFile(path.join(folder, 'pictures', 'one.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  await writeFile(path.join(folder, 'binary.bin'), Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 37) % 256)));
  await writeFile(path.join(folder, 'empty.txt'), '');
  await writeFile(path.join(folder, 'long.txt'), sampleLines(1200).join('\n'));
  await writeFile(path.join(folder, 'note.txt'), sampleLines(12).join('\n'));
  await writeFile(path.join(folder, 'broken.gguf'), 'GGUF and then nothing of the kind');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);

describe('npm run ask', () => {
  it.each<[string, () => string[], number, RegExp]>([
    ['a missing document', () => ['--file', at('nowhere.txt'), 'Who?'], 3, /nowhere\.txt/],
    ['a folder without text', () => ['--file', at('pictures'), 'Who?'], 3, /pictures/],
    ['a binary file', () => ['--file', at('binary.bin'), 'Who?'], 3, /binary\.bin/],
    ['an empty file', () => ['--file', at('empty.txt'), 'Who?'], 3, /empty\.txt/],
    ['a document that is too long', () => ['--file', at('long.txt'), 'Who?'], 3, /[\d,]+ tokens of [\d,]+ that fit/],
    [
      'an answer longer than the context',
      () => ['--file', at('note.txt'), '--max-tokens', '9000', 'Who?'],
      2,
      /need 9,[\d,]+ tokens of [\d,]+ that are left/,
    ],
    ['a broken model file', () => ['--file', at('note.txt'), '--model', at('broken.gguf'), 'Who?'], 4, /broken\.gguf/],
    ['an unknown model', () => ['--file', at('note.txt'), '--model', 'gpt-9', 'Who?'], 4, /gpt-9/],
    ['an unknown option', () => ['--file', at('note.txt'), '--fast', 'Who?'], 2, /--fast/],
    ['a bad mode', () => ['--file', at('note.txt'), '--mode', 'quick', 'Who?'], 2, /--mode.*sparse, dense/],
    ['no question', () => ['--file', at('note.txt')], 2, /question/],
    [
      'usage before model before document',
      () => ['--file', at('nowhere.txt'), '--model', 'gpt-9', '--preset', 'x', 'Who?'],
      2,
      /--preset/,
    ],
    ['model before document', () => ['--file', at('nowhere.txt'), '--model', 'gpt-9', 'Who?'], 4, /gpt-9/],
  ])(
    '%s: its exit code and one clear line',
    async (_what, args, code, line) => {
      const outcome = await ask(...args());
      expect(outcome.code).toBe(code);
      expect(outcome.stdout).toBe('');
      const errors = outcome.stderr.split('\n').filter((text) => text.startsWith('error: '));
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(line);
      expect(outcome.stderr).not.toMatch(/\n\s+at |node:internal|Error:/);
    },
    MINUTES,
  );

  it(
    'answers, with one JSON object as the last line',
    async () => {
      const outcome = await ask(
        '--file',
        at('note.txt'),
        '--json',
        '--mode',
        'dense',
        '--max-tokens',
        '8',
        'What is this about?',
      );
      expect(outcome.code).toBe(0);
      const last = outcome.stdout.trimEnd().split('\n').at(-1) ?? '';
      const report = askReportSchema.parse(JSON.parse(last));
      expect(report).toMatchObject({
        mode: 'dense',
        preset: 'balanced',
        model: 'starter',
        sparsity: 0,
        keptFraction: null,
        speedup: null,
      });
      expect(report).not.toHaveProperty('modeReason');
    },
    MINUTES,
  );

  it(
    'writes the answer to standard output and says why a short document was read dense',
    async () => {
      const outcome = await ask('--file', at('note.txt'), '--max-tokens', '8', 'What is this about?');
      expect(outcome.code).toBe(0);
      expect(outcome.stdout.trim().length).toBeGreaterThan(0);
      expect(outcome.stderr).toMatch(/dense, not sparse as asked: \w+/);
    },
    MINUTES,
  );

  it(
    'reads dense, and says so, where only the prebuilt llama.cpp is there',
    async () => {
      const outcome = await askWith(
        { ANCHORITE_RUNTIME: 'prebuilt' },
        ...['--file', at('note.txt'), '--json', '--max-tokens', '4', 'What is this about?'],
      );
      expect(outcome.code).toBe(0);
      const report = askReportSchema.parse(JSON.parse(outcome.stdout.trimEnd().split('\n').at(-1) ?? ''));
      expect(report.mode).toBe('dense');
      expect(report.modeReason).toMatch(/prebuilt/);
      expect(report.answer.length).toBeGreaterThan(0);
    },
    MINUTES,
  );

  it(
    'takes relative paths from the folder the user is in, and keeps quiet when its reader has enough',
    async () => {
      const run = path.join(repo, 'native/setup/run.mjs');
      const command = `"${process.execPath}" "${run}" electron/cli/ask.ts --file note.txt --max-tokens 64 "What is this?" | head -c 1`;
      const { code, stdout, stderr } = await new Promise<Outcome>((resolve) => {
        execFile(
          'bash',
          ['-c', command],
          { cwd: folder, env: { ...process.env, INIT_CWD: folder } },
          (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), stdout: out, stderr: err }),
        );
      });
      expect(code).toBe(0);
      expect(stdout).toHaveLength(1);
      expect(stderr).toMatch(/note\.txt/);
      expect(stderr).not.toMatch(/\n\s+at |EPIPE|Error:/);
    },
    MINUTES,
  );
});
