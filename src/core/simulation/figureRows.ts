import { groupDigits } from "../explain/figures";
import type { RunResult } from "../simulator/scenario/run";
import { isSame } from "./compareRuns";
import type { Study } from "./study";

/** A figure of two runs, for a table. */
export interface FigureRow {
  /** As tools and scenarios call it. */
  readonly name: string;
  /** Whose it is, where several have one. */
  readonly of?: string;
  readonly before: string;
  readonly after: string;
  /** How much more, of numbers that differ. */
  readonly change: string;
  readonly isChanged: boolean;
  /** Parameters that alone make the difference. */
  readonly because: readonly string[];
}

/** What the scenario observes, of both runs. */
export function observedRows({ before, after, causes }: Study): readonly FigureRow[] {
  return Object.entries(after.observed).map(([name, figure]) => {
    const because = Object.keys(causes).filter((cause) => Object.hasOwn(causes[cause] ?? {}, name));
    return rowOf({ name }, before?.observed[name], figure, because);
  });
}

/** All counters of hosts and CPUs that moved in either run. */
export function counterRows({ before, after }: Study): readonly FigureRow[] {
  const [old, now] = [before, after].map((run) => new Map((run?.timeline?.series ?? []).map((one) => [one.name, one.values.at(-1) ?? 0]))) as [Map<string, number>, Map<string, number>]; // prettier-ignore
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.flatMap((series): FigureRow[] => {
    const [, of = "", name = ""] = /^(.+?)\/((?:Ip|IpExt|Udp|Tcp|TcpExt|conntrack)\.[A-Z_a-z]\w*)$/.exec(series) ?? /^(cpu\d+)\.(softnet\.\w+)$/.exec(series) ?? []; // prettier-ignore
    if (of === "" || name === "conntrack.entries") return [];
    return [rowOf({ name, of }, before && (old.get(series) ?? 0), now.get(series) ?? 0, [])];
  });
}

type Figure = RunResult["observed"][string];

function rowOf(
  named: Pick<FigureRow, "name" | "of">,
  before: Figure | undefined,
  after: Figure,
  because: readonly string[],
): FigureRow {
  const difference = typeof before === "number" && typeof after === "number" ? after - before : 0;
  return {
    ...named,
    before: before === undefined ? "" : figureWords(before),
    after: figureWords(after),
    change: difference === 0 ? "" : `${difference > 0 ? "+" : "−"}${groupDigits(Math.abs(difference))}`,
    isChanged: before !== undefined && !isSame(before, after),
    because,
  };
}

/** A figure as plain text. */
export function figureWords(figure: Figure): string {
  if (typeof figure === "number") return groupDigits(figure);
  return typeof figure === "string" ? figure : figure.map((one) => groupDigits(one)).join(", ");
}
