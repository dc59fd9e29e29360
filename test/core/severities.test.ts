import assert from "node:assert/strict";
import { adjustSeverities, namesRule, type SeverityLevels } from "../../src/core/diagnose/severities";
import type { JudgedFinding } from "../../src/core/diagnose/suppressions";
import type { Severity } from "../../src/core/knowledge/types";

const span = { start: 3, end: 5 };
const findings: readonly JudgedFinding[] = [
  { code: "sysctl/refused-value", severity: "error", message: "a", span, ignoredBecause: "why" },
  { code: "sysctl/duplicate-key", severity: "warning", message: "b", span },
  { code: "lens/ignore-without-reason", severity: "warning", message: "c", span },
];

function severitiesWith(levels: SeverityLevels): Record<string, Severity> {
  return Object.fromEntries(adjustSeverities(findings, levels).map(({ code, severity }) => [code, severity]));
}

describe("severities a reader chose", () => {
  it("replace a rule's own or silence it, and leave the others alone", () => {
    assert.deepEqual(severitiesWith({ "sysctl/refused-value": "hint", "sysctl/duplicate-key": "off" }), {
      "sysctl/refused-value": "hint",
      "lens/ignore-without-reason": "warning",
    });
    assert.deepEqual(adjustSeverities(findings, {}), findings);
  });

  it("reach a whole area, and one of its rules before it, in any order", () => {
    const expected = { "sysctl/refused-value": "error", "lens/ignore-without-reason": "warning" };
    assert.deepEqual(severitiesWith({ "sysctl/*": "off", "sysctl/refused-value": "error" }), expected);
    assert.deepEqual(severitiesWith({ "sysctl/refused-value": "error", "sysctl/*": "off" }), expected);
  });

  it("keep everything else of a finding", () => {
    const [first] = adjustSeverities(findings, { "sysctl/refused-value": "warning" });
    assert.deepEqual(first, { ...findings[0], severity: "warning" });
  });

  it("speak of rules there are", () => {
    for (const key of ["sysctl/refused-value", "sysctl/*", "lens/*"]) assert.ok(namesRule(key, findings), key);
    for (const key of ["sysctl", "sysctl/", "*", "/*", "sysctl/refused", "constructor"])
      assert.ok(!namesRule(key, findings), key);
    for (const key of ["constructor", "*"]) assert.deepEqual(severitiesWith({ [key]: "off" }), severitiesWith({}));
  });
});
