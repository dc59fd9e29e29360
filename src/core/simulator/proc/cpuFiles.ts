import type { Machine } from "../machine/machine";
import type { ProcLayout } from "./layout";

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");

/** `/proc/net/softnet_stat`: a line for each CPU (`softnet_seq_show`). */
export function softnetStat(machine: Machine): string {
  return machine.cpus
    .map((cpu) => {
      const { softirq, number } = cpu;
      const backlog = machine.backlogOf(cpu);
      const columns = [
        softirq.processed, backlog.dropped, softirq.timeSqueeze, 0, 0, 0, 0, 0, 0, softirq.receivedRps, backlog.flowLimitCount,
        backlog.length, number, backlog.inputLength, backlog.processLength,
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
