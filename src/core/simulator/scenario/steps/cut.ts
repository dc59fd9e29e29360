import type { Step } from "./step";

/** From now on everything this host sends is lost on the way; it still receives. */
export interface CutSpec {
  readonly do: "cut";
}

export const cut: Step<CutSpec> = function* (_step, { host }) {
  const before = host.outputFilter;
  host.outputFilter = (skb) => {
    before?.(skb);
    return true;
  };
};
