import { accept, type AcceptSpec } from "./accept";
import { awaitFailure, type AwaitFailureSpec } from "./awaitFailure";
import { close, type CloseSpec } from "./close";
import { connect, type ConnectSpec } from "./connect";
import { carry, type CarrySpec } from "./carry";
import { compute, type ComputeSpec } from "./compute";
import { connectUntilRefused, type ConnectUntilRefusedSpec } from "./connectUntilRefused";
import { count, type CountSpec } from "./count";
import { flood, type FloodSpec } from "./flood";
import { cut, type CutSpec } from "./cut";
import { drain, type DrainSpec } from "./drain";
import { fill, type FillSpec } from "./fill";
import { fillConntrack, type FillConntrackSpec } from "./fillConntrack";
import { halfOpen, type HalfOpenSpec } from "./halfOpen";
import { loseAcks, type LoseAcksSpec } from "./loseAcks";
import { lose, type LoseSpec } from "./lose";
import { mark, type MarkSpec } from "./mark";
import { read, type ReadSpec } from "./read";
import { request, type RequestSpec } from "./request";
import { send, type SendSpec } from "./send";
import { serve, type ServeSpec } from "./serve";
import { stream, type StreamSpec } from "./stream";
import type { Step } from "./step";
import { until, type UntilSpec } from "./until";
import { wait, type WaitSpec } from "./wait";
import { watch, type WatchSpec } from "./watch";
import { write, type WriteSpec } from "./write";

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
  | RequestSpec
  | StreamSpec
  | DrainSpec
  | LoseSpec
  | ServeSpec
  | FloodSpec
  | ComputeSpec
  | CarrySpec
  | FillConntrackSpec
  | WaitSpec
  | CutSpec
  | WatchSpec
  | MarkSpec
  | FillSpec
  | WriteSpec
  | AwaitFailureSpec
  | UntilSpec; // prettier-ignore

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
  request,
  stream,
  drain,
  lose,
  serve,
  flood,
  compute,
  carry,
  "fill-conntrack": fillConntrack,
  wait,
  cut,
  watch,
  mark,
  fill,
  write,
  "await-failure": awaitFailure,
  until,
};
