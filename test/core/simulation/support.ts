import type { Answers, Job, RunInput } from "../../../src/core/simulation/job";
import { perform } from "../../../src/core/simulation/job";
import { allDefaults } from "../../../src/core/simulation/settings";
import { realKnowledge } from "../../support/knowledge";
import { realScenarios, scenarioNamed } from "../../support/simulate";

/** What a job is given, for one of the real scenarios. */
export function inputOf(
  scenario: string,
  sysctls: Readonly<Record<string, string>> = {},
  set: Readonly<Record<string, string>> = {},
): RunInput {
  const defaults = allDefaults(realKnowledge(), "6.18");
  const library = { ...realScenarios(), scenarios: [] };
  return { library, scenario: scenarioNamed(scenario), kernel: "6.18", seed: 1, set, sysctls, defaults };
}

/** Does a job to its end. */
export function answerOf<Kind extends Job["kind"]>(job: Extract<Job, { kind: Kind }>): Answers[Kind] {
  const pieces = perform(job);
  for (;;) {
    const { done, value } = pieces.next();
    if (done) return value as Answers[Kind];
  }
}
