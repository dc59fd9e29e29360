import type { Host } from "../machine/host";
import type { Machine } from "../machine/machine";
import { Nic } from "../machine/nic";
import type { ProcLayout } from "./layout";

/** Where the numbers of devices begin on a PC. */
const firstInterrupt = 24;

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");

/** `/proc/net/softnet_stat`: a line for each CPU (`softnet_seq_show`). */
export function softnetStat(machine: Machine): string {
  return machine.cpus
    .map((cpu) => {
      const backlog = machine.backlogOf(cpu);
      const { processed, dropped, timeSqueeze, receivedRps, flowLimitCount, backlogLength } = machine.softnetOf(cpu);
      const columns = [
        processed, dropped, timeSqueeze, 0, 0, 0, 0, 0, 0, receivedRps, flowLimitCount,
        backlogLength, cpu.number, backlog.inputLength, backlog.processLength,
      ]; // prettier-ignore
      return `${columns.map(hex).join(" ")}\n`;
    })
    .join("");
}

/** `/proc/softirqs`: how often each softirq was handled, by CPU (`show_softirqs`). */
export function softirqs({ cpus }: Machine, { softirqs: names }: ProcLayout): string {
  const header = " ".repeat(20) + cpus.map(({ number }) => `CPU${String(number).padEnd(8)}`).join("");
  const rows = names.map((name) => {
    const figures = cpus.map(({ softirq }) => ` ${String(name === "NET_RX" ? softirq.runs : 0).padStart(10)}`);
    return `${name.padStart(12)}:${figures.join("")}\n`;
  });
  return `${header}\n${rows.join("")}`;
}

/** `/proc/interrupts`: a line for each queue of a network card, under the CPU it interrupts (`show_interrupts`). */
export function interrupts({ cpus }: Machine, hosts: readonly Host[]): string {
  const header = `${" ".repeat(11)}${cpus.map(({ number }) => `CPU${number}       `).join("")}\n`;
  const cards = hosts.flatMap(({ devices }) => devices.filter((device) => device instanceof Nic));
  const queues = cards.flatMap((card) => card.queues.map((queue, at) => ({ queue, name: `${card.name}-TxRx-${at}` })));
  const rows = queues.map(({ queue, name }, at) => {
    const counts = cpus.map((cpu) => ` ${String(queue.cpu === cpu ? queue.interrupts : 0).padStart(10)}`);
    return `${String(firstInterrupt + at).padStart(3)}:${counts.join("")}  PCI-MSIX-0000:00:03.0 ${String(at).padStart(3)}-edge      ${name}\n`;
  });
  return header + rows.join("");
}
