import path from "node:path";
import { formatOf, readKnowledge, UsageError, type Command } from "../command";
import { readLibrary } from "../scenarios";
import { compare, type Comparison } from "./compare";
import { LabError } from "./labError";
import { parseSettings } from "./parameters";
import { runLab, scenarios, usualLimitSeconds, type LabResult } from "./runLab";
import type { Scenario } from "./scenario";

/** `lab SCENARIO`: a case with real sockets on this machine's kernel, in network namespaces that go with it. */
export const lab: Command = {
  usage:
    "lab SCENARIO [--set NAME=VALUE]… [--compare] [--format text|json]\n  netstack-lens lab --list [--format text|json]",
  summary: `plays a case on this machine's kernel, in network namespaces of its own (Linux, root, iproute2):\n${scenarios
    .map(({ id, summary }) => `        ${id}: ${summary}`)
    .join("\n")}`,
  run: async (operands, options, { out, err }) => {
    const [scenario, ...rest] = operands;
    const format = formatOf(options, ["text", "json"]);
    if (options.list && scenario === undefined) {
      out(format === "json" ? `${JSON.stringify(scenarios.map(outlineOf), undefined, 2)}\n` : scenarios.map(({ id, summary }) => `${id}: ${summary}\n`).join("")); // prettier-ignore
      return 0;
    }
    if (scenario === undefined || rest.length > 0 || options.list) throw new UsageError("lab takes one scenario");
    const { signal, status, release } = endSignals();
    try {
      const settings = parseSettings(options.set ?? []);
      const result = await runLab(scenario, settings, { program: path.join(__dirname, "lab.js"), signal });
      const comparison = options.compare ? await compareWithSimulation(result) : undefined;
      out(format === "json" ? `${JSON.stringify({ ...result, ...comparison }, undefined, 2)}\n` : describe(result, comparison)); // prettier-ignore
      return comparison && comparison.differences.length > 0 ? 1 : 0;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      const signalled = status();
      err(`lab ${scenario}: ${signalled === undefined ? error.message : "interrupted"}`);
      return signalled ?? 2;
    } finally {
      release();
    }
  },
};

/** What somebody has to know of a lab before it is played: which sysctls it writes, and how long it may take. */
function outlineOf({ id, summary, parameters, limitSeconds = usualLimitSeconds }: Scenario): object {
  const sysctls = Object.entries(parameters).flatMap(([name, one]) => (one.kind === "sysctl" ? [{ name, scope: one.scope }] : [])); // prettier-ignore
  return { id, summary, limitSeconds, sysctls };
}

const statusOf = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Turns the signals that end a process into an abort, so that nothing of a lab is left. */
function endSignals(): { signal: AbortSignal; status: () => number | undefined; release: () => void } {
  const controller = new AbortController();
  const names = Object.keys(statusOf) as (keyof typeof statusOf)[];
  let status: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    status = statusOf[name as keyof typeof statusOf];
    controller.abort();
  };
  for (const name of names) process.on(name, onSignal);
  const release = (): void => names.forEach((name) => process.off(name, onSignal));
  return { signal: controller.signal, status: () => status, release };
}

async function compareWithSimulation(result: LabResult): Promise<Comparison> {
  const [library, knowledge] = await Promise.all([readLibrary("en"), readKnowledge("en")]);
  return compare(result, library, knowledge);
}

function describe({ scenario, kernel, params, observed }: LabResult, comparison?: Comparison): string {
  const rows = [...Object.entries(params), ...Object.entries(observed)];
  const width = Math.max(...rows.map(([name]) => name.length));
  const table = (values: object, remark: (name: string) => string = () => ""): string =>
    Object.entries(values)
      .map(([name, value]) => `  ${name.padEnd(width)}  ${value === undefined ? "-" : String(value)}${remark(name)}\n`)
      .join("");
  const prediction = (name: string): string => {
    const value = comparison?.predicted[name];
    if (value === undefined) return "";
    if (comparison?.chosen.includes(name)) return `  chosen at random; simulated: ${String(value)}`;
    if (comparison?.near.includes(name)) return `  foretold ${String(value)}, near enough`;
    return comparison?.differences.includes(name) ? `  foretold ${String(value)}` : "  as foretold";
  };
  return `${scenario} on Linux ${kernel}\n\nparameters\n${table(params)}\nobserved\n${table(observed, prediction)}`;
}
