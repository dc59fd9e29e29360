import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { realKnowledge } from "../support/knowledge";

/** Their examples need what a plain text does not show: an invisible mark, an older kernel, a pod around them. */
const unshown =
  /^(?:lens\/|container\/(?:not-namespaced|missing-in-namespace|unsafe-sysctl|host-network)$|sysctl\/(?:byte-order-mark|invisible-character|list-too-long|not-yet-key)$)/;

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
});
