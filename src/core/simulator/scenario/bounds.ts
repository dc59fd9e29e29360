import { ScenarioError, type Parameters } from "./parameters";
import type { Scenario } from "./types";

/** What figures of a scenario may be, by the property they belong to: beyond, the machine would make no sense of them. */
const bounds: Readonly<Record<string, readonly [least: number, most: number]>> = {
  mtu: [68, 65_535],
  port: [0, 65_535],
  sourcePort: [1, 65_535],
  payload: [0, 2 ** 31 - 1],
  napis: [0, 1024],
  queues: [1, 1024],
  flows: [1, 50_000],
  delayNs: [0, 3.6e12],
  workNs: [0, 3.6e12],
  count: [0, 10_000],
  cpu: [0, 255],
  everyNs: [0, 3.6e12],
  forNs: [0, 3.6e12],
  rateBits: [0, 1e13],
  burstBytes: [0, 2 ** 32 - 1],
  limit: [0, 2 ** 32 - 1],
  ports: [1, 1000],
  reusePort: [1, 1000],
  sources: [1, 1000],
  destinations: [1, 1000],
  descriptors: [3, 2 ** 31 - 1],
  forSeconds: [0, 3600],
};

/** Everything else is a count or a number of bytes. */
const otherwise = [-(2 ** 31), 1e12] as const;

/** Throws `ScenarioError` for a figure out of bounds, whether it stands in the scenario or was chosen for it. */
export function checkBounds({ hosts, links, sockets, workload }: Scenario, parameters: Parameters): void {
  const visit = (value: unknown, name: string): void => {
    if (typeof value === "number") check(name, value, value);
    else if (typeof value === "string") {
      if (value.startsWith("$")) check(name, parameters.resolve(value), value);
    } else if (Array.isArray(value)) for (const item of value) visit(item, name);
    else if (typeof value === "object" && value !== null)
      for (const [inner, item] of Object.entries(value)) if (inner !== "sysctls") visit(item, inner);
  };
  visit([hosts, links, sockets, workload], "");
}

function check(name: string, chosen: unknown, written: number | string): void {
  if (typeof chosen !== "number") return;
  const [least, most] = bounds[name] ?? otherwise;
  if (chosen >= least && chosen <= most) return;
  const from = typeof written === "string" ? ` (${written})` : "";
  throw new ScenarioError(`${name}: ${chosen}${from} is not from ${least} to ${most}`);
}
