import { tcpFlag } from "../../machine/packet";
import type { Ref } from "../parameters";
import type { Step } from "./step";

/** Loses the ACKs of handshakes that this host sends, for that long. */
export interface LoseAcksSpec {
  readonly do: "lose-acks";
  readonly forNs: Ref<number>;
}

export const loseAcks: Step<LoseAcksSpec> = function* (step, { host, parameters }) {
  const { engine } = host.machine;
  const endNs = engine.nowNs + parameters.number(step.forNs);
  host.outputFilter = ({ packet }) => engine.nowNs < endNs && packet.protocol === "tcp" && packet.flags === tcpFlag.ACK;
};
