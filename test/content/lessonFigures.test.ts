import assert from "node:assert/strict";
import MarkdownIt from "markdown-it";
import { figureOf, readFigureReference, states } from "../../src/core/lessons/figureReference";
import type { Lesson } from "../../src/core/lessons/lesson";
import { runInputsOf } from "../../src/core/lessons/runs";
import { perform } from "../../src/core/simulation/job";
import type { RunResult } from "../../src/core/simulator/scenario/run";
import { realKnowledge } from "../support/knowledge";
import { lessonLanguages, readLesson } from "../support/lessons";
import { realScenarios } from "../support/simulate";

const markdown = new MarkdownIt({ html: false });

/** A text that a lesson puts before the reader, outside code. */
interface Prose {
  readonly text: string;
  /** Texts of links, by address. */
  readonly links: readonly { readonly address: string; readonly text: string }[];
}

function proseOf(source: string): Prose {
  let text = "";
  const links: { address: string; text: string }[] = [];
  for (const token of markdown.parse(source, {})) {
    let link: { address: string; text: string } | undefined;
    for (const child of token.children ?? []) {
      if (child.type === "link_open") links.push((link = { address: String(child.attrGet("href") ?? ""), text: "" }));
      else if (child.type === "link_close") link = undefined;
      else if (child.type === "text" && link) link.text += child.content;
      else if (child.type === "text") text += `${child.content} `;
    }
  }
  return { text, links };
}

/** The sections of a lesson that hold a simulation, tables and lists of diagrams aside. */
function simulatedSections({ body }: Lesson): string[] {
  return body
    .split(/^(?=## )/m)
    .filter((section) => section.includes("```simulation"))
    .map((section) => section.replace(/^\|.*$/gm, ""));
}

function play(lesson: Lesson, language: (typeof lessonLanguages)[number]): ReadonlyMap<string, readonly RunResult[]> {
  const [knowledge, library] = [realKnowledge(language), realScenarios()];
  return new Map(
    lesson.simulations.map((simulation) => {
      const record = { mostPoints: 200, mostEvents: 10 };
      const runs = runInputsOf(simulation, library, knowledge).map((input) => ({ ...input, record }));
      const pieces = perform({ kind: "play", runs });
      let piece = pieces.next();
      while (!piece.done) piece = pieces.next();
      return [simulation.id, piece.value as readonly RunResult[]];
    }),
  );
}

describe("numbers in lessons", () => {
  const ids = realKnowledge().data.lessons.flatMap(({ id, available }) => (available ? [id] : []));

  for (const id of ids) {
    const english = readLesson(id, "en");
    let results: ReadonlyMap<string, readonly RunResult[]>;
    before(function () {
      this.timeout(60_000);
      results = play(english, "en");
    });

    it(`${id}: what is listed can be seen, and what diagrams show is recorded`, () => {
      for (const { id: name, show, nodes = {} } of english.simulations) {
        for (const { observed, timeline } of results.get(name) ?? []) {
          assert.deepEqual(show.filter((figure) => !Object.hasOwn(observed, figure)), [], name); // prettier-ignore
          const recorded = timeline?.series.map((series) => series.name) ?? [];
          const shown = Object.values(nodes).map((node) => ("level" in node ? node.level : node.activity));
          assert.ok(
            shown.length === 0 || shown.some((series) => recorded.includes(series)),
            `${name}: ${shown.join()}`,
          );
        }
        const everywhere = (results.get(name) ?? []).flatMap(({ timeline }) => timeline?.series.map((series) => series.name) ?? []); // prettier-ignore
        const shown = Object.values(nodes).map((node) => ("level" in node ? node.level : node.activity));
        assert.deepEqual(shown.filter((series) => !everywhere.includes(series)), [], name); // prettier-ignore
      }
    });

    for (const language of lessonLanguages) {
      const lesson = readLesson(id, language);
      const texts = [
        lesson.question,
        lesson.answer,
        lesson.body,
        ...lesson.simulations.map(({ caption }) => caption),
        ...lesson.predictions.flatMap(({ question, answers }) => [question, ...answers.flatMap(({ text, why }) => [text, why])]), // prettier-ignore
      ];

      it(`${id}, ${language}: numbers of simulations are what the simulator says`, () => {
        let count = 0;
        for (const { address, text } of texts.flatMap((one) => proseOf(one).links)) {
          if (!address.startsWith("sim:")) continue;
          const reference = readFigureReference(address);
          const figure = reference && figureOf(reference, results.get(reference.simulation) ?? []);
          assert.ok(figure !== undefined, `${address}: there is no such figure`);
          assert.ok(states(text, figure), `${address} is ${figure}, the text says ${text}`);
          count++;
        }
        assert.ok(count > 0);
      });

      it(`${id}, ${language}: no number beside a simulation is left unchecked`, () => {
        const checked = [
          ...simulatedSections(lesson),
          ...lesson.simulations.map(({ caption }) => caption),
          ...lesson.predictions.flatMap(({ question, answers }) => [question, ...answers.map(({ why }) => why)]),
        ];
        for (const source of checked) assert.doesNotMatch(proseOf(source).text, /\d[\d,.]*\d/);
      });
    }

    it(`${id}: both languages name the same numbers`, () => {
      const named = (lesson: Lesson): string[] => [...new Set(proseOf(lesson.body).links.flatMap(({ address }) => (address.startsWith("sim:") ? [address] : [])))].sort(); // prettier-ignore
      assert.deepEqual(named(readLesson(id, "zh-cn")), named(english));
    });
  }

  it("are compared as people write them", () => {
    const cases = [["129", 129, true], ["28,232", 28232, true], ["130", 129, false], ["3.1", 3.14159, true], ["3.2", 3.14159, false], ["3", 3.14159, true], ["", 0, false], ["ECONNREFUSED", "ECONNREFUSED", true], ["129.0", 129, true]] as const; // prettier-ignore
    for (const [text, figure, isStated] of cases) assert.equal(states(text, figure), isStated, text);
  });

  it("name a run, a kind of figure and the figure", () => {
    assert.deepEqual(readFigureReference("sim:burst.TcpExt.ListenOverflows"), { simulation: "burst", run: 0, kind: "observed", name: "TcpExt.ListenOverflows" }); // prettier-ignore
    assert.deepEqual(readFigureReference("sim:burst.after.set.backlog"), { simulation: "burst", run: 1, kind: "set", name: "backlog" }); // prettier-ignore
    assert.deepEqual(readFigureReference("sim:burst.drops.cpu-backlog"), { simulation: "burst", run: 0, kind: "drops", name: "cpu-backlog" }); // prettier-ignore
    for (const other of ["https://example.org", "sim:", "sim:burst", "sim:burst."]) assert.equal(readFigureReference(other), undefined); // prettier-ignore
  });
});
