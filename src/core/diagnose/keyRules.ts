import type { Dialect } from "../documents/settings";
import { escapeMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import type { SysctlName } from "../knowledge/sysctlName";
import { fill } from "../knowledge/wording";
import type { ReportPart, RuleContext } from "./judgedSetting";
import type { Subject } from "./subject";

/** Keys of these trees are all listed, so a name that is not listed does not exist. */
const completeTrees = new Set(["net"]);

/** Judges the key of a line, whatever its value is. */
export function judgeKey(subject: Subject, { knowledge, kernel, dialect }: RuleContext, report: ReportPart): void {
  if (subject.kind === "unknown") judgeUnknownKey(knowledge, subject.name, dialect, report);
  if (subject.kind !== "described" || subject.presence.status === "present") return;
  const { status, change } = subject.presence;
  const values = { key: escapeMarkdown(subject.name.dotted), since: change.kernel, kernel };
  report(status === "removed" ? "sysctl/removed-key" : "sysctl/not-yet-key", "key", values);
}

function judgeUnknownKey(knowledge: Knowledge, name: SysctlName, dialect: Dialect, report: ReportPart): void {
  // Elsewhere a dotted name below no directory of the kernel is something else.
  if (dialect === "embedded" && !knowledge.hasTreeOf(name)) return;
  const close = knowledge.nearest(name);
  if (close.length === 0 && !completeTrees.has(name.segments[0] ?? "")) return;
  const suggestion =
    close.length > 0 ? fill(knowledge.data.wording["suggestion"], { keys: close.map(escapeMarkdown).join(", ") }) : "";
  report("sysctl/unknown-key", "key", { key: escapeMarkdown(name.dotted), suggestion });
}
