import { isTaken, numberIn, numbersOf, type FileRule, type SettingRule } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

/** Bytes of one connection's entry on a 64-bit machine, without its extensions. */
const entrySize = 256n;
const gibibyte = 1024n ** 3n;
/** The largest ratio that the kernel itself has ever chosen. */
const usualRatio = 8n;

const maxKeys = ["net.netfilter.nf_conntrack_max", "net.nf_conntrack_max"];

/** A table that takes a gigabyte or more when it is full. */
export const conntrackMemory: SettingRule = (setting, _context, report) => {
  if (!maxKeys.includes(setting.entry.name) || !isTaken(setting)) return;
  const [entries] = numbersOf(setting.value);
  if (entries === undefined || entries * entrySize < gibibyte) return;
  report("sysctl/conntrack-memory", "value", { entries: String(entries), gibibytes: String((entries * entrySize) / gibibyte) }); // prettier-ignore
};

/** Far more connections than hash buckets. */
export const conntrackLongChains: FileRule = (file, report) => {
  const buckets = numberOf(file.last("net.netfilter.nf_conntrack_buckets"));
  const max = maxKeys.map((key) => file.last(key)).find((setting) => setting !== undefined);
  const entries = numberOf(max);
  if (!max || entries === undefined || buckets === undefined || buckets <= 0n) return;
  if (entries <= usualRatio * buckets) return;
  report("sysctl/conntrack-long-chains", max.valueSpan, { entries: String(entries), buckets: String(buckets), length: String((2n * entries) / buckets) }); // prettier-ignore
};

/** Idle connections forgotten before keepalive would have shown that they live. */
export const conntrackBeforeKeepalive: FileRule = (file, report) => {
  const timeout = file.last("net.netfilter.nf_conntrack_tcp_timeout_established");
  const seconds = numberOf(timeout);
  const keepalive = numberIn(file, "net.ipv4.tcp_keepalive_time");
  if (!timeout || seconds === undefined || keepalive === undefined || seconds < 0n || seconds >= keepalive) return;
  report("sysctl/conntrack-before-keepalive", timeout.valueSpan, { seconds: String(seconds), keepalive: String(keepalive) }); // prettier-ignore
};
