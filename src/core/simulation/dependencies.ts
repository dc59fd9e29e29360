import type { Scenario, ScenarioLibrary } from "../simulator/scenario/types";

/** Which of some sysctls a scenario depends on. */
export interface Dependence {
  /** Parameters of it. */
  readonly chosen: readonly string[];
  /** Others that its runs ask for. */
  readonly asked: readonly string[];
}

/** How a scenario depends on sysctls. */
export function dependenceOn(
  keys: ReadonlySet<string>,
  { dependencies }: ScenarioLibrary,
  { id, parameters }: Scenario,
): Dependence {
  const isChosen = (key: string): boolean => parameters.some(({ type, name }) => type === "sysctl" && name === key);
  const chosen = [...keys].filter(isChosen);
  const asked = dependencies?.[id]?.filter((key) => keys.has(key) && !isChosen(key)) ?? [];
  return { chosen, asked };
}

/** The scenarios that depend on a sysctl; first those of which it is a parameter. */
export function scenariosOf(library: ScenarioLibrary, key: string): readonly Scenario[] {
  const all = library.scenarios.map((scenario) => ({ scenario, ...dependenceOn(new Set([key]), library, scenario) }));
  return [...all.filter(({ chosen }) => chosen.length > 0), ...all.filter(({ asked }) => asked.length > 0)].map(
    ({ scenario }) => scenario,
  );
}
