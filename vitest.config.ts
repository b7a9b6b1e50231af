import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // llama.cpp's own tests lie below native/.build
    exclude: [...configDefaults.exclude, '**/.build/**'],
    include: ['electron/**/*.test.ts', 'native/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
    // Files named *.model.test.ts run a real model, which takes every core: one test file at a time. The others are quick enough not to need more.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
