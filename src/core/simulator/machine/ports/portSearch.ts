import type { Random } from "../../random";
import type { BindTable, PortUse } from "./bindTable";
import type { PortRange } from "./portRange";
import type { PortSet } from "./portSet";

/** The ports one source uses with one destination. */
export interface Flow {
  readonly used: PortSet;
  /** Where the next search begins: what `table_perturb` and the hash of the addresses come to. */
  next: number;
}

/** Rounds the length of a search down to pairs; this is why the last port of an odd range is hard to reach. */
const pairs = (count: number): number => (count > 1 ? count - (count % 2) : count);

/**
 * Walks a range in steps of two from a port, round to where it began, past those of `held`; the first that may be used.
 */
function walk(
  { low, high, reserved }: PortRange,
  offset: number,
  held: PortSet | undefined,
  isFree: (port: number) => boolean,
): number | undefined {
  const remaining = pairs(high + 1 - low);
  let port = low + offset;
  for (let tried = 0; tried < remaining; tried += 2, port += 2) {
    if (port > high) port -= remaining;
    const next = held ? held.nextAbsent(port, high) : port;
    tried += next - port;
    port = next;
    // Past the end the next turn goes on from the other side.
    if (port > high) [tried, port] = [tried - 2, port - 2];
    else if (tried < remaining && reserved[port] !== 1 && isFree(port)) return port;
  }
  return undefined;
}

/**
 * `__inet_hash_connect`: a port for connect(), those of the parity of the range's first before the others. `mayTake`
 * tells of a port that is used with this destination whether it may be taken over; without it none may.
 */
export function searchForConnect(
  range: PortRange,
  table: BindTable,
  flow: Flow,
  random: Random,
  mayTake: ((port: number) => boolean) | undefined,
): number | undefined {
  const remaining = pairs(range.high + 1 - range.low);
  const first = (flow.next % remaining) & ~1;
  const skipped = mayTake ? undefined : flow.used;
  const isFree = (port: number): boolean => (!flow.used.has(port) || mayTake?.(port) === true) && table.isConnectable(port); // prettier-ignore
  for (let parity = 0; parity < Math.min(2, remaining); parity++) {
    const port = walk(range, first + parity, skipped, isFree);
    if (port === undefined) continue;
    const distance = port - range.low - first - parity;
    const tried = distance < 0 ? distance + remaining : distance;
    flow.next = (flow.next + Math.max(tried, 2 * Math.floor(random() * 8)) + 2) >>> 0;
    return port;
  }
  return undefined;
}

/**
 * `inet_csk_find_open_port`: a port for bind() to 0. The parity connect() prefers comes last; who has SO_REUSEADDR
 * tries the lower half of the range first.
 */
export function searchForBind(
  range: PortRange,
  table: BindTable,
  address: string,
  use: PortUse,
  relaxed: boolean,
  random: Random,
): number | undefined {
  const { low, high } = range;
  const count = high + 1 - low;
  const half = low + (count >> 2) * 2;
  const parts =
    use.reuseAddress && count >= 4
      ? [
          { ...range, high: half - 1 },
          { ...range, low: half },
        ]
      : [range];
  const searchParts = (held: PortSet | undefined, isFree: (port: number) => boolean): number | undefined => {
    for (const part of parts) {
      const odd = Math.floor(random() * pairs(part.high + 1 - part.low)) | 1;
      const port = walk(part, odd, held, isFree) ?? walk(part, odd - 1, held, isFree);
      if (port !== undefined) return port;
    }
    return undefined;
  };
  const strict = searchParts(table.heldAt(address), (port) => !table.isHeldAnywhere(port));
  if (strict !== undefined || !relaxed) return strict;
  return searchParts(undefined, (port) => !table.conflicts(port, address, use, { relax: true, reusePortOk: false }));
}
