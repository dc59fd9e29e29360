import type { RunResult } from "../simulator/scenario/run";

/** Which figure of a simulation a number in a lesson is: the address of a link such as `sim:burst.after.acceptQueue`. */
export interface FigureReference {
  readonly simulation: string;
  /** 0 for the first run, 1 for the changed one. */
  readonly run: 0 | 1;
  readonly kind: "observed" | "set" | "drops";
  /** Of an observed figure, a parameter or a place of drops. */
  readonly name: string;
}

/** Reads the address of a link; `undefined` where it is none of these. */
export function readFigureReference(address: string): FigureReference | undefined {
  const [, simulation, after, kind, name] = /^sim:([\w-]+)\.(after\.)?(set\.|drops\.)?(.+)$/.exec(address) ?? [];
  if (!simulation || !name) return undefined;
  return { simulation, run: after ? 1 : 0, kind: kind === "set." ? "set" : kind === "drops." ? "drops" : "observed", name }; // prettier-ignore
}

/** The figure a reference means, by the results of that simulation's runs; `undefined` where there is none. */
export function figureOf(
  { run, kind, name }: FigureReference,
  results: readonly RunResult[],
): number | string | undefined {
  const result = results[run];
  if (!result) return undefined;
  if (kind === "drops") return result.drops.find(({ place }) => place === name)?.count ?? 0;
  const figure = kind === "set" ? result.params[name] : result.observed[name];
  return typeof figure === "object" ? figure?.join(", ") : figure;
}

/** Whether a text states a figure: digits may be grouped, and a fraction rounded to the decimals that are shown. */
export function states(text: string, figure: number | string): boolean {
  if (typeof figure === "string") return text === figure;
  const plain = text.replaceAll(",", "");
  if (!/^\d+(?:\.\d+)?$/.test(plain)) return false;
  const decimals = plain.split(".")[1]?.length ?? 0;
  return Math.abs(Number(plain) - figure) <= (Number.isInteger(figure) && decimals === 0 ? 0 : 0.5000001 / 10 ** decimals); // prettier-ignore
}
