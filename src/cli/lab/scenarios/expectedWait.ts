import type { Values } from "../parameters";

const firstSynRtoSeconds = 1;
/** TCP_RTO_MIN and a tick: what a connection without delays waits for an acknowledgement. */
const leastRtoSeconds = 0.204;

/** About how many seconds a case of `timeouts` takes with its settings, so that nobody waits for hours by mistake. */
export function expectedSeconds(values: Values): number {
  const setting = (name: string): number => Number(values[`net.ipv4.tcp_${name}`] ?? 0);
  const mostSeconds = (setting("rto_max_ms") || 120_000) / 1000;
  switch (values["kind"]) {
    case "connect": {
      const retries = setting("syn_retries");
      const waits = backOff(firstSynRtoSeconds, mostSeconds, setting("syn_linear_timeouts"));
      return firstExpiry(waits, backOffSum(retries, firstSynRtoSeconds, mostSeconds));
    }
    case "synack":
      return backOffSum(setting("synack_retries"), firstSynRtoSeconds, mostSeconds);
    case "data": {
      // Counted from the first retransmission, after which the wait has doubled already.
      const waits = backOff(2 * leastRtoSeconds, mostSeconds, 0);
      return 2 * leastRtoSeconds + firstExpiry(waits, backOffSum(setting("retries2"), 0.2, mostSeconds));
    }
    default:
      return setting("keepalive_time") + setting("keepalive_probes") * setting("keepalive_intvl");
  }
}

/** Waits that double after the first `linear`, up to a bound. */
function* backOff(first: number, most: number, linear: number): Generator<number, never> {
  for (let wait = Math.min(first, most), count = 0; ; count++) {
    yield wait;
    if (count >= linear) wait = Math.min(2 * wait, most);
  }
}

/** tcp_model_timeout: the sum of the first wait and of `retries` that double, up to a bound. */
function backOffSum(retries: number, first: number, most: number): number {
  const doublings = Math.min(retries, Math.floor(Math.log2(most / first)));
  return (2 ** (doublings + 1) - 1) * first + (retries - doublings) * most;
}

/** The first end of a wait at which so much time has passed. */
function firstExpiry(waits: Iterable<number>, threshold: number): number {
  let elapsed = 0;
  for (const wait of waits) {
    elapsed += wait;
    if (elapsed >= threshold) break;
  }
  return elapsed;
}
