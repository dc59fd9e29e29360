import type { Listener } from "../../documents/listeners";
import { escapeMarkdown } from "../../explain/markdown";
import { numbersOf } from "../judgedSetting";
import { nameOf, type FileSetting, type Machine } from "./machine";
import type { FileSummary } from "./summary";
import type { WorkspaceContext, WorkspaceRule } from "./workspaceRules";

/** Backlogs that services ask for and `__sys_listen` cuts to net.core.somaxconn. */
export const backlogs: WorkspaceRule = (machine, context, report) => {
  const somaxconn = machine.winnerOf("net.core.somaxconn");
  if (somaxconn === "unclear") return;
  const value = somaxconn?.setting.value ?? context.knowledge.defaultsOf(context.kernel)("net.core.somaxconn");
  const most = firstNumber(value);
  if (most === undefined) return;
  // A TuneD profile may raise it.
  if (!somaxconn && machine.summaries.some(setsSomaxconn)) return;
  // Without a line of this machine, nothing says on which one a file belongs.
  for (const file of somaxconn ? servicesOf(machine, context) : machine.summaries) {
    const largest = listenersOf(file, "backlog").reduce<Listener | undefined>(larger, undefined);
    if (!largest || largest.value <= most) continue;
    const values = { service: largest.service, file: escapeMarkdown(nameOf(file)), backlog: largest.value, somaxconn: most }; // prettier-ignore
    if (somaxconn) report(somaxconn.summary, "workspace/backlog-above-somaxconn", somaxconn.setting.span, values);
    else report(file, "workspace/backlog-above-default", largest.span, values);
  }
};

function setsSomaxconn({ settings }: FileSummary): boolean {
  return settings.some(({ key }) => key === "net.core.somaxconn");
}

function larger(a: Listener | undefined, b: Listener): Listener {
  return a && a.value >= b.value ? a : b;
}

/** Ports that services listen on inside the range from which the kernel takes ports by itself. */
export const listeningPorts: WorkspaceRule = (machine, context, report) => {
  const range = machine.winnerOf("net.ipv4.ip_local_port_range");
  const reserved = machine.winnerOf("net.ipv4.ip_local_reserved_ports");
  if (range === undefined || range === "unclear" || reserved === "unclear") return;
  const [first, last] = numbersOf(range.setting.value);
  if (first === undefined || last === undefined) return;
  const isReserved = rangesOf(reserved);
  for (const file of servicesOf(machine, context)) {
    const listeners = listenersOf(file, "port").filter(
      ({ value }) => first <= value && value <= last && !isReserved(value),
    );
    const [listener] = listeners;
    if (!listener) continue;
    report(range.summary, "workspace/ephemeral-port-listens", range.setting.span, {
      service: listener.service,
      file: escapeMarkdown(nameOf(file)),
      ports: [...new Set(listeners.map(({ value }) => value))].slice(0, 8).join(", "),
    });
  }
};

/** Whether a port stands in a list such as 8080,9000-9010. */
function rangesOf(reserved: FileSetting | undefined): (port: number) => boolean {
  const ranges = (reserved?.setting.value ?? "").split(",").map((item) => item.split("-").map(Number));
  return (port) => ranges.some(([low = NaN, high = low]) => low <= port && port <= high);
}

/** The files of services that run on the machine, or may do so. */
function servicesOf(machine: Machine, { homeless }: WorkspaceContext): readonly FileSummary[] {
  return [...machine.summaries, ...homeless.filter(({ file }) => !ofContainer.test(file))];
}

/** A service in a container has a network namespace of its own, with a somaxconn and ports of its own. */
const ofContainer = /docker|container|compose|k8s|kube|helm|charts?[/\\]/i;

function listenersOf({ listeners }: FileSummary, kind: Listener["kind"]): readonly Listener[] {
  return listeners.filter((listener) => listener.kind === kind);
}

function firstNumber(value: string | undefined): number | undefined {
  const number = value === undefined ? undefined : numbersOf(value)[0];
  return number === undefined ? undefined : Number(number);
}
