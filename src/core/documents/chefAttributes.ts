import { longestValue, wholeKey } from "./mentions";
import type { Span } from "./sysctlConf";

/** A key written as nested attributes, `default['sysctl']['params']['vm']['swappiness'] = 0`. */
export interface ChefAttribute {
  readonly name: string;
  /** From the first bracket of the name to the last. */
  readonly key: Span;
  readonly value: Span;
}

const attribute =
  /^\s*[\w.]+(?:\[(?:["'][\w-]+["']|:\w+)\])*?\[(?:["']sysctl["']|:sysctl)\](?:\[(?:["']params["']|:params)\])?((?:\[(?:["'][\w.*/-]+["']|:\w+)\]){2,})\s*=(?!=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'#;][^"'#;]*?))\s*(?:$|[#;]|\b(?:if|unless)\b)/d;

/** The nested attribute a line of Ruby sets; `undefined` where it sets none, or one with its name in one piece. */
export function findChefAttribute(line: string): ChefAttribute | undefined {
  if (line.length > longestValue || !line.includes("sysctl")) return undefined;
  const { indices } = attribute.exec(line) ?? {};
  const at = indices?.[2] ?? indices?.[3] ?? indices?.[4];
  if (!indices?.[1] || !at) return undefined;
  const [start, end] = indices[1];
  const parts = line.slice(start + 1, end - 1).split("][");
  const name = parts.map((part) => part.replace(/^:|["']/g, "")).join(".");
  if (wholeKey(name) === undefined) return undefined;
  return { name, key: { start, end }, value: { start: at[0], end: at[1] } };
}
