import type { NetDevice } from "../machine/netDevice";
import { FifoQdisc } from "../machine/qdisc/fifo";
import { defaultFqLimits, FqQdisc } from "../machine/qdisc/fq";
import { PfifoFastQdisc } from "../machine/qdisc/pfifoFast";
import type { Qdisc } from "../machine/qdisc/qdisc";
import { TbfQdisc } from "../machine/qdisc/tbf";
import { ScenarioError, type Parameters } from "./parameters";
import type { QdiscSpec } from "./types";

/** The queueing discipline a scenario puts at a device; `undefined` is `noqueue`. */
export function newQdisc(spec: QdiscSpec, device: NetDevice, parameters: Parameters): Qdisc | undefined {
  const kind = parameters.resolve(spec.kind);
  const [limit, rateBits] = [parameters.number(spec.limit), parameters.number(spec.rateBits)];
  if (kind === "noqueue") return undefined;
  const queue = newQueue(kind, limit, device);
  if (rateBits === 0 && kind !== "tbf") return queue;
  if (rateBits < 8) throw new ScenarioError("rateBits: a tbf needs at least 8 bits a second");
  const { machine, cpu } = device.host;
  const wake = (): void => device.runQdisc(cpu);
  return new TbfQdisc(machine.engine, queue, rateBits, parameters.number(spec.burstBytes), wake);
}

/** The one `net.core.default_qdisc` names, as a card gets it when it comes up (`attach_one_default_qdisc`). */
export function defaultQdisc(device: NetDevice, txQueueLength: number): Qdisc {
  const kind = device.host.sysctls.text("net.core.default_qdisc");
  if (kind === "fq") return newQueue("fq", defaultFqLimits.limit, device);
  // What is not modelled, fq_codel among it, is a queue in order of priority here.
  return newQueue(kind === "pfifo" ? "pfifo" : "pfifo_fast", txQueueLength, device);
}

function newQueue(kind: "pfifo" | "bfifo" | "tbf" | "pfifo_fast" | "fq", limit: number, device: NetDevice): Qdisc {
  const { machine } = device.host;
  switch (kind) {
    case "pfifo_fast":
      return new PfifoFastQdisc(limit);
    case "fq":
      return new FqQdisc(machine.engine, machine.hashSeed, device.mtu, machine.rules.fqHasFastPath, {
        ...defaultFqLimits,
        limit,
      });
    default:
      return new FifoQdisc(kind === "pfifo" ? "pfifo" : "bfifo", limit, device.mtu);
  }
}
