import { explainKey } from "../core/explain/explainKey";
import { toMarkdown, toPlainText } from "../core/explain/explanation";
import { entryAt } from "../core/knowledge/kernelVersion";
import { parseSysctlName } from "../core/knowledge/sysctlName";
import { formatOf, kernelOf, languageOf, readKnowledge, UsageError, type Command } from "./command";

/** `explain NAME`: what a sysctl key means. */
export const explain: Command = {
  usage: "explain NAME [--kernel V] [--lang en|zh-cn] [--format text|markdown|json]",
  summary: "what a sysctl key means and what the kernel does with it",
  run: async (operands, options, { out, err }) => {
    const [written, ...rest] = operands;
    if (written === undefined || rest.length > 0) throw new UsageError("explain takes one name");
    const format = formatOf(options, ["text", "markdown", "json"]);
    const kernel = kernelOf(options);
    const knowledge = await readKnowledge(languageOf(options));
    const name = parseSysctlName(written.replace(/^\/proc\/sys\//, ""));

    const explanation = explainKey(knowledge, name, { kernel });
    if (!explanation) {
      const close = knowledge.nearest(name);
      const known = knowledge.isKnown(name) ? "is a key of the kernel but not described yet" : "is not known";
      err(`${name.dotted} ${known}${close.length > 0 ? `; close to it: ${close.join(", ")}` : ""}`);
      return 1;
    }
    const entry = knowledge.find(name);
    if (format === "markdown") out(`${toMarkdown(explanation)}\n`);
    else if (format === "text") out(`${toPlainText(explanation)}\n`);
    else {
      const release = kernel ?? knowledge.data.newestKernel;
      const answers = (entry ? [entry] : knowledge.findAll(name)).map((one) => ({
        key: entry ? name.dotted : one.name,
        kernel: release,
        language: knowledge.data.language,
        status: entryAt(one, release).presence.status,
        default: entryAt(one, release).default ?? null,
        unit: one.value.unit,
        entry: one,
      }));
      out(`${JSON.stringify(entry ? answers[0] : answers, undefined, 2)}\n`);
    }
    return 0;
  },
};
