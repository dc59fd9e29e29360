import type { Knowledge } from "../../core/knowledge/knowledge";
import { parseSysctlName } from "../../core/knowledge/sysctlName";
import { fill } from "../../core/knowledge/wording";
import { write, type FileSetting } from "../../core/simulation/settings";
import type { ParameterSpec, Scenario, ScenarioLibrary } from "../../core/simulator/scenario/types";
import type { PanelForm, PanelLine, PanelParameter, PanelSpec } from "../../protocol/simulatorPanel";
import { presetOf } from "./presets";
import { nameOf } from "./runSpec";

/** What a form is made from. */
export interface FormContext {
  readonly scenario: Scenario;
  readonly library: ScenarioLibrary;
  readonly knowledge: Knowledge;
  readonly kernel: string;
  readonly seed: number;
  /** What the file sets. */
  readonly lines: readonly FileSetting[];
}

/** The form of a scenario: every parameter with what it is, may be, starts with and has now. */
export function formOf(spec: PanelSpec, context: FormContext): PanelForm {
  const { scenario, library, knowledge, kernel, seed } = context;
  const { wording } = knowledge.data;
  const scenarios = library.scenarios.map(({ id, title }) => ({ id, title }));
  const isOwn = !scenarios.some(({ id }) => id === spec.scenario);
  return {
    scenario: spec.scenario,
    title: scenario.title,
    summary: scenario.summary,
    madeWith: fill(wording["simulator.madeWith"], { kernel, seed }),
    scenarios: isOwn ? [{ id: spec.scenario, title: scenario.title }, ...scenarios] : scenarios,
    parameters: scenario.parameters.map((parameter) => parameterOf(parameter, spec, context)),
    ...(spec.file !== undefined && { file: { name: nameOf(spec.file), others: otherLines(context) } }),
    notModelled: [...scenario.notModelled, ...library.notModelled],
  };
}

function parameterOf(parameter: ParameterSpec, spec: PanelSpec, context: FormContext): PanelParameter {
  const { library, knowledge, kernel, lines } = context;
  const { name, meaning } = parameter;
  const isSysctl = parameter.type === "sysctl";
  const own = Object.hasOwn(spec.set, name) ? spec.set[name] : undefined;
  const set = isSysctl && own === undefined ? lines.find((one) => one.name === name) : undefined;
  // What the kernel would not take is told below the form.
  const line = set && "stored" in write(knowledge, kernel, name, set.value) ? set : undefined;
  const preset = presetOf(library, knowledge, kernel)(parameter);
  const start = own ?? presetOf(library, knowledge, kernel, line ? [line] : [])(parameter);
  const value = Object.hasOwn(spec.change, name) ? spec.change[name] : undefined;
  const shared = { name, meaning, isSysctl, start, preset, value: value ?? start, line: line?.line };
  return { ...shared, ...(isSysctl ? sysctlControl(name, context) : controlOf(parameter, context)) };
}

type Control = Pick<PanelParameter, "input" | "unit" | "bounds" | "choices">;

function controlOf(parameter: Exclude<ParameterSpec, { type: "sysctl" }>, { knowledge }: FormContext): Control {
  const { wording } = knowledge.data;
  switch (parameter.type) {
    case "choice":
      return { input: "select", choices: parameter.choices };
    case "flag":
      return { input: "checkbox" };
    case "integer":
    case "decimal": {
      const bounds = fill(wording["simulator.bounds"], { min: parameter.min, max: parameter.max });
      const mayBeEmpty = parameter.default === undefined ? `; ${wording["simulator.mayBeEmpty"]}` : "";
      return { input: parameter.default === undefined ? "text" : "number", bounds: bounds + mayBeEmpty };
    }
    case "ports":
      return { input: "text", bounds: wording["simulator.mayBeEmpty"] };
  }
}

function sysctlControl(name: string, { knowledge }: FormContext): Control {
  const entry = knowledge.find(parseSysctlName(name));
  if (!entry) return { input: "text" };
  const { type, unit, range, elements } = entry.value;
  const { units, wording } = knowledge.data;
  const bounds = range && fill(wording["simulator.bounds"], { min: range.min, max: range.max });
  if (type === "flag01") return { input: "checkbox" };
  const isNumber = ["int", "uint", "u8", "long", "ulong"].includes(type) && !elements;
  const isNamed = ["flag", "choice", "bitmask", "name", "list", "number"].includes(unit);
  return { input: isNumber ? "number" : "text", bounds, ...(!isNamed && { unit: units[unit].label }) };
}

/** Lines that matter here without being parameters, and those the kernel would refuse. */
function otherLines({ scenario, library, knowledge, kernel, lines }: FormContext): PanelLine[] {
  const asked = new Set(library.dependencies?.[scenario.id] ?? []);
  return lines.flatMap(({ name, value, line }): PanelLine[] => {
    const written = write(knowledge, kernel, name, value);
    const isParameter = scenario.parameters.some((one) => one.type === "sysctl" && one.name === name);
    if ("refused" in written) {
      if (!isParameter && !asked.has(name)) return [];
      const text = fill(knowledge.data.wording["simulator.refusedLine"], { line, reason: written.refused });
      return [{ line, text }];
    }
    return isParameter || !asked.has(name) ? [] : [{ line, text: `${name} = ${value}` }];
  });
}
