/** End-to-end tests: the packaged app in a real Electron, and the same page in a real Chromium, with the starter model. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  // A model takes every core, so one test runs at a time; and a reading takes as long as the machine needs.
  workers: 1,
  timeout: 6 * 60_000,
  expect: { timeout: 20_000 },
  globalSetup: './stage.ts',
  outputDir: '../../.setup/e2e-results',
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: { trace: 'off' },
});
