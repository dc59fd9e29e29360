// @ts-check
// Also bundled into the tests of both extension hosts, so nothing of Node may be used here.

/**
 * @typedef {{ title: string, message: string, stack: string }} Failure
 * @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[] }} Report
 */

/**
 * Makes a Mocha reporter that only counts, into the report it is given with.
 * @returns {{ report: Report, Reporter: import("mocha").ReporterConstructor }}
 */
export function countingReporter() {
  /** @type {Report} */
  const report = { passed: 0, failed: 0, skipped: 0, failures: [] };
  class Reporter {
    /** @param {import("mocha").Runner} runner */
    constructor(runner) {
      runner.on("pass", () => report.passed++);
      runner.on("pending", () => report.skipped++);
      runner.on("fail", (test, error) => {
        report.failed++;
        report.failures.push({ title: test.fullTitle(), message: error.message, stack: withDifference(error) });
      });
    }
  }
  // Mocha calls nothing but the constructor; its type asks for the whole base class.
  return { report, Reporter: /** @type {any} */ (Reporter) };
}

/**
 * The stack, and for failed comparisons both sides: a stack alone may not show them.
 * @param {Error & { actual?: unknown, expected?: unknown }} error
 */
function withDifference(error) {
  const stack = error.stack ?? String(error);
  if (!("actual" in error) || !("expected" in error)) return stack;
  return `${stack}\n  expected: ${show(error.expected)}\n  actual:   ${show(error.actual)}`;
}

/** @param {unknown} value */
function show(value) {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
