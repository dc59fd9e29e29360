import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../../src/core/diagnose/diagnoseSysctl";
import { realKnowledge } from "../../support/knowledge";

describe("pages of rules", () => {
  const { rules } = realKnowledge().data;
  const chinese = realKnowledge("zh-cn").data.rules;
  const exampleOf = (page: string): string | undefined => /```text\n([^]*?)\n```/.exec(page)?.[1];

  for (const { code, page } of rules.filter((rule) => /^(?:sysctl|security)\//.test(rule.code))) {
    const example = exampleOf(page);
    if (example === undefined) continue;
    it(`show an example that ${code} speaks of, in both languages`, () => {
      const codes = diagnoseSysctl(example, realKnowledge()).map((finding) => finding.code);
      assert.ok(codes.includes(code), `${code}: ${codes.join(", ")}`);
      assert.equal(exampleOf(chinese.find((rule) => rule.code === code)?.page ?? ""), example);
    });
  }

  it("name entries where they state keys", () => {
    const entries = new Set(realKnowledge().data.sysctls.map((entry) => entry.name));
    for (const { code, when = [] } of rules) {
      for (const key of when.flatMap(({ keys }) => keys)) {
        const family = key.replace(/\.conf\.[^.*]+\./, ".conf.*.");
        assert.ok(entries.has(key) || entries.has(family), `${code}: ${key}`);
      }
    }
  });
});
