import type { Knowledge } from "../knowledge/knowledge";
import type { RunInput } from "../simulation/job";
import { allDefaults, write } from "../simulation/settings";
import { ScenarioError } from "../simulator/scenario/parameters";
import type { ScenarioLibrary } from "../simulator/scenario/types";
import type { LessonSimulation } from "./lesson";

/** What all lessons are about, so that their numbers are the same for every reader. */
export const lessonKernel = "6.18";
export const lessonSeed = 1;

/**
 * The runs of a lesson's simulation: one, and a second where something is changed. Throws `ScenarioError` for a scenario
 * there is not, or a value the kernel would refuse.
 */
export function runInputsOf(
  { scenario: id, set = {}, change }: LessonSimulation,
  library: ScenarioLibrary,
  knowledge: Knowledge,
): readonly RunInput[] {
  const scenario = library.scenarios.find((one) => one.id === id);
  if (!scenario) throw new ScenarioError(`there is no scenario ${id}`);
  const shared = { ...library, scenarios: [], dependencies: {} };
  const sets = change ? [set, { ...set, ...change }] : [set];
  const defaults = allDefaults(knowledge, lessonKernel);
  return sets.map((chosen) => ({
    library: shared,
    scenario,
    kernel: lessonKernel,
    seed: lessonSeed,
    set: storedIn(chosen, scenario.parameters, knowledge),
    sysctls: {},
    defaults,
  }));
}

function storedIn(
  set: Readonly<Record<string, string>>,
  parameters: ScenarioLibrary["scenarios"][number]["parameters"],
  knowledge: Knowledge,
): Record<string, string> {
  const entries = Object.entries(set).map(([name, value]) => {
    if (!parameters.some((one) => one.type === "sysctl" && one.name === name)) return [name, value] as const;
    const written = write(knowledge, lessonKernel, name, value);
    if ("refused" in written) throw new ScenarioError(written.refused);
    return [name, written.stored] as const;
  });
  return Object.fromEntries(entries);
}
