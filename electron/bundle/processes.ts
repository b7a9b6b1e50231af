/** The programs outside the page, each as one file of dist/app. */
import path from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { APP_FOLDER, ROOT } from './places.ts';

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  metafile: true,
  logLevel: 'warning',
  legalComments: 'eof',
};

/** For Electron's main process and preload script, which are CommonJS and in the oldest Electron supported run on Node.js 18. */
const COMMON_JS: BuildOptions = {
  ...COMMON,
  format: 'cjs',
  target: 'node18',
  external: ['electron'],
  // CommonJS has no import.meta; what asks for its address means the bundle.
  define: { 'import.meta': 'importMeta' },
};
const IMPORT_META = { js: "const importMeta = { url: require('node:url').pathToFileURL(__filename).href };" };

/** The parsers of single formats: only the parser's process may load them, and main needs them only where that is not used. */
const FORMAT_PARSERS = ['pdfjs-dist', 'mammoth', 'parse5', 'yauzl', 'fast-xml-parser'];

const PROGRAMS: readonly BuildOptions[] = [
  {
    ...COMMON_JS,
    entryPoints: ['electron/main/main.ts'],
    outfile: 'dist/app/main.cjs',
    external: ['electron', ...FORMAT_PARSERS],
    banner: IMPORT_META,
  },
  // libsql finds its native part beside itself.
  {
    ...COMMON_JS,
    entryPoints: ['electron/library/worker.ts'],
    outfile: 'dist/app/library.cjs',
    external: ['libsql'],
    banner: IMPORT_META,
  },
  { ...COMMON_JS, entryPoints: ['electron/preload/preload.ts'], outfile: 'dist/app/preload.cjs' },
  {
    ...COMMON,
    entryPoints: ['electron/engine/main.ts'],
    outfile: 'dist/app/engine.mjs',
    format: 'esm',
    target: 'node20.19',
    // node-llama-cpp finds its native parts beside itself.
    packages: 'external',
  },
  {
    ...COMMON,
    entryPoints: ['electron/documents/parser-main.ts'],
    outfile: 'dist/app/parser.mjs',
    format: 'esm',
    target: 'node20.19',
    // pdf.js finds its worker and its character maps beside itself.
    packages: 'external',
  },
  // CommonJS, because a utility process of an old Electron loads nothing else.
  {
    ...COMMON_JS,
    entryPoints: ['electron/engine/ping-engine.ts'],
    outfile: 'dist/app/ping-engine.cjs',
    banner: IMPORT_META,
  },
];

/** Bytes of a preload script that still is only a bridge: it is read at every load of the page. */
const LARGEST_PRELOAD = 8 * 1024;

/** Bundles all of them. @throws Error when one contains what it must not. */
export async function bundleProcesses(): Promise<void> {
  const results = await Promise.all(PROGRAMS.map((options) => build(options)));
  for (const { metafile } of results) if (metafile !== undefined) check(metafile);
}

function check({ inputs, outputs }: Metafile): void {
  for (const [output, { bytes, imports }] of Object.entries(outputs)) {
    const name = path.relative(APP_FOLDER, path.join(ROOT, output));
    if (name === 'preload.cjs' && bytes > LARGEST_PRELOAD) {
      throw new Error(`${name} has ${bytes} bytes of at most ${LARGEST_PRELOAD}: does it import a schema?`);
    }
    if (name === 'engine.mjs' || name === 'parser.mjs') continue;
    const used = [...Object.keys(inputs), ...imports.map((each) => each.path)];
    const runtime = used.find((file) => /(?:^|[\\/])(?:@?node-llama-cpp)(?:[\\/]|$)/.test(file));
    if (runtime !== undefined)
      throw new Error(`${name} must not contain node-llama-cpp, which belongs to the engine (${runtime})`);
  }
}
