// @ts-check
import { defineConfig, globalIgnores } from 'eslint/config';
import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Our rooms. What one may import of ours is listed below; what is not listed is an error. */
const ROOMS = [
  'renderer',
  'native',
  'electron/contract',
  'electron/documents',
  'electron/library',
  'electron/engine',
  'electron/service',
  'electron/cli',
  'electron/server',
  'electron/main',
  'electron/preload',
];

/**
 * A room imports only downward: renderer -> contract <- preload/main/server/cli -> service -> engine/documents/library -> native -> kernels.
 * A single file of a room in this list is an exception; its reason stands with it.
 * @type {Record<string, string[]>}
 */
const MAY_IMPORT = {
  renderer: ['electron/contract'],
  native: [],
  // The method's parameters and counters are spelt once, where the addon's names are; the contract only shows them.
  'electron/contract': ['native/settings.ts'],
  // The parser's process is started and spoken to as the engine's is.
  'electron/documents': ['electron/contract', 'electron/engine/launch.ts', 'electron/engine/channel.ts'],
  'electron/library': ['electron/contract'],
  'electron/engine': ['electron/contract', 'electron/documents', 'native'],
  'electron/cli': [
    'electron/contract',
    'electron/documents',
    'electron/library',
    'electron/engine',
    'native/settings.ts',
    // Benchmarks hold the engine against llama.cpp's own.
    'native/compile/llama-bench.ts',
  ],
  'electron/service': ['electron/contract', 'electron/documents', 'electron/library', 'electron/engine'],
  'electron/server': ['electron/contract', 'electron/engine', 'electron/service'],
  // The window serves the same page with the same headers as the server does.
  'electron/main': ['electron/contract', 'electron/engine', 'electron/service', 'electron/server'],
  'electron/preload': ['electron/contract'],
};

const zones = Object.entries(MAY_IMPORT).flatMap(([room, allowed]) =>
  ROOMS.filter((other) => other !== room && !allowed.includes(other)).map((other) => ({
    target: `./${room}`,
    from: `./${other}`,
    except: allowed.filter((path) => path.startsWith(`${other}/`)).map((path) => `./${path.slice(other.length + 1)}`),
    message: `${room} may import only ${allowed.join(', ') || 'itself'} (docs: "A room imports only downward").`,
  })),
);

export default defineConfig(
  globalIgnores(['native/.build/', 'kernels/', 'native/patches/', 'dist/', 'coverage/', '.setup/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      // Cycles inside packages are not ours to mend.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Numbers in messages are everywhere here, and read better bare.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An arrow that passes on what a void function gives says the same with less.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
  },
  {
    ignores: ['electron/engine/**', 'native/**', 'lab/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { name: 'node-llama-cpp', message: 'Only electron/engine and native may use node-llama-cpp.' },
      ],
    },
  },
  {
    // Programs for a terminal: printing is their purpose.
    files: [
      'native/setup/**',
      'native/compile/**',
      'electron/cli/**',
      'electron/server/serve.ts',
      'electron/bundle/**',
      'lab/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // tsc checks these too, and knows which globals there are.
    files: ['**/*.{js,mjs}'],
    rules: { 'no-undef': 'off' },
  },
);
