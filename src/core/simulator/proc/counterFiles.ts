import type { Host } from "../machine/host";
import type { ProcLayout } from "./layout";

type Groups = Readonly<Record<string, string>>;

/** `/proc/net/snmp`: for each group a line of names over a line of figures (`snmp_seq_show`). */
export function snmp(host: Host, layout: ProcLayout): string {
  return pairedLines(layout.snmp, host, layout);
}

/** `/proc/net/netstat` (`netstat_seq_show`). */
export function netstat(host: Host, layout: ProcLayout): string {
  return pairedLines(layout.netstat, host, layout);
}

/** `nstat -az`: every counter since the start, and a rate that is not known (iproute2, misc/nstat.c). */
export function nstat(host: Host, layout: ProcLayout): string {
  const leftOut = new Set(layout.notInNstat.split(" "));
  const lines = Object.entries({ ...layout.snmp, ...layout.netstat }).flatMap(([group, names]) =>
    names
      .split(" ")
      .filter((name) => !leftOut.has(`${group}.${name}`))
      .map((name) => `${`${group}${name}`.padEnd(32)}${String(figure(host, layout, group, name)).padEnd(16)}   0.0\n`),
  );
  return `#kernel\n${lines.join("")}`;
}

function pairedLines(groups: Groups, host: Host, layout: ProcLayout): string {
  return Object.entries(groups)
    .map(([group, names]) => {
      const figures = names.split(" ").map((name) => figure(host, layout, group, name));
      return `${group}: ${names}\n${group}: ${figures.join(" ")}\n`;
    })
    .join("");
}

/** What the host counts, 0 for what it does not. */
function figure(host: Host, { constants }: ProcLayout, group: string, name: string): number {
  const full = `${group}.${name}`;
  if (full === "Ip.Forwarding") return host.sysctl("net.ipv4.ip_forward") === 1 ? 1 : 2;
  const counters: Readonly<Record<string, number>> = host.counters;
  return constants[full] ?? counters[full] ?? 0;
}
