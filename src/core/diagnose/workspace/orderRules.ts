import { hasLink, type MachineFile } from "../../documents/precedence";
import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { matchesGlob } from "../../knowledge/sysctlName";
import { wordsOf } from "../fileSettings";
import type { MessageValues } from "../finding";
import { agree, nameOf, type FileSetting, type Machine } from "./machine";
import type { WorkspaceRule } from "./workspaceRules";

/** Keys that several files of a machine give different values: which one counts. */
export const conflicts: WorkspaceRule = (machine, { knowledge }, report) => {
  const files = machine.summaries.flatMap((summary) => summary.machine ?? []);
  for (const key of machine.keys()) {
    const lines = machine.settingsOf(key, "procps");
    const last = lines.at(-1);
    const lastOfSystemd = machine.settingsOf(key, "systemd").at(-1);
    if (!last || !lastOfSystemd || lines.every((line) => agree(line, last))) continue;
    if (!agree(last, lastOfSystemd)) {
      const values = { ...valuesOf(key, lastOfSystemd), ...valuesOf(key, last, "other") };
      for (const { summary, setting } of [last, lastOfSystemd]) report(summary, "workspace/loaders-disagree", setting.span, values); // prettier-ignore
      continue;
    }
    const isSure = last.summary.machine?.kind !== "sysctl.conf" || hasLink(files);
    const condition = isSure ? "" : knowledge.data.wording["workspace.ifLinked"];
    for (const line of lines) {
      const code = agree(line, last) ? undefined : codeOf(line, last);
      if (code !== undefined) report(line.summary, code, line.setting.span, { ...valuesOf(key, last), condition });
    }
  }
};

/** What to say of a line that another one overrides; nothing where a directory is meant to override the other. */
function codeOf(line: FileSetting, winner: FileSetting): string | undefined {
  const isVendors = isOfVendor(line.summary.machine);
  const winnerIsVendors = isOfVendor(winner.summary.machine);
  if (isVendors && !winnerIsVendors) return undefined;
  return winnerIsVendors && !isVendors ? "workspace/vendor-file-wins" : "workspace/overridden-elsewhere";
}

/** Packages put their files below /usr; /etc is for the administrator. */
function isOfVendor(file: MachineFile | undefined): boolean {
  return file?.directory === "usr/lib" || file?.directory === "lib";
}

function valuesOf(key: string, { summary, setting }: FileSetting, prefix = ""): MessageValues {
  return {
    key: escapeMarkdown(key),
    [`${prefix}file`]: escapeMarkdown(nameOf(summary)),
    [`${prefix}value`]: inlineCode(wordsOf(setting.value)),
  };
}

/** Files that no loader reads because another one has their name, while they set keys that nothing else sets. */
export const maskedFiles: WorkspaceRule = (machine, _context, report) => {
  const { hidden } = machine.systemd;
  if (hidden.size === 0) return;
  const isSet = keysSetOn(machine);
  for (const [file, by] of hidden) {
    const summary = machine.summaryOf(file);
    const replacement = machine.summaryOf(by);
    // An empty file is how a file of that name is switched off.
    if (!summary || !replacement || replacement.settings.length === 0 || by.kind !== "sysctl.d") continue;
    const lost = summary.settings.filter(({ key, isGlob }) => !isGlob && !isSet(key));
    const [first] = lost;
    if (!first) continue;
    report(summary, "workspace/masked-file", first.span, {
      file: escapeMarkdown(nameOf(replacement)),
      key: escapeMarkdown(first.key),
      count: new Set(lost.map(({ key }) => key)).size,
    });
  }
};

/** Whether some file that loaders read sets a key, itself or with wildcards. */
function keysSetOn(machine: Machine): (key: string) => boolean {
  const applied = [...machine.procps.applied, ...machine.systemd.applied];
  const settings = applied.flatMap((file) => machine.summaryOf(file)?.settings ?? []);
  const keys = new Set(settings.map(({ key }) => key));
  const globs = settings.filter(({ isGlob }) => isGlob).map(({ key }) => key.split("."));
  return (key) => {
    const segments = key.split(".");
    const matches = (glob: readonly string[]): boolean =>
      glob.length === segments.length && glob.every((pattern, i) => matchesGlob(pattern, segments[i] ?? ""));
    return keys.has(key) || globs.some(matches);
  };
}
