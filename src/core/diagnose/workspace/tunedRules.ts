import { escapeMarkdown, inlineCode } from "../../explain/markdown";
import { wordsOf } from "../fileSettings";
import { holdsTemplate } from "../../writes/predictWrite";
import { agree, nameOf, type FileSetting, type Machine } from "./machine";
import type { WorkspaceRule } from "./workspaceRules";

/**
 * Keys that a TuneD profile and a sysctl file set. TuneD writes its own values and then, unless `reapply_sysctl` is
 * off, those of /run/sysctl.d, /etc/sysctl.d and /etc/sysctl.conf again (`_apply_system_sysctl` in
 * plugin_sysctl.py).
 */
export const tunedProfiles: WorkspaceRule = (machine, _context, report) => {
  const reapplies = machine.summaries.find((summary) => summary.reapplies !== undefined)?.reapplies ?? true;
  for (const summary of machine.summaries) {
    if (summary.machine?.kind !== "tuned" || summary.dialect !== "tuned") continue;
    for (const setting of summary.settings) {
      const inProfile = { summary, setting };
      const inFile = lastReapplied(machine, setting.key);
      if (!inFile || holdsTemplate(setting.value) || agree(inProfile, inFile)) continue;
      const [loser, winner] = reapplies ? [inProfile, inFile] : [inFile, inProfile];
      report(
        loser.summary,
        reapplies ? "workspace/tuned-overridden" : "workspace/tuned-overrides",
        loser.setting.span,
        {
          key: escapeMarkdown(setting.key),
          profile: escapeMarkdown(summary.machine.name),
          file: escapeMarkdown(nameOf(winner.summary)),
          value: inlineCode(wordsOf(winner.setting.value)),
        },
      );
    }
  }
};

/** The line whose value TuneD would write again. It takes a `-` for part of the key, and does not read /usr. */
function lastReapplied(machine: Machine, key: string): FileSetting | undefined {
  return machine
    .settingsOf(key, "procps")
    .filter(({ summary, setting }) => !setting.ignoresErrors && /^(?:etc|run)$/.test(summary.machine?.directory ?? ""))
    .at(-1);
}
