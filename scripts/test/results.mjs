// @ts-check

/**
 * @typedef {import("../lib/mochaReport.mjs").Failure} Failure
 * @typedef {{ name: string, passed: number, failed: number, skipped: number, failures: readonly Failure[], seconds?: number }} StageResult
 */

/**
 * The result of a stage that is one check.
 * @param {string} name
 * @param {boolean} ok
 * @param {string} [message] what to say when it is not
 * @returns {StageResult}
 */
export function check(name, ok, message = "") {
  return ok
    ? { name, passed: 1, failed: 0, skipped: 0, failures: [] }
    : { name, passed: 0, failed: 1, skipped: 0, failures: [{ title: name, message, stack: message }] };
}

/**
 * Several results as one.
 * @param {string} name
 * @param {readonly StageResult[]} results
 * @returns {StageResult}
 */
export function together(name, results) {
  /** @param {"passed" | "failed" | "skipped"} what */
  const sum = (what) => results.reduce((total, result) => total + result[what], 0);
  return {
    name,
    passed: sum("passed"),
    failed: sum("failed"),
    skipped: sum("skipped"),
    failures: results.flatMap((result) => result.failures),
  };
}

/**
 * The result of a Mocha run. No report and no tests are failures: silence must not look like success.
 * @param {string} name
 * @param {import("../lib/mochaReport.mjs").Report | undefined} report
 * @param {import("../lib/run.mjs").RunResult} run
 * @param {{ maySkipAll?: boolean }} [options]
 * @returns {StageResult}
 */
export function fromReport(name, report, run, { maySkipAll = false } = {}) {
  if (report === undefined) {
    const why = run.timedOut ? "ran out of time" : `ended with code ${run.code}`;
    return check(name, false, `The run ${why} without a report.\n${run.output.trimEnd()}`);
  }
  const result = { name, ...report };
  if (report.passed + report.failed === 0 && !(maySkipAll && report.skipped > 0))
    return check(name, false, "No test ran.");
  if (run.code === 0 || report.failed > 0) return result;
  return together(name, [result, check(name, false, `All tests passed, yet the run failed.\n${run.output.trimEnd()}`)]);
}

/**
 * The table and, as its last line, the totals.
 * @param {readonly StageResult[]} results
 * @returns {string}
 */
export function summary(results) {
  const total = together("total", results);
  const rows = results.map(
    ({ name, passed, failed, skipped, seconds = 0 }) =>
      `  ${failed > 0 ? "FAILED" : "ok    "}  ${name.padEnd(9)} ${column(passed)} passed ${column(failed)} failed ` +
      `${column(skipped)} skipped  ${seconds.toFixed(1).padStart(6)} s`,
  );
  return ["", ...rows, "", totals(total)].join("\n");
}

/** @param {StageResult} total */
function totals({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** @param {number} count */
function column(count) {
  return String(count).padStart(5);
}
