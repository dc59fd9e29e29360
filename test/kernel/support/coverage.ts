import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Knowledge } from "../../../src/core/knowledge/knowledge";
import { parseSysctlName } from "../../../src/core/knowledge/sysctlName";
import { listKeys } from "./procSys";

/** What the running kernel has, and what of it has no entry. */
export interface Coverage {
  readonly keys: number;
  readonly keysWithout: readonly string[];
  readonly fields: number;
  /** As `file: name`. */
  readonly fieldsWithout: readonly string[];
  /** Files of the list this kernel does not have. */
  readonly absentFiles: readonly string[];
}

type ReadNames = (text: string) => readonly string[];

const words = (line = ""): string[] => line.split(/[\s|]+/).filter((word) => word !== "");
const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
const headerWords: ReadNames = (text) => words(lines(text)[0]).filter((word) => word !== ":");
const headerColumns: ReadNames = (text) => (lines(text)[0] ?? "").trim().split(/\s{2,}/);
const positions: ReadNames = (text) => words(lines(text)[0]).map((_, index) => String(index + 1));

/** `Tcp: RtoMin RtoMax` above `Tcp: 200 120000` */
const pairedLines: ReadNames = (text) =>
  lines(text)
    .filter((_, index) => index % 2 === 0)
    .flatMap((line) => {
      const [group = "", ...names] = words(line);
      return names.map((name) => `${group.replace(":", "")}${name}`);
    });

/** `TCP: inuse 1 orphan 0` */
const labelled: ReadNames = (text) =>
  lines(text).flatMap((line) => {
    const [group = "", ...pairs] = words(line);
    return pairs.filter((_, index) => index % 2 === 0).map((name) => `${group.replace(":", "")} ${name}`);
  });

const firstWords: ReadNames = (text) => lines(text).map((line) => words(line)[0]?.replace(/:$/, "") ?? "");

/** `	Aver depth:     2.00`; the sizes of nodes, `2: 1`, and the titles of tables are no names. */
const trieNames: ReadNames = (text) =>
  lines(text).flatMap((line) => /^\s+([A-Z][A-Za-z ]+):\s+[\d.]+\s*(?:kB)?$/.exec(line)?.[1] ?? []);

/** Both lines of the header of /proc/net/dev. */
const devColumns: ReadNames = (text) => {
  const [, receive = "", transmit = ""] = (lines(text)[1] ?? "").split("|");
  return [...words(receive).map((name) => `Receive ${name}`), ...words(transmit).map((name) => `Transmit ${name}`)];
};

const networkLines: ReadNames = (text) => firstWords(text).filter((name) => name.startsWith("NET_"));

/** Every file whose fields are to be described, with the dump that does it. */
const files: readonly (readonly [file: string, dump: string, names: ReadNames])[] = [
  ["/proc/net/snmp", "snmp", pairedLines],
  ["/proc/net/netstat", "netstat", pairedLines],
  ["/proc/net/snmp6", "snmp6", firstWords],
  ["/proc/net/softnet_stat", "softnet_stat", positions],
  ["/proc/net/sockstat", "sockstat", labelled],
  ["/proc/net/sockstat6", "sockstat6", labelled],
  ["/proc/net/dev", "dev", devColumns],
  ["/proc/net/tcp", "tcp", headerWords],
  ["/proc/net/tcp6", "tcp6", headerWords],
  ["/proc/net/udp", "udp", headerWords],
  ["/proc/net/udp6", "udp6", headerWords],
  ["/proc/net/unix", "unix", headerWords],
  ["/proc/net/arp", "arp", headerColumns],
  ["/proc/net/route", "route", headerWords],
  ["/proc/net/fib_triestat", "fib_triestat", trieNames],
  ["/proc/net/igmp", "igmp", headerWords],
  ["/proc/net/protocols", "protocols", headerWords],
  ["/proc/net/ptype", "ptype", headerWords],
  ["/proc/net/stat/nf_conntrack", "stat_nf_conntrack", headerWords],
  ["/proc/net/stat/arp_cache", "stat_arp_cache", headerWords],
  ["/proc/net/stat/ndisc_cache", "stat_ndisc_cache", headerWords],
  ["/proc/net/stat/rt_cache", "stat_rt_cache", headerWords],
  ["/proc/softirqs", "softirqs", networkLines],
];
const statistics = ["/sys/class/net/lo/statistics", "net_statistics"] as const;

/** Compares the running kernel with what is described. */
export function measureCoverage(knowledge: Knowledge): Coverage {
  const keys = listKeys("net").map(({ key }) => key);
  const index = knowledge.dumps();
  const absentFiles: string[] = [];
  const fieldsWithout: string[] = [];
  let fields = 0;
  const compare = (file: string, dump: string, names: readonly string[]): void => {
    fields += names.length;
    // Numbers of ICMP types are one family.
    fieldsWithout.push(...names.filter((name) => index.find(`${dump}:${name}`).length === 0).map((name) => `${file}: ${name}`)); // prettier-ignore
  };
  for (const [file, dump, namesOf] of files) {
    if (!existsSync(file)) absentFiles.push(file);
    else compare(file, dump, namesOf(readFileSync(file, "utf8")));
  }
  const [folder, dump] = statistics;
  if (existsSync(folder)) compare(folder, dump, readdirSync(folder));
  else absentFiles.push(folder);
  return {
    keys: keys.length,
    keysWithout: keys.filter((key) => !knowledge.find(parseSysctlName(key))),
    fields,
    fieldsWithout,
    absentFiles,
  };
}
