import { inlineCode } from "../../explain/markdown";
import { compareKernels } from "../../knowledge/kernelVersion";
import { isTaken, numberIn, numbersOf, type FileRule, type SettingRule } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

/** From 4.13 on, TCP paces by itself where the queueing discipline does not. */
const pacesItself = "4.13";
/** From 4.4 on, half-open connections are counted against the backlog of their listener. */
const countsByListener = "4.4";

/** BBR without the queueing discipline that paces for it. */
export const bbrNeedsFq: FileRule = (file, report) => {
  const algorithm = file.last("net.ipv4.tcp_congestion_control");
  if (!algorithm?.value.startsWith("bbr") || compareKernels(file.kernel, pacesItself) >= 0) return;
  if (file.last("net.core.default_qdisc")?.value !== "fq") report("sysctl/bbr-needs-fq", algorithm.valueSpan);
};

/** TIME_WAIT ports to be reused, without the timestamps that this needs. */
export const reuseWithoutTimestamps: FileRule = (file, report) => {
  const reuse = file.last("net.ipv4.tcp_tw_reuse");
  if (!reuse || numberOf(reuse) === 0n || numberOf(file.last("net.ipv4.tcp_timestamps")) !== 0n) return;
  report("sysctl/reuse-without-timestamps", reuse.keySpan);
};

/** A silence shorter than this, in seconds, is usual while a route or a link recovers. */
const briefSilence = 10n;

/** Keepalive that gives a peer up after a brief silence. */
export const keepaliveHasty: FileRule = (file, report) => {
  const probes = file.last("net.ipv4.tcp_keepalive_probes");
  const interval = numberOf(file.last("net.ipv4.tcp_keepalive_intvl"));
  const count = numberOf(probes);
  if (!probes || count === undefined || interval === undefined || count < 0n || interval < 0n) return;
  if (count * interval > briefSilence) return;
  report("sysctl/keepalive-hasty", probes.valueSpan, { seconds: String(count * interval) });
};

/** A table this small is full at two hundred short connections a second. */
const smallTable = 12000n;

/** A table of TIME_WAIT sockets so small that they are cut short in everyday use. */
export const smallTimeWaitTable: SettingRule = (setting, _context, report) => {
  if (setting.entry.name !== "net.ipv4.tcp_max_tw_buckets" || !isTaken(setting)) return;
  const [buckets] = numbersOf(setting.value);
  if (buckets === undefined || buckets < 0n || buckets > smallTable) return;
  report("sysctl/small-time-wait-table", "value", { buckets: String(buckets), rate: String(buckets / 60n) });
};

/**
 * A limit of half-open connections that the queue of a listener ends before (`inet_csk_reqsk_queue_is_full`), and that
 * nobody asks for while SYN cookies are on (`tcp_conn_request`).
 */
export const synBacklog: FileRule = (file, report) => {
  const setting = file.last("net.ipv4.tcp_max_syn_backlog");
  const written = numberOf(setting);
  const somaxconn = numberIn(file, "net.core.somaxconn");
  if (!setting || written === undefined || somaxconn === undefined) return;
  if (compareKernels(file.kernel, countsByListener) < 0) return;
  if (written > somaxconn) {
    const values = { written: inlineCode(String(written)), somaxconn: String(somaxconn) };
    report("sysctl/syn-backlog-above-somaxconn", setting.valueSpan, values);
  } else if (file.dialect !== "embedded" && numberIn(file, "net.ipv4.tcp_syncookies") !== 0n) {
    report("sysctl/syn-backlog-unused", setting.keySpan);
  }
};
