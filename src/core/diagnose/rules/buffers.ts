import { entryAt } from "../../knowledge/kernelVersion";
import { numbersOf, type FileContext, type FileRule } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

const directions = ["r", "w"] as const;
/** The bytes of a page on most machines. */
const pageSize = 4096n;

/** A ceiling that gives programs less than autotuning does; the kernel doubles what they ask for. */
export const requestCeilingBelowTcp: FileRule = (file, report) => {
  for (const direction of directions) {
    const ceiling = file.last(`net.core.${direction}mem_max`);
    const bytes = numberOf(ceiling);
    const tcp = largestOf(file, `net.ipv4.tcp_${direction}mem`);
    if (!ceiling || bytes === undefined || tcp === undefined || 2n * bytes >= tcp) continue;
    // A ceiling below the kernel's own is spoken of as such.
    if (bytes < (numbersOf(entryAt(ceiling.entry, file.kernel).default ?? "")[0] ?? 0n)) continue;
    const values = { key: ceiling.key, bytes: String(bytes), tcp: String(tcp), tcpKey: `net.ipv4.tcp_${direction}mem` };
    report("sysctl/request-ceiling-below-tcp", ceiling.valueSpan, values);
  }
};

/** Sockets that begin with more than a program may ask for. */
export const defaultAboveCeiling: FileRule = (file, report) => {
  for (const direction of directions) {
    const start = file.last(`net.core.${direction}mem_default`);
    const ceiling = file.last(`net.core.${direction}mem_max`);
    const bytes = numberOf(start);
    const limit = numberOf(ceiling);
    if (!start || !ceiling || bytes === undefined || limit === undefined || bytes <= 2n * limit) continue;
    const values = { key: start.key, bytes: String(bytes), ceiling: ceiling.key, granted: String(2n * limit) };
    report("sysctl/default-above-ceiling", start.valueSpan, values);
  }
};

/** Less memory for the TCP of the machine than one connection may take. */
export const tcpMemoryBelowOneSocket: FileRule = (file, report) => {
  const memory = file.last("net.ipv4.tcp_mem");
  const pages = largestOf(file, "net.ipv4.tcp_mem");
  if (!memory || pages === undefined) return;
  for (const direction of directions) {
    const key = `net.ipv4.tcp_${direction}mem`;
    const socket = largestOf(file, key);
    if (socket === undefined || pages * pageSize >= socket) continue;
    const values = { bytes: String(pages * pageSize), key, socket: String(socket) };
    report("sysctl/tcp-memory-below-one-socket", memory.valueSpan, values);
    return;
  }
};

/** The third number of a key that the file sets. */
function largestOf(file: FileContext, key: string): bigint | undefined {
  const setting = file.last(key);
  return setting && numbersOf(setting.value)[2];
}
