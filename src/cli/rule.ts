import { titleOf } from "../core/diagnose/finding";
import { languageOf, readKnowledge, UsageError, type Command } from "./command";

/** `rule [CODE]`: what a finding means and what to do, or the list of all rules. */
export const rule: Command = {
  usage: "rule [CODE] [--lang en|zh-cn]",
  summary: "why a rule of check speaks, with an example and what to do; without a code, all rules",
  run: async (operands, options, { out, err }) => {
    const [code, ...rest] = operands;
    if (rest.length > 0) throw new UsageError("rule takes one code");
    const { rules } = (await readKnowledge(languageOf(options))).data;
    if (code === undefined) {
      out(rules.map((one) => `${one.severity.padEnd(11)} ${one.code}  ${titleOf(one)}\n`).join(""));
      return 0;
    }
    const found = rules.find((one) => one.code === code);
    if (!found) {
      err(`there is no rule ${code}`);
      return 1;
    }
    out(`${found.code} (${found.severity}): ${titleOf(found)}\n\n${found.page}\n`);
    return 0;
  },
};
