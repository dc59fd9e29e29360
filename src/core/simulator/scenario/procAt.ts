import { procFile, procFiles, procNameOf, type ProcFile } from "../proc/procFile";
import { ScenarioError } from "./parameters";
import type { RunOptions } from "./run";
import { ScenarioRun } from "./scenarioRun";
import type { Scenario, ScenarioLibrary } from "./types";

/** A file somebody wants to see, as they wrote it. */
export interface ProcRequest {
  /** Left out, the host whose counters the scenario looks at. */
  readonly host?: string | undefined;
  /** `softnet_stat`, `net/snmp`, `ss`: what names it well enough. */
  readonly name: string;
  /** Simulated time; left out, the moment the scenario is looked at. */
  readonly atNs?: number | undefined;
}

/** A file as it stood at a time. */
export interface ProcSnapshot extends ProcFile {
  readonly atNs: number;
  readonly text: string;
}

/** Events between two looks at the clock. */
const portion = 100_000;
const latestNs = 3_600_000_000_000;

/**
 * Files of the simulated machine, in the order they were asked for. Throws `ScenarioError` for a host, a file or a time
 * there is not.
 */
export function procFilesAt(
  library: ScenarioLibrary,
  scenario: Scenario,
  options: RunOptions,
  requests: readonly ProcRequest[],
): ProcSnapshot[] {
  const found = new Map<ProcRequest, ProcSnapshot>();
  const timed = requests.filter(({ atNs }) => atNs !== undefined).sort((a, b) => (a.atNs ?? 0) - (b.atNs ?? 0));
  // A look behind the end lets time pass that the others must not see.
  const toTheEnd = requests.filter(({ atNs }) => atNs === undefined);
  if (timed.length > 0) {
    const run = new ScenarioRun(library, scenario, options);
    for (const request of timed) {
      const { atNs = 0 } = request;
      if (atNs > latestNs) throw new ScenarioError(`${request.name}: a run lasts an hour at most`);
      while (!run.advanceTo(atNs, portion));
      found.set(request, snapshot(run, library, scenario, request));
    }
  }
  if (toTheEnd.length > 0) {
    const run = new ScenarioRun(library, scenario, options);
    while (!run.advance(portion));
    for (const request of toTheEnd) found.set(request, snapshot(run, library, scenario, request));
  }
  return requests.flatMap((request) => found.get(request) ?? []);
}

/** One file of one host; see `procFilesAt`. */
export function procFileAt(
  library: ScenarioLibrary,
  scenario: Scenario,
  options: RunOptions,
  request: ProcRequest,
): string {
  return procFilesAt(library, scenario, options, [request])[0]?.text ?? "";
}

/** A file of a run as it stands. */
export function snapshot(
  run: ScenarioRun,
  library: ScenarioLibrary,
  scenario: Scenario,
  request: ProcRequest,
): ProcSnapshot {
  const { topology } = run;
  const host = request.host ?? defaultHost(run, scenario);
  const files = procFiles(topology);
  const names = files.filter((file) => file.host === host).map(({ name }) => name);
  if (names.length === 0) {
    const hosts = topology.hosts.map(({ name }) => name).join(", ");
    throw new ScenarioError(`${scenario.id} has no host ${host}; there are: ${hosts}`);
  }
  const name = procNameOf(request.name, names);
  const text = name === undefined ? undefined : procFile(topology, library.proc, { host, name });
  if (name === undefined || text === undefined)
    throw new ScenarioError(`${host} has no file ${request.name}; there are: ${names.join(", ")}`);
  return { host, name, atNs: run.progress.atNs, text };
}

/** The host whose counters are looked at first, else the last one. */
function defaultHost({ topology }: ScenarioRun, { observe }: Scenario): string {
  const [watched] = observe.flatMap((spec) => ("host" in spec ? topology.copiesOf(spec.host) : []));
  return (watched ?? topology.hosts[topology.hosts.length - 1])?.name ?? "";
}
