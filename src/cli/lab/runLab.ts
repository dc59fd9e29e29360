import { readFileSync } from "node:fs";
import os from "node:os";
import { Bench } from "./bench";
import { sysctlFile } from "./host";
import { LabError, LateError } from "./labError";
import { readSysctlValue, readValues, type Parameters, type Values } from "./parameters";
import type { Outcome, Scenario } from "./scenario";
import { acceptQueue } from "./scenarios/acceptQueue";
import { ephemeralPorts } from "./scenarios/ephemeralPorts";
import { conntrackFull } from "./scenarios/conntrackFull";
import { finWait2 } from "./scenarios/finWait2";
import { masquerade } from "./scenarios/masquerade";
import { receiveBacklog } from "./scenarios/receiveBacklog";
import { synQueue } from "./scenarios/synQueue";
import { tcpBuffers } from "./scenarios/tcpBuffers";
import { timeouts } from "./scenarios/timeouts";
import { timeWait } from "./scenarios/timeWait";
import { transmitQueue } from "./scenarios/transmitQueue";
import { udpReceiveBuffer } from "./scenarios/udpReceiveBuffer";

/** Every case that can be played on a real kernel. */
export const scenarios: readonly Scenario[] = [
  acceptQueue,
  synQueue,
  ephemeralPorts,
  timeWait,
  finWait2,
  masquerade,
  conntrackFull,
  udpReceiveBuffer,
  receiveBacklog,
  transmitQueue,
  tcpBuffers,
  timeouts,
];

/** A case as it went on this machine's kernel. */
export interface LabResult {
  readonly scenario: string;
  readonly kernel: string;
  readonly params: Values;
  readonly observed: Outcome["observed"];
}

export interface LabOptions {
  /** The script of the processes in the namespaces (participant.ts). */
  readonly program: string;
  /** Ends the lab early. */
  readonly signal?: AbortSignal;
}

export const usualLimitSeconds = 30;
const attempts = 3;

/**
 * Plays a scenario with the settings of `--set` in network namespaces of its own. Throws `LabError` where that is not
 * possible. Whatever happens, nothing of it is left when the promise settles.
 */
export async function runLab(
  id: string,
  settings: Readonly<Record<string, string>>,
  { program, signal }: LabOptions,
): Promise<LabResult> {
  const scenario = scenarios.find((one) => one.id === id);
  if (!scenario) throw new LabError(`unknown scenario ${id}; there are: ${scenarios.map((one) => one.id).join(", ")}`);
  const values = readValues(scenario.parameters, settings);
  scenario.check?.(values);
  refuseOthers();
  const machine = readMachineSysctls(scenario.parameters, values);

  const limitSeconds = scenario.limitSeconds ?? usualLimitSeconds;
  const limit = AbortSignal.timeout(limitSeconds * 1000);
  const either = signal ? AbortSignal.any([signal, limit]) : limit;
  for (let attempt = 1; ; attempt++) {
    try {
      const { observed, sysctls } = await play(scenario, values, program, either);
      return { scenario: id, kernel: os.release(), params: { ...values, ...machine, ...sysctls }, observed };
    } catch (error) {
      if (limit.aborted) throw new LabError(`the lab was not over after ${limitSeconds} s`);
      if (!(error instanceof LateError)) throw error;
      if (attempt === attempts)
        throw new LabError("this machine is too busy: what is to be seen came too late or not at all");
    }
  }
}

async function play(scenario: Scenario, values: Values, program: string, signal: AbortSignal): Promise<Outcome> {
  let fail: (reason: LabError) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const onAbort = (): void => fail(new LabError("interrupted"));
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  const bench = new Bench(program, scenario.parameters, values, fail);
  try {
    return await Promise.race([failed, scenario.run(bench, values)]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    await bench.close();
  }
}

function refuseOthers(): void {
  if (process.platform !== "linux") throw new LabError("a lab needs Linux");
  if (process.getuid?.() !== 0) throw new LabError("a lab needs root, to make network namespaces");
}

/** What the machine's own sysctls read. They are never written, so a setting has to be what is there. */
function readMachineSysctls(parameters: Parameters, values: Values): Values {
  const read: Record<string, number | string | undefined> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    if (parameter.kind !== "sysctl" || parameter.scope !== "machine") continue;
    read[name] = readSysctl(sysctlFile(name));
    const wanted = values[name];
    if (wanted === undefined || wanted === read[name]) continue;
    const present = read[name] === undefined ? "it cannot be read here" : `it is ${read[name]} now`;
    throw new LabError(`${name}=${wanted}: this key exists once for the machine and a lab never writes it; ${present}`);
  }
  return read;
}

function readSysctl(file: string): number | string | undefined {
  try {
    return readSysctlValue(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
