import { makeStudy } from "../../src/core/simulation/study";
import { allDefaults } from "../../src/core/simulation/settings";
import { narrate } from "../../src/core/simulation/narrate";
import { narrateDifference } from "../../src/core/simulation/narrateDifference";
import { counterRows, observedRows, type FigureRow } from "../../src/core/simulation/figureRows";
import { explainableName } from "../../src/core/simulation/explainable";
import type { RunInput } from "../../src/core/simulation/job";
import { ScenarioRun } from "../../src/core/simulator/scenario/scenarioRun";
import type { Language } from "../../src/core/knowledge/types";
import type { PanelForm, PanelRow, PanelStudy, ToSimulatorPanel } from "../../src/protocol/simulatorPanel";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ScenarioLibrary } from "../../src/core/simulator/scenario/types";
import { projectRoot, realKnowledge } from "./knowledge";

type Set = Readonly<Record<string, string>>;

/** The messages by which the extension shows runs of a real scenario: the form, then what came of them. */
export function panelMessages(
  id: string,
  set: Set,
  change: Set | undefined,
  language: Language = "en",
): readonly ToSimulatorPanel[] {
  const knowledge = realKnowledge(language);
  const { wording } = knowledge.data;
  const file = path.join(projectRoot, "dist", "content", `scenarios.${language}.json`);
  const library = JSON.parse(readFileSync(file, "utf8")) as ScenarioLibrary;
  const scenario = library.scenarios.find((one) => one.id === id);
  if (!scenario) throw new Error(`no scenario ${id}`);
  const shared = { library, scenario, kernel: "6.18", seed: 1, sysctls: {}, defaults: allDefaults(knowledge, "6.18") };
  const record = { mostPoints: 600, mostEvents: 1000, logLines: 500 };
  const input = (chosen: Set): RunInput => ({ ...shared, set: chosen, record });
  const runs = makeStudy(change && input(set), input({ ...set, ...change }), function* (one) {
    const run = new ScenarioRun(library, scenario, {
      kernel: one.kernel,
      seed: one.seed,
      set: new Map(Object.entries(one.set)),
      sysctls: new Map(),
      timeline: one.record ?? {},
      logLines: 500,
      defaultOf: (name) => one.defaults[name],
    });
    while (!run.advance(100_000)) yield run.progress;
    return run;
  });
  let piece = runs.next();
  while (!piece.done) piece = runs.next();
  const study = piece.value;
  const context = { wording, drops: library.drops };
  const withWhy = (row: FigureRow): PanelRow => ({
    ...row,
    why: row.because.join(),
    explained: explainableName(knowledge, row.name),
  });
  const results = study.before ? [study.before, study.after] : [study.after];
  const names = study.before ? [wording["simulator.start"], wording["simulator.yours"]] : [wording["simulator.start"]];
  const view: PanelStudy = {
    runs: results.map((result, at) => ({
      name: names[at] ?? "",
      timeline: result.timeline ?? fail(),
      sentences: narrate(result, context),
      log: result.log ?? [],
    })),
    differences: study.before ? narrateDifference({ ...study, before: study.before }, wording) : [],
    observed: observedRows(study).map(withWhy),
    counters: counterRows(study).map(withWhy),
    files: study.files,
    dropCounters: Object.fromEntries(Object.entries(library.drops).map(([place, { counter }]) => [place, counter])),
  };
  const form: PanelForm = {
    scenario: id,
    title: scenario.title,
    summary: scenario.summary,
    madeWith: "Linux 6.18, seed 1",
    scenarios: library.scenarios.map((one) => ({ id: one.id, title: one.title })),
    parameters: scenario.parameters.map((one) => {
      const isSysctl = one.type === "sysctl";
      const preset = isSysctl ? (shared.defaults[one.name] ?? "") : String(one.default ?? "");
      const start = set[one.name] ?? preset;
      return {
        name: one.name,
        meaning: one.meaning,
        isSysctl,
        input: one.type === "choice" ? "select" : one.type === "flag" ? "checkbox" : "number",
        preset,
        start,
        value: change?.[one.name] ?? start,
        bounds: "1 to 65535",
        ...(one.type === "choice" && { choices: one.choices }),
        ...(isSysctl && { line: 3 }),
      };
    }),
    file: { name: "99-tuning.conf", others: [{ line: 7, text: "net.ipv4.tcp_rmem = 4096 131072 6291456" }] },
    notModelled: library.notModelled,
  };
  const labels = Object.fromEntries(
    Object.entries(wording).flatMap(([name, text]) =>
      name.startsWith("simulator.") ? [[name.slice(10), text]] : name.startsWith("context.") ? [[name, text]] : [],
    ),
  ) as Record<string, string>;
  const spec = { scenario: id, set, change: change ?? {} };
  return [
    { type: "showForm", form, labels, language, spec },
    { type: "showStudy", study: view, spec },
  ];
}

function fail(): never {
  throw new Error("the run was not recorded");
} // prettier-ignore
