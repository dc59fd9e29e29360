import assert from "node:assert/strict";
import { searchedSections, sectionsOf } from "../../../src/core/lessons/sections";
import { buildLesson } from "../../support/lessons";

describe("the sections of a lesson", () => {
  it("has each heading with its words and an id", () => {
    const sections = sectionsOf("## The `way` in\n\nSome *text*.\n\n### 队列 (queue)\n\n- one\n- two\n");
    assert.deepEqual(sections, [
      { heading: "The way in", anchor: "the-way-in", level: 2, text: "Some text." },
      { heading: "队列 (queue)", anchor: "队列-queue", level: 3, text: "one two" },
    ]);
  });

  it("tells headings apart that say the same", () => {
    assert.deepEqual(sectionsOf("## Same\n\n## Same\n\n## ***\n").map(({ anchor }) => anchor), ["same", "same-2", "section"]); // prettier-ignore
  });

  it("takes nothing in a fence for a heading, and searches commands but no diagrams", () => {
    const [section, ...others] = sectionsOf(
      "## One\n\n```console\n## no heading\n$ ss -ltn\n```\n\n```mermaid\nflowchart TB\n```\n\n```simulation\nburst\n```\n",
    );
    assert.deepEqual(others, []);
    assert.equal(section?.text, "## no heading $ ss -ltn");
  });

  it("keeps the words of links and tables", () => {
    const [section] = sectionsOf("## One\n\n[129](sim:a.b) of `a_b`\n\n| x | y |\n| --- | ---: |\n| 1 | _2_ |\n");
    assert.equal(section?.text, "129 of a_b x y 1 2");
  });

  it("are searched together with question and answer", () => {
    const lesson = buildLesson({ body: "Before.\n\n## Part\n\nText.\n", question: "Why?", answer: "So." });
    const found = searchedSections([lesson]).map(({ lesson: id, heading, text }) => [id, heading, text]);
    assert.deepEqual(found, [["test", "", "Why? So."], ["test", "", "Before."], ["test", "Part", "Text."]]); // prettier-ignore
  });
});
