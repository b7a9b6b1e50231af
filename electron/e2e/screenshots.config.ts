/** `npm run screenshots`: pictures of the packaged window's screens in both themes, written to docs/screenshots. */
import { defineConfig } from '@playwright/test';
import tests from './playwright.config.ts';

// Answers of a model that is worth reading, where one is on this computer.
process.env['ANCHORITE_STAGE_MODELS'] = 'all';

export default defineConfig(tests, { testMatch: '*.shots.ts', timeout: 15 * 60_000 });
