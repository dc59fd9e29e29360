import assert from "node:assert/strict";
import path from "node:path";
import { Bench } from "../../../src/cli/lab/bench";
import { runLab, type LabResult } from "../../../src/cli/lab/runLab";
import { compare } from "../../../src/cli/lab/compare";
import { LabError } from "../../../src/cli/lab/labError";
import { projectRoot, realKnowledge } from "../../support/knowledge";
import { realScenarios } from "../../support/simulate";

/** Parameters of a case; `undefined` leaves the default. */
export type Case = Readonly<Record<string, number | string | undefined>>;

/** What a lab of numbers shows. */
export type Seen = Readonly<Record<string, number | undefined>>;

const program = path.join(projectRoot, "dist/lab.js");
const isMissing = /is needed and not there|the kernel may lack/;
/** How often a case may be played where the kernel is not always of one mind with itself. */
const attempts = 3;
/** Cases are mostly waiting for processes to start. */
const atOnce = 5;

/**
 * Plays cases of a scenario, some of them at the same time, and hands each with its result to `verify`. A
 * result that is not as foretold is printed and its case played again, for up to the share `mostAgain` of all. Where a program
 * or a module of the kernel is missing, the test is skipped and the reason printed.
 */
export async function playAll(
  context: Mocha.Context,
  scenario: string,
  cases: readonly Case[],
  verify: (observed: Seen, one: Case, params: LabResult["params"]) => void,
  lanes = atOnce,
  mostAgain = 0,
): Promise<Agreement> {
  const left = cases.values();
  const startedAt = performance.now();
  let exact = 0;
  const again: string[] = [];
  const playSome = async (): Promise<void> => {
    for (const one of left) {
      for (let attempt = 1; ; attempt++) {
        const result = await play(context, scenario, one);
        const { observed, params } = result;
        try {
          verify(observed as Seen, one, params);
          if (agree(result)) exact++;
          break;
        } catch (error) {
          const seen = `${scenario} ${JSON.stringify(one)} gave ${JSON.stringify(observed)}`;
          if (attempt === attempts || again.length + 1 > mostAgain * cases.length)
            throw new Error(seen, { cause: error });
          again.push(seen);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, playSome));
  console.log(`      ${scenario}: ${cases.length} cases in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  for (const seen of again) console.log(`      played again: ${seen}`);
  return { cases: cases.length, exact };
}

/** How many cases came out exactly as foretold; the others did as far as the kernel agrees with itself. */
interface Agreement {
  readonly cases: number;
  readonly exact: number;
}

/** Plays one case. */
export function play(context: Mocha.Context, scenario: string, one: Case): Promise<LabResult> {
  return runLab(scenario, settingsOf(one), { program }).catch(skipping(context, scenario));
}

/** Skips a test and prints why where something is missing here. */
function skipping(context: Mocha.Context, scenario: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof LabError) || !isMissing.test(error.message)) throw error;
    console.log(`  skipped: ${scenario}: ${error.message}`);
    return context.skip();
  };
}

/** Lets several looks be taken at one bench, which is gone afterwards. */
export async function onBench(
  context: Mocha.Context,
  scenario: string,
  act: (bench: Bench) => Promise<void>,
): Promise<void> {
  let bench: Bench | undefined;
  const failed = new Promise<never>((_, reject) => (bench = new Bench(program, {}, {}, reject)));
  try {
    if (bench) await Promise.race([failed, act(bench)]).catch(skipping(context, scenario));
  } finally {
    failed.catch(() => undefined);
    await bench?.close();
  }
}

/** What the simulator says of a case on this kernel. */
export function foretell(result: LabResult): ReturnType<typeof compare>["predicted"] {
  return compare(result, realScenarios(), realKnowledge()).predicted;
}

/** Holds a measurement against the simulator; true where every figure is the same. */
export function agree(result: LabResult): boolean {
  const { predicted, differences, near } = compare(result, realScenarios(), realKnowledge());
  if (mayBeLate(result, Number(predicted["sent"])) && differences.includes("sent")) return false;
  assert.deepEqual(differences, [], `foretold ${JSON.stringify(predicted)}`);
  return near.length === 0;
}

/** A busy machine takes long to send; tokens that came in meanwhile let another datagram pass. */
function mayBeLate({ params, observed }: LabResult, foretold: number): boolean {
  const { sent = 0, sendSeconds } = observed as Readonly<Record<string, number | undefined>>;
  if (sendSeconds === undefined || params["rateBits"] === 0) return false;
  const bytes = Number(params["burstBytes"]) + (Number(params["rateBits"]) / 8) * (sendSeconds + 0.001);
  return foretold < sent && sent <= Math.floor(bytes / (Number(params["payload"]) + 42));
}

function settingsOf(one: Case): Record<string, string> {
  return Object.fromEntries(
    Object.entries(one).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
