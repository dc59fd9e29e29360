import { loadOrder, type LoadOrder, type MachineFile } from "../../documents/precedence";
import { holdsTemplate } from "../../writes/predictWrite";
import { wordsOf } from "../fileSettings";
import type { FileSummary, SummedSetting } from "./summary";

/** A setting in a file of a workspace. */
export interface FileSetting {
  readonly summary: FileSummary;
  readonly setting: SummedSetting;
}

/** The files of a workspace that belong to one machine, and what their sysctls come to. */
export interface Machine {
  readonly summaries: readonly FileSummary[];
  readonly systemd: LoadOrder;
  readonly procps: LoadOrder;
  summaryOf(file: MachineFile): FileSummary | undefined;
  /** Keys that files a loader reads set, wildcards and excluded keys left out. */
  keys(): Iterable<string>;
  /**
   * The lines that count in their files for a key, as a loader goes through them: the last one wins. Nothing where
   * one of them is a template, so that its value is not known here.
   */
  settingsOf(key: string, loader: "systemd" | "procps"): readonly FileSetting[];
  /** The line that counts in the end; "unclear" where loaders disagree or the value is not known here. */
  winnerOf(key: string): FileSetting | "unclear" | undefined;
}

/** The files of a workspace by the root of the machine they belong to; those that belong to none are left out. */
export function groupByMachine(summaries: readonly FileSummary[]): ReadonlyMap<string, readonly FileSummary[]> {
  const groups = new Map<string, FileSummary[]>();
  for (const summary of summaries) {
    if (!summary.machine) continue;
    const group = groups.get(summary.machine.root);
    if (group) group.push(summary);
    else groups.set(summary.machine.root, [summary]);
  }
  return groups;
}

/** A machine of its files. */
export function createMachine(summaries: readonly FileSummary[]): Machine {
  const files = summaries.flatMap(({ machine }) => machine ?? []);
  const byFile = new Map(summaries.map((summary) => [summary.file, summary]));
  const ordered = summaries.filter(isOrdered);
  const excluded = new Set(ordered.flatMap(({ exclusions }) => exclusions));
  const lines = new Map<string, Map<string, FileSetting>>();
  for (const summary of ordered) {
    for (const setting of summary.settings) {
      if (setting.isGlob || excluded.has(setting.key)) continue;
      const found = lines.get(setting.key) ?? new Map<string, FileSetting>();
      lines.set(setting.key, found.set(summary.file, { summary, setting }));
    }
  }
  const orders = { systemd: loadOrder(files, "systemd-sysctl"), procps: loadOrder(files, "sysctl --system") };
  const rankIn = { systemd: ranksOf(orders.systemd), procps: ranksOf(orders.procps) };

  function settingsOf(key: string, loader: "systemd" | "procps"): readonly FileSetting[] {
    const rankOf = ({ summary }: FileSetting): number => rankIn[loader].get(summary.file) ?? -1;
    const read = [...(lines.get(key)?.values() ?? [])].filter((one) => rankOf(one) >= 0);
    if (read.some(({ setting }) => holdsTemplate(setting.value))) return [];
    return read.sort((a, b) => rankOf(a) - rankOf(b));
  }

  return {
    summaries,
    ...orders,
    summaryOf: ({ file }) => byFile.get(file),
    keys: () => lines.keys(),
    settingsOf,
    winnerOf: (key) => {
      if (!lines.has(key)) return excluded.has(key) ? "unclear" : undefined;
      const winner = settingsOf(key, "systemd").at(-1);
      const other = settingsOf(key, "procps").at(-1);
      return winner && other && agree(winner, other) ? winner : "unclear";
    },
  };
}

function ranksOf({ applied }: LoadOrder): ReadonlyMap<string, number> {
  return new Map(applied.map(({ file }, rank) => [file, rank]));
}

/** Loaders of sysctl files read it, unless another of its name goes first. */
export function isOrdered({ machine, dialect }: FileSummary): boolean {
  return (machine?.kind === "sysctl.d" || machine?.kind === "sysctl.conf") && dialect === "sysctl.conf";
}

/** Whether two lines give their key the same value, however many spaces stand in it. */
export function agree(a: FileSetting, b: FileSetting): boolean {
  return a.setting.value === b.setting.value || wordsOf(a.setting.value) === wordsOf(b.setting.value);
}

/** How a message names a file: its place on the machine, else the end of its path. */
export function nameOf({ file, machine }: FileSummary): string {
  return machine?.path ?? file.split(/[/\\]/).slice(-3).join("/");
}
