import { readFileSync } from "node:fs";
import { realKnowledge } from "../../support/knowledge";
import type { Machine, WordRules } from "../../../src/core/knowledge/types";
import { readKey, writeKey } from "./procSys";

/** What predictions need to know of this machine, asked of its kernel. */
export function thisMachine(): Machine {
  const measured = realKnowledge().data.measuredMachine;
  return { ...measured, hz: ticksPerSecond(), cpus: possibleCpus(), defaults: {}, words: knownWords(measured.words) };
}

/** One millisecond, rounded up to a tick, tells how long a tick is. */
function ticksPerSecond(): number {
  const key = "net.ipv4.neigh.lo.retrans_time_ms";
  const before = readKey(key) ?? "1000";
  writeKey(key, "1");
  const tick = Number(readKey(key));
  writeKey(key, before);
  return tick === 3 ? 300 : 1000 / tick;
}

function possibleCpus(): number {
  const list = readFileSync("/sys/devices/system/cpu/possible", "utf8").trim();
  return Number(list.split(/[,-]/).at(-1)) + 1;
}

function knownWords(measured: Machine["words"]): Machine["words"] {
  const words = (key: string): string[] => (readKey(key) ?? "").split(" ").filter((word) => word !== "");
  const rules: Record<string, WordRules> = {};
  const allowed = words("net.ipv4.tcp_allowed_congestion_control");
  const denied = words("net.ipv4.tcp_available_congestion_control").filter((word) => !allowed.includes(word));
  rules["net.ipv4.tcp_congestion_control"] = {
    words: allowed,
    refused: Object.fromEntries(denied.map((word) => [word, "EPERM" as const])),
    otherwise: "ENOENT",
  };
  rules["net.mptcp.path_manager"] = { words: words("net.mptcp.available_path_managers"), otherwise: "ENOENT" };
  rules["net.mptcp.scheduler"] = { words: words("net.mptcp.available_schedulers"), otherwise: "ENOENT" };
  const loggers = loggersByFamily();
  if (loggers) rules["net.netfilter.nf_log.*"] = { words: ["NONE"], prefixes: loggers, otherwise: "ENOENT" };
  return { ...measured, ...rules };
}

/** ` 2 nf_log_ipv4 (nfnetlink_log,nf_log_ipv4)` */
function loggersByFamily(): Record<string, string[]> | undefined {
  try {
    const lines = readFileSync("/proc/net/netfilter/nf_log", "utf8").trim().split("\n");
    return Object.fromEntries(
      lines.map((line) => {
        const [, family = "", names = ""] = /^\s*(\d+)\s+\S+\s+\((.*)\)/.exec(line) ?? [];
        return [family, names.split(",").filter((name) => name !== "")];
      }),
    );
  } catch {
    return undefined;
  }
}
