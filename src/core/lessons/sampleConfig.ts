import { stripMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { parseSysctlName } from "../knowledge/sysctlName";

/** A sysctl.conf with the keys of a lesson as they stand on a machine nobody tuned, and the line of one of them, from 0. */
export function sampleConfig(
  title: string,
  keys: readonly string[],
  shown: string,
  knowledge: Knowledge,
): { readonly text: string; readonly line: number } {
  const defaultOf = knowledge.defaultsOf(knowledge.data.newestKernel);
  const lines = [`# ${title}`];
  let line = 0;
  for (const pattern of keys) {
    // Of a family, what new interfaces begin with.
    const key = pattern.replaceAll("*", "default");
    const entry = knowledge.find(parseSysctlName(pattern));
    const value = defaultOf(key);
    lines.push("", `# ${stripMarkdown(entry?.summary ?? "").replace(/\s+/g, " ")}`);
    if (pattern === shown) line = lines.length;
    lines.push(value === undefined ? `# ${key} = ` : `${key} = ${value}`);
  }
  return { text: `${lines.join("\n")}\n`, line };
}
