import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot, realKnowledge } from "../support/knowledge";

describe("wording", () => {
  const source = readFileSync(path.join(projectRoot, "src/core/knowledge/wording.ts"), "utf8");
  const declared = new Set(source.match(/(?<=\| )"[\w.-]+"/g)?.map((id) => id.slice(1, -1)));

  for (const language of ["en", "zh-cn"] as const) {
    it(`has every sentence the code asks for, and no other (${language})`, () => {
      assert.deepEqual(Object.keys(realKnowledge(language).data.wording).sort(), [...declared].sort());
    });
  }

  it("has the same placeholders in both languages", () => {
    const chinese = realKnowledge("zh-cn").data;
    const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [id, text] of Object.entries(realKnowledge().data.wording)) {
      assert.deepEqual(placeholders(chinese.wording[id as keyof typeof chinese.wording]), placeholders(text), id);
    }
    for (const [index, rule] of realKnowledge().data.rules.entries()) {
      assert.deepEqual(placeholders(chinese.rules[index]?.message ?? ""), placeholders(rule.message), rule.code);
    }
  });
});
