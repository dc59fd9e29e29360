/** Upper bounds of payloads with the truesize of their datagram, as 6.18 was seen to have them on 64-bit x86. */
const classes = [
  [197, 832],
  [645, 1280],
  [1669, 2304],
  [3717, 4352],
  [7813, 8448],
  [16_004, 16_640],
] as const;

const mostUnfragmented = 1472;

/** Bytes charged for a datagram; `undefined` for one in fragments, where no rule was measured. */
export function truesizeOf(payload: number, isLoopback: boolean): number | undefined {
  if (!isLoopback && payload > mostUnfragmented) return undefined;
  return classes.find(([most]) => payload <= most)?.[1] ?? payload + 832;
}
