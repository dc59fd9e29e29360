import * as vscode from "vscode";
import { dependenceOn, scenariosOf } from "../../core/simulation/dependencies";
import type { FileSetting } from "../../core/simulation/settings";
import type { Opening, ScenarioLibrary } from "../../core/simulator/scenario/types";
import type { PanelSpec } from "../../protocol/simulatorPanel";
import { RefusedRun } from "./simulator";

/** What the command may be called with; what is left out has a sensible default. */
export interface OpenSimulatorArgs {
  /** An id, or the address of a file that holds a scenario. */
  readonly scenario?: string;
  /** Parameters, as written. */
  readonly set?: Readonly<Record<string, string>>;
  /** Parameters of a second run beside the first. */
  readonly change?: Readonly<Record<string, string>>;
  /** The address of a file whose settings are used. */
  readonly file?: string;
  /** A key the scenario has to depend on. */
  readonly key?: string;
}

/** The arguments as somebody gave them: a link, a menu, another extension. Throws `RefusedRun` for what makes no sense. */
export function readArgs(value: unknown): OpenSimulatorArgs {
  if (value instanceof vscode.Uri) return { file: value.toString() };
  if (typeof value !== "object" || value === null) return {};
  const given = value as Readonly<Record<keyof OpenSimulatorArgs, unknown>>;
  const [scenario, file, key] = [given.scenario, given.file, given.key].map(textOf);
  const [set, change] = [given.set, given.change].map(textsOf);
  return {
    ...(scenario !== undefined && { scenario }),
    ...(file !== undefined && { file }),
    ...(key !== undefined && { key }),
    ...(set && { set }),
    ...(change && { change }),
  };
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw new RefusedRun(vscode.l10n.t("The simulator was called with arguments that make no sense."));
}

function textsOf(value: unknown): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord) textOf(value ?? 0);
  return Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, textOf(one) ?? ""]));
}

/** What the panel shows for arguments, where `lines` are what the file sets to something else than the kernel does. */
export function specOf(
  { scenario, set, change = {}, file, key }: OpenSimulatorArgs,
  lines: readonly FileSetting[],
  library: ScenarioLibrary,
): PanelSpec {
  const openingOf = (name: string): Opening | undefined =>
    library.openings && Object.hasOwn(library.openings, name) ? library.openings[name] : undefined;
  const opening = key === undefined ? firstOf(lines, ({ name }) => openingOf(name)) : openingOf(key);
  const chosen = scenario ?? opening?.scenario ?? scenarioFor(key, lines, library);
  const ofOpening = opening?.scenario === chosen ? (opening.set ?? {}) : {};
  return { scenario: chosen, set: set ?? ofOpening, change, ...(file !== undefined && { file }) };
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where nobody has chosen: what depends on the key, else what depends on most of the file, else the first. */
function scenarioFor(key: string | undefined, lines: readonly FileSetting[], library: ScenarioLibrary): string {
  const [first] = key === undefined ? [] : scenariosOf(library, key);
  const keys = new Set(lines.map(({ name }) => name));
  const ranked = library.scenarios.map((one) => {
    const { chosen, asked } = dependenceOn(keys, library, one);
    return { one, rank: 1000 * chosen.length + asked.length };
  });
  const best = ranked.reduce<(typeof ranked)[number] | undefined>((a, b) => (a && a.rank >= b.rank ? a : b), undefined);
  return (first ?? best?.one)?.id ?? "accept-queue";
}
