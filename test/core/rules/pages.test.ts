import assert from "node:assert/strict";
import { realKnowledge } from "../../support/knowledge";

describe("pages of rules", () => {
  it("name entries where they state keys", () => {
    const { rules, sysctls } = realKnowledge().data;
    const entries = new Set(sysctls.map((entry) => entry.name));
    for (const { code, when = [] } of rules) {
      for (const key of when.flatMap(({ keys }) => keys)) {
        const family = key.replace(/\.conf\.[^.*]+\./, ".conf.*.");
        assert.ok(entries.has(key) || entries.has(family), `${code}: ${key}`);
      }
    }
  });
});
