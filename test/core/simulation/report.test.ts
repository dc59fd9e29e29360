import assert from "node:assert/strict";
import { reportComparison } from "../../../src/core/simulation/reportComparison";
import { readLabReport, reportLab } from "../../../src/core/simulation/reportLab";
import { reportRun, type ReportContext } from "../../../src/core/simulation/report";
import { realKnowledge } from "../../support/knowledge";
import { realScenarios, scenarioNamed } from "../../support/simulate";
import { answerOf, inputOf } from "./support";

const contextOf = (scenario: string, language: "en" | "zh-cn" = "en"): ReportContext => ({
  scenario: scenarioNamed(scenario),
  labels: realScenarios().labels,
  wording: realKnowledge(language).data.wording,
  nameLink: (name) => `<${name}>`,
  command: "the command",
});

const settings = {
  file: "99.conf",
  settings: [
    { name: "net.core.somaxconn", value: "3", line: 2 },
    { name: "net.core.rmem_max", value: "-1", line: 4 },
  ],
  refused: [{ line: 4, reason: "refused for a reason" }],
};

describe("the document of a run", () => {
  it("tells figures, losses, parameters and limits", () => {
    const text = reportRun(answerOf({ kind: "run", input: inputOf("accept-queue") }), contextOf("accept-queue"));
    for (const said of ["| <acceptQueue> | 6 |", "| 6 | a SYN found the accept queue full", "<TcpExt.ListenOverflows>, seen with `nstat -az TcpExtListenOverflows; ss -ltn`; decided by <net.core.somaxconn>", "| `backlog` | 5 |", "## Not modelled\n\n- TCP Fast Open", "the command"])
      assert.ok(text.includes(said), `${said} in\n${text}`);
  }); // prettier-ignore

  it("puts the kernel's defaults beside a file, and says which line did it", () => {
    const comparison = answerOf({ kind: "compare", input: inputOf("accept-queue", { "net.core.somaxconn": "3" }) });
    const text = reportComparison(comparison, settings, contextOf("accept-queue"));
    for (const said of ["| <acceptQueue> | 6 | **4** | line 2: <net.core.somaxconn> |", "| 6 | 8 | a SYN found", "- line 2: <net.core.somaxconn> = `3`\n- line 4: **left out.** refused for a reason"])
      assert.ok(text.includes(said), `${said} in\n${text}`);
    assert.ok(!text.includes("line 4: <net"), "a refused line counts as taken");
    assert.match(reportComparison(comparison, settings, contextOf("accept-queue", "zh-cn")), /第 2 行/);
  }); // prettier-ignore

  it("says so when nothing changes", () => {
    const comparison = answerOf({ kind: "compare", input: inputOf("accept-queue", { "net.core.somaxconn": "900" }) });
    assert.match(reportComparison(comparison, settings, contextOf("accept-queue")), /\*\*These settings change none/);
  });

  it("lets no text of a scenario or a file become markup", () => {
    const scenario = { ...scenarioNamed("accept-queue"), title: "<img src=x> [a](command:b)\n# c | d" };
    const result = answerOf({ kind: "run", input: inputOf("accept-queue") });
    const text = reportRun(result, { ...contextOf("accept-queue"), scenario }, { ...settings, file: "`x`|y" });
    assert.ok(text.startsWith("# \\<img src=x\\> \\[a\\](command:b) # c \\| d\n"), text.split("\n")[0]);
    assert.ok(text.includes("`` `x`|y ``"));
  });

  it("puts a measurement beside the prediction", () => {
    const report = readLabReport(
      JSON.stringify({
        kernel: "6.18.44",
        params: { backlog: 5, "net.core.somaxconn": 3 },
        observed: { acceptQueue: 6, connections: [1, 2], seconds: 3, ports: [9] },
        predicted: { acceptQueue: 7, connections: [1, 2], seconds: 4, ports: [8] },
        differences: ["acceptQueue"],
        near: ["seconds"],
        chosen: ["ports"],
      }),
    );
    assert.ok(report);
    const text = reportLab(report, contextOf("accept-queue"));
    assert.ok(
      text.includes("| <acceptQueue> | 6 | 7 | **differs** |\n| <connections> | 1, 2 | 1, 2 | as predicted |"),
      text,
    );
    assert.ok(text.includes("| <seconds> | 3 | 4 | near enough |\n| <ports> | 9 | 8 | chosen at random |"), text);
    assert.ok(text.includes("| `backlog` | 5 |\n| <net.core.somaxconn> | 3 |"), text);
    for (const none of ["", "null", "1", "{}", '{"kernel":"x"}', "{"])
      assert.equal(readLabReport(none), undefined, none);
  });
});
