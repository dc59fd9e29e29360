import { explainDump, explainField } from "../core/explain/explainField";
import { explainKey } from "../core/explain/explainKey";
import { toMarkdown, toPlainText, type Explanation } from "../core/explain/explanation";
import { qualifiedNameOf } from "../core/knowledge/dumpIndex";
import type { Knowledge } from "../core/knowledge/knowledge";
import { entryAt } from "../core/knowledge/kernelVersion";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import type { KernelVersion } from "../core/knowledge/types";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command } from "./command";

/** What a name means, for a person and, thing by thing, for a program. */
interface Answer {
  readonly explanation: Explanation;
  readonly data: readonly object[];
}

/** `explain NAME`: what a sysctl key, a counter or a column means. */
export const explain: Command = {
  usage: "explain NAME [--kernel V] [--lang en|zh-cn] [--format text|markdown|json]",
  summary:
    "what a sysctl key means and what the kernel does with it; also counters (TcpExtListenDrops), columns\n      (softnet_stat:2) and whole dumps (/proc/net/softnet_stat)",
  run: async (operands, options, { out, err }) => {
    const [written, ...rest] = operands;
    if (written === undefined || rest.length > 0) throw new UsageError("explain takes one name");
    const format = formatOf(options, ["text", "markdown", "json"]);
    const kernel = kernelOf(options);
    const knowledge = await readKnowledge(languageOf(options));

    const answers = [
      ...explainSetting(knowledge, written.replace(/^\/proc\/sys\//, ""), kernel),
      ...explainFields(knowledge, written, kernel),
      ...explainDumps(knowledge, written),
    ];
    if (answers.length === 0) {
      const name = parseSysctlName(written.replace(/^\/proc\/sys\//, ""));
      const close = knowledge.nearest(name);
      const known = knowledge.isKnown(name) ? "is a key of the kernel but not described yet" : "is not known";
      err(`${name.dotted} ${known}${close.length > 0 ? `; close to it: ${close.join(", ")}` : ""}`);
      return 1;
    }
    if (format === "json") {
      const data = answers.flatMap((answer) => answer.data);
      out(`${JSON.stringify(data.length === 1 ? data[0] : data, undefined, 2)}\n`);
    } else {
      const print = format === "markdown" ? toMarkdown : toPlainText;
      out(`${answers.map(({ explanation }) => print(explanation)).join("\n\n---\n\n")}\n`);
    }
    return 0;
  },
};

/** A key, or the keys a glob covers. */
function explainSetting(knowledge: Knowledge, written: string, kernel: KernelVersion | undefined): readonly Answer[] {
  const name = parseSysctlName(written);
  const explanation = explainKey(knowledge, name, { kernel });
  if (!explanation) return [];
  const entry = knowledge.find(name);
  const release = kernel ?? knowledge.data.newestKernel;
  const entries = entry ? [entry] : knowledge.findAll(name);
  const data = entries.map((one) => ({
    key: entry ? name.dotted : one.name,
    kernel: release,
    language: knowledge.data.language,
    status: entryAt(one, release).presence.status,
    default: knowledge.defaultsOf(release)(entry ? name.dotted : one.name) ?? null,
    unit: one.value.unit,
    entry: one,
  }));
  return [{ explanation, data }];
}

function explainFields(knowledge: Knowledge, written: string, kernel: KernelVersion | undefined): readonly Answer[] {
  const { language } = knowledge.data;
  return knowledge
    .dumps()
    .find(written)
    .map((hit) => ({
      explanation: explainField(knowledge, hit, { kernel }),
      data: [{ field: qualifiedNameOf(hit), dump: hit.dump.id, places: hit.dump.places, language, entry: hit.field }],
    }));
}

function explainDumps(knowledge: Knowledge, written: string): readonly Answer[] {
  return knowledge
    .dumps()
    .findDumps(written)
    .map((dump) => {
      const { fields, ...entry } = dump;
      const names = fields.map((field) => qualifiedNameOf({ dump, field }));
      return {
        explanation: explainDump(knowledge, { dump }),
        data: [{ dump: dump.id, language: knowledge.data.language, entry, fields: names }],
      };
    });
}
