import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readScenario } from "../../src/core/simulator/file/readScenario";
import { projectRoot } from "../support/knowledge";
import { realScenarios, simulate } from "../support/simulate";

const page = readFileSync(path.join(projectRoot, "docs", "scenarios.md"), "utf8");
const prose = page.replaceAll(/```[^]*?```/g, "");
const schema = JSON.parse(
  readFileSync(path.join(projectRoot, "content", "schema", "scenario.schema.json"), "utf8"),
) as unknown;

/** Names of properties, and words that may stand for a value, anywhere in a schema. */
function wordsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "properties") return [...Object.keys(inner as object), ...wordsIn(inner)];
    if (key === "enum") return (inner as unknown[]).filter((word) => typeof word === "string");
    if (key === "const" && typeof inner === "string") return [inner];
    return wordsIn(inner);
  });
}

describe("the page on writing scenarios", () => {
  it("has every property and every word of the schema", () => {
    const ofTexts = ["en", "zh-cn"];
    const told = new Set([...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = ""]) => code.split(/[^\w.-]+/)));
    const missing = new Set(wordsIn(schema).filter((word) => !told.has(word) && !ofTexts.includes(word)));
    assert.deepEqual([...missing], []);
  });

  it("begins with an example that runs and shows its point", () => {
    const [, text = ""] = /```yaml\n([^]*?)```/.exec(page) ?? [];
    const read = readScenario(text, { id: "api", schema: realScenarios().schema, language: "en" });
    const scenario = read.scenario ?? assert.fail(JSON.stringify(read.problems));
    assert.ok(Number(simulate(scenario).observed["TcpExt.ListenOverflows"]) > 0);
    assert.equal(simulate(scenario, { backlog: 128 }).observed["answered"], 200);
  });
});
