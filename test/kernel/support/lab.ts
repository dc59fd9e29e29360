import path from "node:path";
import { runLab, type LabResult } from "../../../src/cli/lab/runLab";
import { projectRoot } from "../../support/knowledge";

/** Parameters of a case; `undefined` leaves the default. */
export type Case = Readonly<Record<string, number | string | undefined>>;

const program = path.join(projectRoot, "dist/cli.js");
/** Cases are mostly waiting for processes to start. */
const atOnce = 3;

/** Plays cases of a scenario, some of them at the same time, and hands each with its result to `verify`. */
export async function playAll(
  scenario: string,
  cases: readonly Case[],
  verify: (observed: LabResult["observed"], one: Case, params: LabResult["params"]) => void,
  lanes = atOnce,
): Promise<void> {
  const left = cases.values();
  const playSome = async (): Promise<void> => {
    for (const one of left) {
      const { observed, params } = await runLab(scenario, settingsOf(one), { program });
      try {
        verify(observed, one, params);
      } catch (error) {
        throw new Error(`${scenario} ${JSON.stringify(one)} gave ${JSON.stringify(observed)}`, { cause: error });
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, playSome));
}

function settingsOf(one: Case): Record<string, string> {
  return Object.fromEntries(
    Object.entries(one).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
