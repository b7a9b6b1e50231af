/** Reading how many tests passed and failed out of what the runners print or write. */

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * The sum of all lines `N passed, N failed` in a program's output.
 * @param {string} output
 * @returns {Counts}
 */
export function sumOfCounts(output) {
  const total = { passed: 0, failed: 0 };
  for (const [, passed, failed] of output.matchAll(/^(?:[^\s:]+: )?(\d+) passed, (\d+) failed\b.*$/gm)) {
    total.passed += Number(passed);
    total.failed += Number(failed);
  }
  return total;
}

/**
 * The counts in vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure.
 * @param {string} json
 * @returns {Counts}
 */
export function vitestCounts(json) {
  /** @type {unknown} */
  const parsed = JSON.parse(json);
  const report = /** @type {Report} */ (parsed);
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/**
 * The counts in Playwright's JSON report. A run that found no test has tested nothing, which is a failure, and so is each error outside
 * of a test. A test that passed at the second try has failed.
 * @param {string} json
 * @returns {Counts}
 */
export function playwrightCounts(json) {
  /** @type {unknown} */
  const parsed = JSON.parse(json);
  const { stats, errors } = /** @type {PlaywrightReport} */ (parsed);
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed: stats.expected + failed === 0 ? 1 : failed };
}

/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] }} PlaywrightReport */
/** @typedef {{ status: string, assertionResults: { status: string }[] }} TestFile */
/** @typedef {{ numPassedTests: number, numFailedTests: number, testResults: TestFile[] }} Report */
