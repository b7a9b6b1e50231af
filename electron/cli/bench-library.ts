/** `npm run bench:library`: how long a library of generated texts takes to be listed, searched and opened. */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { Library } from '../library/library.ts';
import { storableText } from '../library/storable-text.ts';
import { EXIT, onInterrupt, runCommand } from './exit.ts';
import { median } from './samples.ts';
import { randomNumbers, textOf, vocabularyOf, type Vocabulary } from './bench-texts.ts';
import { numberFrom, option, parseCommandLine } from './options.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEED = 6;
const WORDS = 50_000;
/** What each query has to stay below, at the 95th percentile, in milliseconds. */
const AIM_MS = 100;

let library: Library | null = null;
let folder: string | null = null;
let interrupted = false;
onInterrupt(() => (interrupted = true));

interface Times {
  runs: number;
  medianMs: number;
  p95Ms: number;
  worstMs: number;
}

async function timed(runs: number, ask: (run: number) => Promise<unknown>, isEnough = () => false): Promise<Times> {
  const times: number[] = [];
  for (let run = 0; run < runs && !interrupted && !isEnough(); run++) {
    const started = performance.now();
    await ask(run);
    times.push(performance.now() - started);
  }
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { runs: times.length, medianMs: median(times), p95Ms: at(0.95), worstMs: at(1) };
}

async function fill(into: Library, vocabulary: Vocabulary, documents: number, characters: number): Promise<void> {
  const random = randomNumbers(SEED);
  for (let number = 0; number < documents && !interrupted; number++) {
    const title = Array.from({ length: 3 }, () => vocabulary.draw(random)).join(' ');
    const { text, hash } = await storableText(textOf(vocabulary, characters, random));
    const pages = Array.from({ length: Math.ceil(text.length / 2_000) }, (_, page) => ({
      start: page * 2_000,
      end: Math.min(text.length, (page + 1) * 2_000),
      kind: 'page' as const,
      label: String(page + 1),
    }));
    const outline = pages
      .filter((_, page) => page % 10 === 0)
      .map(({ start, end }) => ({ start, end, title, level: 1 }));
    await into.put(
      {
        id: `document-${number}`,
        title: `${title} ${number}`,
        kind: 'file',
        format: 'pdf',
        path: `/nowhere/${number}.pdf`,
        bytes: text.length,
        modifiedAt: 0,
        pages: pages.length,
        files: 1,
        skipped: [],
        skippedCount: 0,
        warnings: [],
      },
      { text, hash, spans: pages, outline, original: null },
    );
    if ((number + 1) % 100 === 0) process.stderr.write(`stored ${number + 1} of ${documents} documents\n`);
  }
}

/** What people type: frequent and rare words, two or three of them, phrases, and words that are not finished yet. */
function queries({ words }: Vocabulary, random: () => number): string[] {
  const word = (below: number) => words[Math.floor(random() * below)] ?? '';
  return Array.from({ length: 40 }, () => [
    `${word(20)} `,
    `${word(1_000)} `,
    `${word(WORDS)} `,
    `${word(200)} ${word(2_000)} `,
    `${word(100)} ${word(100)} ${word(1_000)} `,
    `"${word(50)} ${word(50)}" `,
    word(5_000).slice(0, 3),
    word(5_000).slice(0, 5),
  ]).flat();
}

async function main(): Promise<number> {
  const command = new Command('bench:library')
    .description('Measures a library of generated texts.')
    .option('--out <path>', 'where the figures go; default: lab/results');
  option(command, '--documents <n>', 'default 1000', numberFrom(1, 100_000, true));
  option(command, '--megabytes <n>', 'of text in all; default 100', numberFrom(1, 10_000, true));
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  const {
    documents = 1_000,
    megabytes = 100,
    out,
  } = command.opts<{
    documents?: number;
    megabytes?: number;
    out?: string;
  }>();

  folder = await mkdtemp(join(tmpdir(), 'anchorite-bench-'));
  library = new Library({ folder });
  const { store } = library;
  await library.open();
  const vocabulary = vocabularyOf(await readFile(join(ROOT, 'assets', 'samples', 'moby-dick.txt'), 'utf8'), WORDS);
  const random = randomNumbers(SEED + 1);
  const anyDocument = () => `document-${Math.floor(random() * documents)}`;

  const started = performance.now();
  await fill(library, vocabulary, documents, (megabytes * 1e6) / documents);
  const storeSeconds = (performance.now() - started) / 1000;
  const bytes = (await stat(library.file)).size;

  const sorts = ['title', 'added', 'opened', 'length'] as const;
  const list = await timed(200, (run) =>
    store.list({
      collection: null,
      tag: null,
      title: run % 8 === 7 ? (vocabulary.words[run] ?? '') : '',
      sort: sorts[run % sorts.length] ?? 'title',
      descending: run % 3 === 0,
      offset: (run % 10) * 100,
      limit: 100,
    }),
  );
  const asked = queries(vocabulary, random);
  const search = await timed(asked.length, (run) => store.search(asked[run] ?? '', null, 50));
  const searchInOne = await timed(asked.length, (run) => store.search(asked[run] ?? '', anyDocument(), 50));
  const open = await timed(200, async () => {
    const { textKey } = await store.document(anyDocument());
    await Promise.all([store.structure(textKey), store.textBetween(textKey, 0, 50_000)]);
  });
  const wholeText = await timed(200, async () => store.wholeText((await store.document(anyDocument())).textKey));
  const find = await timed(200, async (run) =>
    store.find((await store.document(anyDocument())).textKey, vocabulary.words[run] ?? '', 2_000),
  );

  // What the thread of the window notices of a long text that is stored, and others that ask meanwhile.
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const { text, hash } = await storableText(textOf(vocabulary, 10e6, random));
  delay.enable();
  const facts = { ...(await store.document('document-0')), id: 'long' };
  const progress = { stored: false };
  const storing = library
    .put(facts, { text, hash, spans: [], outline: [], original: null })
    .finally(() => (progress.stored = true));
  const searchWhileStoring = await timed(
    Infinity,
    (run) => store.search(asked[run % asked.length] ?? '', null, 50),
    () => progress.stored,
  );
  await storing;
  delay.disable();

  const forgetStarted = performance.now();
  await store.forget('document-1');
  await library.sweep();
  const forgetSeconds = (performance.now() - forgetStarted) / 1000;
  const backupStarted = performance.now();
  await library.backup(join(folder, 'backup'));
  const backupSeconds = (performance.now() - backupStarted) / 1000;
  if (interrupted) return EXIT.interrupted;

  const report = {
    documents,
    megabytes,
    seed: SEED,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.versions.node,
    aimMs: AIM_MS,
    list,
    search,
    searchInOne,
    open,
    wholeText,
    find,
    searchWhileStoring,
    storeSeconds,
    databaseBytes: bytes,
    longestStallMs: delay.max / 1e6,
    forgetSeconds,
    backupSeconds,
  };
  for (const [name, times] of Object.entries({
    list,
    search,
    searchInOne,
    open,
    wholeText,
    find,
    searchWhileStoring,
  })) {
    const verdict = times.p95Ms < AIM_MS ? '' : `  over ${AIM_MS} ms`;
    process.stdout.write(
      `${name.padEnd(20)} median ${times.medianMs.toFixed(1).padStart(6)} ms   95% ${times.p95Ms.toFixed(1).padStart(6)} ms   worst ${times.worstMs.toFixed(1).padStart(6)} ms${verdict}\n`,
    );
  }
  const path = resolve(out ?? join(ROOT, 'lab', 'results', `library-${documents}-${megabytes}mb.json`));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(
    `stored in ${storeSeconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(0)} MB; forgot one in ${forgetSeconds.toFixed(1)} s; ` +
      `backup in ${backupSeconds.toFixed(1)} s; longest stall of this thread ${report.longestStallMs.toFixed(0)} ms\n${path}\n`,
  );
  return EXIT.answered;
}

await runCommand(main, async () => {
  await library?.close();
  if (folder !== null) await rm(folder, { recursive: true, force: true });
});
