import type { CopyCounts } from "../machine/copies";
import type { ContextTimes } from "../machine/cpu";
import type { SoftnetLine } from "../machine/machine";
import { Nic } from "../machine/nic";
import { found, ScenarioError } from "./parameters";
import type { Figure } from "./observe";
import type { Topology } from "./topology";

/** What is read of CPUs and cards. */
export type HardwareSpec =
  /** A column of softnet_stat: the sum, or one figure for each CPU. */
  | { readonly softnet: keyof SoftnetLine; readonly each?: boolean }
  /** Whole percent of the time so far that a CPU was in a context. */
  | { readonly cpuShare: keyof ContextTimes; readonly cpu: number }
  /** The first card of a host: all its queues together, or one figure for each. */
  | { readonly card: string; readonly field: QueueField | CardField; readonly each?: boolean }
  /** What `carry` steps of a host have cost. */
  | { readonly copies: string; readonly field: keyof Omit<CopyCounts, "countCopy" | "countDma"> };

type QueueField = "missed" | "interrupts" | "rxDmaTransfers" | "rxDmaBytes" | "meanWaitNs" | "inRing";
type CardField = "txDmaTransfers" | "txDmaBytes" | "inTransmitRing" | "byteLimit" | "byteLimitInFlight";

/** Whether something of the hardware is asked for. */
export function isHardware(spec: object): spec is HardwareSpec {
  return "softnet" in spec || "cpuShare" in spec || "card" in spec || "copies" in spec;
}

/** Reads one figure of CPUs or cards. */
export function observeHardware(spec: HardwareSpec, topology: Topology): Figure {
  const { machine } = topology;
  if ("softnet" in spec) {
    const { softnet } = spec;
    return spec.each ? machine.cpus.map((cpu) => machine.softnetOf(cpu)[softnet]) : machine.softnet[softnet];
  }
  if ("cpuShare" in spec) {
    const used = topology.cpu(spec.cpu).timesNs[spec.cpuShare];
    return machine.engine.nowNs === 0 ? 0 : Math.round((100 * used) / machine.engine.nowNs);
  }
  if ("copies" in spec) return topology.host(spec.copies).copies[spec.field];
  const nic = topology.host(spec.card).devices.find((device) => device instanceof Nic);
  return cardFigure(found(nic, `network card of ${spec.card}`), spec);
}

function cardFigure(nic: Nic, { field, each }: Extract<HardwareSpec, { card: string }>): Figure {
  const { transmitRing } = nic;
  switch (field) {
    case "txDmaTransfers":
      return transmitRing.dmaTransfers;
    case "txDmaBytes":
      return transmitRing.dmaBytes;
    case "inTransmitRing":
      return transmitRing.toSend + transmitRing.toClean;
    case "byteLimit":
      return transmitRing.byteLimit?.limit ?? 0;
    case "byteLimitInFlight":
      return transmitRing.byteLimit?.inFlight ?? 0;
    default: {
      const figures = nic.queues.map((queue) => queueFigure(queue, field));
      if (each) return figures;
      if (field === "meanWaitNs" && figures.length > 1) throw new ScenarioError("meanWaitNs: of each queue only");
      return figures.reduce((sum, figure) => sum + figure, 0);
    }
  }
}

function queueFigure(queue: Nic["queues"][number], field: QueueField): number {
  switch (field) {
    case "rxDmaTransfers":
      return queue.dmaTransfers;
    case "rxDmaBytes":
      return queue.dmaBytes;
    case "meanWaitNs":
      return Math.round(queue.meanWaitNs);
    case "inRing":
      return queue.received;
    default:
      return queue[field];
  }
}
