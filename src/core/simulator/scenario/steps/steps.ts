import { accept, type AcceptSpec } from "./accept";
import { connect, type ConnectSpec } from "./connect";
import { fillConntrack, type FillConntrackSpec } from "./fillConntrack";
import { carry, type CarrySpec } from "./carry";
import { compute, type ComputeSpec } from "./compute";
import { flood, type FloodSpec } from "./flood";
import { halfOpen, type HalfOpenSpec } from "./halfOpen";
import { loseAcks, type LoseAcksSpec } from "./loseAcks";
import { read, type ReadSpec } from "./read";
import { request, type RequestSpec } from "./request";
import { send, type SendSpec } from "./send";
import { serve, type ServeSpec } from "./serve";
import type { Step } from "./step";
import { wait, type WaitSpec } from "./wait";

/** One step of a thread. */
export type StepSpec =
  | SendSpec
  | ReadSpec
  | ConnectSpec
  | HalfOpenSpec
  | AcceptSpec
  | LoseAcksSpec
  | FillConntrackSpec
  | RequestSpec
  | ServeSpec
  | FloodSpec
  | ComputeSpec
  | CarrySpec
  | WaitSpec; // prettier-ignore

/** What an application can do, by the word of a scenario. */
export const steps: { readonly [Name in StepSpec["do"]]: Step<Extract<StepSpec, { do: Name }>> } = {
  send,
  read,
  connect,
  "half-open": halfOpen,
  accept,
  "lose-acks": loseAcks,
  "fill-conntrack": fillConntrack,
  request,
  serve,
  flood,
  compute,
  carry,
  wait,
};
