import { stripMarkdown } from "../explain/markdown";
import type { Knowledge } from "../knowledge/knowledge";
import { entryAt } from "../knowledge/kernelVersion";
import { parseSysctlName } from "../knowledge/sysctlName";
import type { KernelVersion } from "../knowledge/types";

/** A key that can be set, in dotted form. */
export interface SettableKey {
  readonly name: string;
  /** Its summary as plain text. */
  readonly summary: string;
  /** From 0 for the key set most often; keys nobody was seen to set share the last. */
  readonly rank: number;
}

/**
 * The keys of a kernel that can be written. Of a family these are the members every machine has, and the one that
 * `directories`, the directories typed so far, lead to: `net.ipv4.conf.eth0`.
 */
export function* settableKeys(
  knowledge: Knowledge,
  kernel: KernelVersion,
  directories: readonly string[] = [],
): Generator<SettableKey, undefined> {
  const used = new Map(knowledge.data.keysByUse.map((key, rank) => [key, rank]));
  const members = knowledge.data.sysctls.flatMap(({ name }) => membersOf(name, directories));
  for (const name of new Set([...used.keys(), ...members])) {
    const entry = knowledge.find(parseSysctlName(name));
    if (!entry || entry.value.readOnly || entryAt(entry, kernel).presence.status !== "present") continue;
    yield { name, summary: stripMarkdown(entry.summary), rank: used.get(name) ?? used.size };
  }
}

/** The directories in a name of which the last part is still to come, in either notation. */
export function directoriesOf(typed: string): readonly string[] {
  const end = Math.max(typed.lastIndexOf("."), typed.lastIndexOf("/"));
  return end <= 0 ? [] : parseSysctlName(typed.slice(0, end)).segments;
}

function membersOf(name: string, directories: readonly string[]): readonly string[] {
  if (!name.includes("*")) return [name];
  const place = name.split(".").indexOf("*");
  const begun = directories[place];
  const leadsHere = directories.slice(0, place).join(".") === name.split(".").slice(0, place).join(".");
  // A dot inside the name of an interface changes places with the separator.
  if (begun !== undefined && leadsHere) return [name.replace("*", begun.replaceAll(".", "/"))];
  return /\.(?:conf|neigh)\.\*\./.test(name) ? ["all", "default"].map((member) => name.replace("*", member)) : [];
}
