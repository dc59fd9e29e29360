import { accept, type AcceptSpec } from "./accept";
import { close, type CloseSpec } from "./close";
import { connect, type ConnectSpec } from "./connect";
import { connectUntilRefused, type ConnectUntilRefusedSpec } from "./connectUntilRefused";
import { count, type CountSpec } from "./count";
import { halfOpen, type HalfOpenSpec } from "./halfOpen";
import { loseAcks, type LoseAcksSpec } from "./loseAcks";
import { read, type ReadSpec } from "./read";
import { send, type SendSpec } from "./send";
import type { Step } from "./step";
import { wait, type WaitSpec } from "./wait";

/** One step of a thread. */
export type StepSpec =
  | SendSpec
  | ReadSpec
  | ConnectSpec
  | ConnectUntilRefusedSpec
  | CloseSpec
  | CountSpec
  | HalfOpenSpec
  | AcceptSpec
  | LoseAcksSpec
  | WaitSpec; // prettier-ignore

/** What an application can do, by the word of a scenario. */
export const steps: { readonly [Name in StepSpec["do"]]: Step<Extract<StepSpec, { do: Name }>> } = {
  send,
  read,
  connect,
  "connect-until-refused": connectUntilRefused,
  close,
  count,
  "half-open": halfOpen,
  accept,
  "lose-acks": loseAcks,
  wait,
};
