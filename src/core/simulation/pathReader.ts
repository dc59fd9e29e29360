import type { DropPlace } from "../simulator/machine/counters";
import { dropSeries, type Station, type Vessel, type Way } from "../simulator/timeline/station";
import { valueAt, type Series, type Timeline } from "../simulator/timeline/timeline";

/** The path one way through one host. */
export interface PathRow {
  /** `server/receive`. */
  readonly id: string;
  readonly host: string;
  readonly way: Way;
}

/** How full a vessel is. */
export interface Level {
  readonly level: number;
  readonly limit: number | undefined;
}

/** Packets lost at a station so far. */
export interface Loss {
  readonly place: DropPlace;
  readonly count: number;
}

/** Rows shown unless the reader chooses others. */
const mostRows = 2;

/** Reads a recorded run at any time, for pictures. */
export class PathReader {
  private readonly series: ReadonlyMap<string, Series>;

  constructor(readonly timeline: Timeline) {
    this.series = new Map(timeline.series.map((one) => [one.name, one]));
  }

  /** Every way through every host something went. */
  get rows(): readonly PathRow[] {
    const rows = this.timeline.stations.filter((one) => this.isBusy(one)).map(({ host, way }) => ({ id: `${host}/${way}`, host, way })); // prettier-ignore
    return rows.filter(({ id }, at) => rows.findIndex((one) => one.id === id) === at);
  }

  stations({ host, way }: PathRow): readonly Station[] {
    return this.timeline.stations.filter((one) => one.host === host && one.way === way);
  }

  /** What a series shows at a time; of one that never changed, 0. */
  value(name: string, atNs: number): number {
    const series = this.series.get(name);
    return series ? valueAt(series, atNs) : 0;
  }

  find(name: string): Series | undefined {
    return this.series.get(name);
  }

  level({ level, limit, limitSeries }: Vessel, atNs: number): Level {
    const moving = limitSeries === undefined ? undefined : this.series.get(limitSeries);
    return { level: this.value(level, atNs), limit: moving ? valueAt(moving, atNs) : limit };
  }

  losses({ host, drops }: Station, atNs: number): readonly Loss[] {
    return drops.map((place) => ({ place, count: this.value(dropSeries(host, place), atNs) })).filter(({ count }) => count > 0);
  } // prettier-ignore

  /** Whether packets passed a station between two times. */
  isActive({ activity }: Station, fromNs: number, toNs: number): boolean {
    return activity.some((name) => this.value(name, toNs) > this.value(name, fromNs));
  }

  /** How tight it gets on a row: 2 and more where packets were lost, else how full the fullest vessel was. */
  tightness(row: PathRow): number {
    const of = this.stations(row).map((station) => {
      const lost = this.losses(station, this.timeline.endNs).reduce((sum, { count }) => sum + count, 0);
      const fills = station.vessels.map((vessel) => this.fullest(vessel));
      return lost > 0 ? 2 + Math.log10(lost) : Math.max(0, ...fills);
    });
    return Math.max(0, ...of);
  }

  private fullest({ level, limit, limitSeries }: Vessel): number {
    const series = this.series.get(level);
    if (!series) return 0;
    const most = series.values.reduce((a, b) => Math.max(a, b), 0);
    const limits = limitSeries === undefined ? undefined : this.series.get(limitSeries);
    const bound = limits ? limits.values.reduce((a, b) => Math.max(a, b), 0) : limit;
    return bound ? most / bound : 0;
  }

  /** Something went through it or waited in it. */
  private isBusy(station: Station): boolean {
    if (station.kind === "softirq" || station.kind === "application" || station.kind === "cpu-backlog") return false;
    const { endNs } = this.timeline;
    return station.vessels.some(({ level }) => this.series.has(level)) || this.isActive(station, -1, endNs) || this.value(station.activity[0] ?? "", endNs) > 0; // prettier-ignore
  }
}

/** The rows where it gets tightest in any of several runs, in the order of the path. */
export function tightRows(readers: readonly PathReader[]): readonly PathRow[] {
  const all = readers.flatMap(({ rows }) => rows);
  const rows = all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at);
  const tightness = new Map(rows.map((row) => [row.id, Math.max(...readers.map((reader) => reader.tightness(row)))]));
  const best = [...rows].sort((a, b) => (tightness.get(b.id) ?? 0) - (tightness.get(a.id) ?? 0));
  const isWorth = ({ id }: PathRow, at: number): boolean => at === 0 || (tightness.get(id) ?? 0) >= 2;
  const chosen = new Set(best.filter(isWorth).slice(0, mostRows).map(({ id }) => id)); // prettier-ignore
  return rows.filter(({ id }) => chosen.has(id));
}
