import assert from "node:assert/strict";
import fc from "fast-check";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { applySuppressions } from "../../src/core/diagnose/suppressions";
import { realKnowledge } from "../support/knowledge";
import { seeded } from "../support/property";

/** Codes of the findings that stay, and in brackets the reasons of those that are ignored. */
function judge(text: string, file = "x.conf"): string[] {
  const knowledge = realKnowledge();
  return applySuppressions(text, diagnoseSysctl(text, knowledge, { file }), knowledge).map(
    ({ code, ignoredBecause }) => (ignoredBecause === undefined ? code : `(${ignoredBecause})`),
  );
}

const removed = "net.ipv4.tcp_tw_recycle = 1";

describe("ignore comments", () => {
  it("cover the next setting, or the one they stand behind", () => {
    assert.deepEqual(judge(`# netstack-lens-ignore sysctl/removed-key -- old hosts\n${removed}\n`), ["(old hosts)"]);
    assert.deepEqual(judge(`# netstack-lens-ignore sysctl/removed-key -- old hosts\n\n# more\n${removed}\n`), ["(old hosts)"]);
    assert.deepEqual(judge(`- ${removed.replace(" = ", "=")} # netstack-lens-ignore sysctl/removed-key -- x\n`, "x.yaml"), ["(x)"]);
    assert.deepEqual(judge(`; netstack-lens-ignore sysctl/removed-key -- old\n${removed}\n${removed}\n`), ["(old)", "sysctl/removed-key"]);
  }); // prettier-ignore

  it("cover several codes and no others", () => {
    assert.deepEqual(judge(`# netstack-lens-ignore sysctl/unknown-key, sysctl/removed-key -- both\n${removed}`), ["(both)"]);
    assert.deepEqual(judge(`# netstack-lens-ignore sysctl/unknown-key -- other\n${removed}`), ["sysctl/removed-key"]);
  }); // prettier-ignore

  it("need a reason", () => {
    assert.deepEqual(judge(`# netstack-lens-ignore sysctl/removed-key\n${removed}`), [
      "lens/ignore-without-reason",
      "sysctl/removed-key",
    ]);
    assert.deepEqual(judge(`# netstack-lens-ignore sysctl/removed-key --\n${removed}`).at(-1), "sysctl/removed-key");
  });

  it("never throw", () => {
    const piece = fc.oneof(fc.constantFrom("# ", "netstack-lens-ignore ", "sysctl/removed-key", " -- ", "why", "\n", removed, ", "), fc.string({ maxLength: 5 })); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => void judge(pieces.join(""))),
      seeded,
    );
  });
});
