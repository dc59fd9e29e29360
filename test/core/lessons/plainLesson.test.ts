import assert from "node:assert/strict";
import { diagramTexts, isFlowchart, plainLesson } from "../../../src/core/lessons/plainLesson";
import type { RunResult } from "../../../src/core/simulator/scenario/run";
import { realKnowledge } from "../../support/knowledge";
import { allLessons, buildLesson } from "../../support/lessons";

const { wording } = realKnowledge().data;
const result = (observed: RunResult["observed"], backlog: number): RunResult => ({
  scenario: "accept-queue",
  kernel: "6.18",
  seed: 1,
  params: { backlog },
  observed,
  drops: [],
  notModelled: [],
  ignoredSysctls: [],
});
const lesson = buildLesson({
  body: [
    "## One",
    "```mermaid\nflowchart TB\n  accTitle: The way\n  accDescr: From a to b.\n  a --> b\n```",
    "```prediction\nhow-many\n```",
    "```simulation\nburst\n```",
    "It is [12,345](sim:burst.accepted).",
    "```console\n$ ss -ltn\n```",
  ].join("\n\n"),
  predictions: [
    {
      id: "how-many",
      simulation: "burst",
      question: "How many?",
      answers: [
        { text: "128", why: "Tempting." },
        { text: "[129](sim:burst.accepted)", right: true, why: "One more fits." },
      ],
    },
  ],
  simulations: [
    { id: "burst", scenario: "accept-queue", caption: "A burst", set: { backlog: "128" }, change: { backlog: "511" }, show: ["accepted"] },
  ],
}); // prettier-ignore

describe("a lesson as plain Markdown", () => {
  const results = { burst: [result({ accepted: 12345 }, 128), result({ accepted: 7 }, 511)] };
  const text = plainLesson(lesson, results, wording);

  it("tells what a diagram shows", () => {
    assert.ok(text.includes("**Diagram: The way**\n\nFrom a to b."));
    assert.doesNotMatch(text, /flowchart|```mermaid/);
  });

  it("asks its questions and answers them at the end", () => {
    assert.ok(text.includes("**What do you expect?** How many?\n\n1. 128\n2. 129"));
    assert.ok(text.indexOf("One more fits.") > text.indexOf("ss -ltn"));
    assert.ok(text.includes("2. 129 — **right** One more fits."));
    assert.ok(text.includes("1. 128 — **not so** Tempting."));
  });

  it("has the figures of simulations as tables", () => {
    assert.ok(text.includes("| parameter | before | after |\n| --- | ---: | ---: |\n| `backlog` | 128 | 511 |"));
    assert.ok(text.includes("| `accepted` | 12,345 | 7 |"));
    assert.doesNotMatch(text, /```simulation|sim:/);
  });

  it("keeps the rest as it is", () => {
    assert.ok(text.startsWith("# A test\n\n"));
    assert.ok(text.includes("It is 12,345."));
    assert.ok(text.includes("```console\n$ ss -ltn\n```"));
    assert.ok(text.includes("- [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293)"));
  });

  it("says what it can where a simulation was cancelled", () => {
    assert.ok(plainLesson(lesson, {}, wording).includes("**Simulation: A burst**"));
  });

  it("reads descriptions of several lines", () => {
    assert.deepEqual(diagramTexts("flowchart TB\n accTitle: A\n accDescr {\n one\n two\n }\n"), { title: "A", description: "one two" }); // prettier-ignore
  });
});

describe("the flowcharts that simulations play in", () => {
  for (const { id, language, body, simulations } of allLessons())
    it(`have the nodes that are named: ${id} (${language})`, () => {
      const sources = [...body.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map(([, source = ""]) => source);
      const flowcharts = sources.filter(isFlowchart);
      const tied = simulations.filter(({ diagram }) => diagram !== undefined);
      assert.ok(tied.length > 0);
      for (const { diagram = 0, nodes = {} } of tied) {
        const chart = flowcharts[diagram - 1] ?? assert.fail(`no flowchart ${diagram}`);
        for (const node of Object.keys(nodes)) assert.match(chart, new RegExp(`(?<![\\w"])${node}[[({>]`), node);
      }
    });
});
