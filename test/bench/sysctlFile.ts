import type { Knowledge } from "../../src/core/knowledge/knowledge";
import { random } from "./measure";

/** A file as people write them: comments, blank lines, all described keys with changing values. */
export function makeSysctlFile(knowledge: Knowledge, lineCount: number): string {
  const next = random(1);
  // A file that sets keys nobody can write is taken for what sysctl -a printed.
  const sysctls = knowledge.data.sysctls.filter(({ value }) => !value.readOnly);
  const lines: string[] = [];
  while (lines.length < lineCount) {
    const entry = sysctls[Math.floor(next() * sysctls.length)];
    const kind = next();
    if (!entry || kind < 0.1) lines.push("");
    else if (kind < 0.3) lines.push(`# ${entry.summary}`);
    else lines.push(`${entry.name.replace("*", "eth0")} = ${entry.value.default ?? Math.floor(next() * 1e6)}`);
  }
  return lines.join("\n");
}
