import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { diagnoseWorkspace } from "../../src/core/diagnose/workspace/diagnoseWorkspace";
import { summarize } from "../../src/core/diagnose/workspace/summary";
import { realKnowledge } from "../support/knowledge";

/** Their examples need what a plain text does not show: an invisible mark, an older kernel, a pod around them. */
const unshown =
  /^(?:lens\/|workspace\/|container\/(?:not-namespaced|missing-in-namespace|unsafe-sysctl|host-network)$|sysctl\/(?:byte-order-mark|invisible-character|list-too-long|not-yet-key)$)/;

describe("pages of rules", () => {
  it("show an example in which the rule speaks", () => {
    const knowledge = realKnowledge();
    const kernels = [knowledge.data.newestKernel, "4.12", "4.4"];
    const silent = knowledge.data.rules.filter(({ code, page }) => {
      if (unshown.test(code)) return false;
      const example = /```text\n([\s\S]*?)\n```/.exec(page)?.[1] ?? "";
      const file = /^# (\/etc\/\S+)/.exec(example)?.[1];
      return !kernels.some((kernel) =>
        diagnoseSysctl(example, knowledge, { kernel, file }).some((finding) => finding.code === code),
      );
    });
    assert.deepEqual(silent.map(({ code }) => code), []); // prettier-ignore
  });

  it("show several files beside each other in which the rule speaks", () => {
    const knowledge = realKnowledge();
    const rules = knowledge.data.rules.filter(({ code }) => code.startsWith("workspace/"));
    assert.ok(rules.length > 0);
    for (const { code, page } of rules) {
      const example = /```text\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
      const files = example.split(/^# (?=\S+\n)/m).filter((part) => part !== "");
      const summaries = files.map((part) => summarize(part.slice(part.indexOf("\n") + 1), part.slice(0, part.indexOf("\n")))); // prettier-ignore
      const { of } = diagnoseWorkspace(summaries, knowledge);
      const found = summaries.flatMap(({ file }) => of(file).map((finding) => finding.code));
      assert.deepEqual([...new Set(found)], [code]);
    }
  });
});
