import { secondsOf } from "./mark";
import type { Step } from "./step";

/** Notes from now on when TCP segments leave this host. */
export interface WatchSpec {
  readonly do: "watch";
  /** The result: a list of seconds. */
  readonly id: string;
}

export const watch: Step<WatchSpec> = function* ({ id }, { host, results }) {
  const times: number[] = [];
  results.set(id, times);
  const before = host.outputFilter;
  host.outputFilter = (skb) => {
    if (skb.packet.protocol === "tcp") times.push(secondsOf(host));
    return before?.(skb) ?? false;
  };
};
