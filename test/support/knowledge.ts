import { readFileSync } from "node:fs";
import path from "node:path";
import { createKnowledge, loadKnowledge, type Knowledge } from "../../src/core/knowledge/knowledge";
import type { KnowledgeData, Language, SysctlEntry } from "../../src/core/knowledge/types";

/** The project's folder; the tests are started there. */
export const projectRoot = process.cwd();

const cache = new Map<Language, Knowledge>();

/** The real knowledge as the build compiled it. */
export function realKnowledge(language: Language = "en"): Knowledge {
  const known = cache.get(language);
  if (known) return known;
  const file = path.join(projectRoot, "dist", "content", `knowledge.${language}.jsonl`);
  const knowledge = loadKnowledge(readFileSync(file, "utf8"));
  cache.set(language, knowledge);
  return knowledge;
}

/** An entry with sound values; a test names only what matters to it. */
export function buildEntry(fields: Partial<SysctlEntry> = {}): SysctlEntry {
  return {
    name: "net.core.example",
    summary: "an example",
    explanation: "Exists for tests.",
    value: { type: "int", unit: "packets", default: "100" },
    scope: "namespace",
    sources: [{ doc: "networking/ip-sysctl.rst" }],
    ...fields,
  };
}

/** The real wording, units and rules around entries of a test's own. */
export function knowledgeOf(sysctls: readonly SysctlEntry[], fields: Partial<KnowledgeData> = {}): Knowledge {
  return createKnowledge({ ...realKnowledge().data, sysctls, otherNames: [], ...fields });
}
