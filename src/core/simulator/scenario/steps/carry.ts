import { wayOf, type CarryMode, type CarryPath } from "../../machine/copies";
import { ipHeaderBytes, linkHeaderBytes } from "../../machine/skbuff";
import { ScenarioError, type Ref } from "../parameters";
import type { Step } from "./step";

/** Moves bytes in one of the ways there are, and counts copies and DMA. */
export interface CarrySpec {
  readonly do: "carry";
  readonly mode: Ref<CarryMode>;
  readonly path?: Ref<CarryPath>;
  readonly bytes: Ref<number>;
  /** Bytes of each system call. */
  readonly callBytes?: Ref<number>;
}

const mtu = 1500;
const tcpHeaderBytes = 32; // with timestamps

export const carry: Step<CarrySpec> = function* (step, { host, parameters }) {
  const mode = parameters.resolve(step.mode);
  const way = wayOf(mode, parameters.resolve(step.path ?? "nic"));
  if (!way) throw new ScenarioError(`carry: ${mode} needs a network card`);
  const callBytes = parameters.resolve(step.callBytes) ?? 65_536;
  if (callBytes < 1) throw new ScenarioError("callBytes: 1 or more is needed");
  const headers = ipHeaderBytes + tcpHeaderBytes;
  const { copies } = host;
  const { systemCallNs, copyNsPerKib } = host.machine.costs;
  for (let left = parameters.number(step.bytes); left > 0; left -= callBytes) {
    const bytes = Math.min(left, callBytes);
    copies.systemCalls += way.calls;
    let costNs = way.calls * systemCallNs;
    for (const { by } of way.moves) {
      if (by === "dma") {
        copies.countDma(bytes, mtu - headers, headers + linkHeaderBytes);
      } else {
        copies.countCopy(bytes);
        costNs += Math.ceil((bytes * copyNsPerKib) / 1024);
      }
    }
    yield costNs;
  }
};
