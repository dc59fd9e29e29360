/** How long something took, over a whole run. */
export interface Latency {
  /** `server udp:9000`: from the wire, or from the sender on the same machine, to the application. `clients`: the requests of a step, on all hosts. */
  readonly what: string;
  readonly count: number;
  /** Nanoseconds that so many per cent did not exceed; the last is the slowest. */
  readonly percentiles: readonly (readonly [percent: number, ns: number])[];
}

const shownPercents = [50, 90, 99, 99.9] as const;
/** Classes for each doubling: within 3 per cent. */
const perOctave = 24;
const octaves = 48;
const mostKinds = 64;

/** Counts times in classes, so that a million of them take no more memory than one. */
class Histogram {
  private readonly classes = new Uint32Array(perOctave * octaves);
  private count = 0;
  private longest = 0;

  add(ns: number): void {
    this.count++;
    this.longest = Math.max(this.longest, ns);
    const at = ns < 1 ? 0 : Math.min(this.classes.length - 1, Math.ceil(Math.log2(ns) * perOctave));
    this.classes[at] = (this.classes[at] ?? 0) + 1;
  }

  read(what: string): Latency {
    const { count, longest } = this;
    const percentiles = shownPercents.map((percent) => [percent, Math.min(longest, this.upTo((count * percent) / 100))] as const); // prettier-ignore
    return { what, count, percentiles: [...percentiles, [100, longest]] };
  }

  /** The upper end of the class in which the count is reached. */
  private upTo(wanted: number): number {
    let seen = 0;
    const at = this.classes.findIndex((count) => (seen += count) >= wanted);
    return Math.round(2 ** (at / perOctave));
  }
}

/** The latencies of a run, by what they are of. */
export class LatencyRecorder {
  private readonly all = new Map<string, Histogram>();

  /** Of more kinds than anybody looks at, the first. */
  add(what: string, ns: number): void {
    let histogram = this.all.get(what);
    if (!histogram) {
      if (this.all.size >= mostKinds) return;
      histogram = new Histogram();
      this.all.set(what, histogram);
    }
    histogram.add(ns);
  }

  read(): Latency[] {
    return [...this.all].map(([what, histogram]) => histogram.read(what));
  }
}
