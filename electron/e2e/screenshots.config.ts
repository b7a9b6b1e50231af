/** `npm run screenshots`: pictures of the packaged window's screens in both themes, written to docs/screenshots. */
import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

export default defineConfig(tests, { testMatch: '*.shots.ts', timeout: 15 * 60_000 });
