import type { Cpu } from "./cpu";
import { flowHash } from "./flowHash";
import type { SkBuff } from "./skbuff";

/** `rps_cpus` of a receive queue: the CPUs its packets are spread over by their flow (`struct rps_map`). */
export class RpsMap {
  constructor(
    private readonly cpus: readonly [Cpu, ...Cpu[]],
    private readonly seed: number,
  ) {}

  /** `get_rps_cpu` */
  cpuFor(skb: SkBuff): Cpu {
    return this.cpus[reciprocalScale(flowHash(skb, this.seed), this.cpus.length)] ?? this.cpus[0];
  }
}

/** `reciprocal_scale`: maps 32 bits evenly to 0 … range − 1, without a division. */
export function reciprocalScale(bits: number, range: number): number {
  return Math.floor((bits * range) / 2 ** 32);
}

/** The CPUs of a bit mask such as `rps_cpus` holds; those that do not exist are left out. */
export function cpusOfMask(mask: number, cpus: readonly Cpu[]): Cpu[] {
  return cpus.filter(({ number }) => Math.floor(mask / 2 ** number) % 2 === 1);
}
