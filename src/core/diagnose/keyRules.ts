import { escapeMarkdown } from "../explain/markdown";
import type { SysctlName } from "../knowledge/sysctlName";
import { fill } from "../knowledge/wording";
import type { ReportPart, RuleContext } from "./judgedSetting";
import type { Subject } from "./subject";

/** Keys of these trees are all listed, so a name that is not listed does not exist on the kernels covered. */
const completeTrees = new Set(["net"]);

/** Judges the key of a line, whatever its value is. */
export function judgeKey(subject: Subject, context: RuleContext, report: ReportPart): void {
  if (subject.kind === "unknown") judgeUnknownKey(subject.name, context, report);
  if (subject.kind !== "described" || subject.presence.status === "present") return;
  const { status, change } = subject.presence;
  const { kernel } = context;
  const values = { key: escapeMarkdown(subject.name.dotted), since: change.kernel, kernel };
  report(status === "removed" ? "sysctl/removed-key" : "sysctl/not-yet-key", "key", values);
}

function judgeUnknownKey(name: SysctlName, { knowledge, kernel, dialect }: RuleContext, report: ReportPart): void {
  // Elsewhere a dotted name below no directory of the kernel is something else.
  if (dialect === "embedded" && !knowledge.hasTreeOf(name)) return;
  const close = knowledge.nearest(name);
  const isListed = completeTrees.has(name.segments[0] ?? "") && knowledge.boundsHold(kernel);
  if (close.length === 0 && !isListed) return;
  const suggestion =
    close.length > 0 ? fill(knowledge.data.wording["suggestion"], { keys: close.map(escapeMarkdown).join(", ") }) : "";
  report("sysctl/unknown-key", "key", { key: escapeMarkdown(name.dotted), suggestion });
}
