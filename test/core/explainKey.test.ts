import assert from "node:assert/strict";
import { explainKey } from "../../src/core/explain/explainKey";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { hoverAt } from "../support/hoverAt";
import { buildEntry, knowledgeOf, realKnowledge } from "../support/knowledge";

describe("hovering a key", () => {
  it("says what it is, its default, scope and effect, the symptom and the ways on", () => {
    hoverAt("«net.core.some<|>thing»= 1").saysNothing();
    hoverAt("«net.core.somax<|>conn» = 128")
      .says("net.core.somaxconn", "connections", "default 4096", "128 before 5.4", "per network namespace")
      .says("backlog", "ListenOverflows", ": nstat -az TcpExtListenOverflows", "Kernel document")
      .coversSpan();
  });

  it("answers for the chosen kernel", () => {
    hoverAt("net.core.somax<|>conn = 128", { kernel: "4.19" }).says("default 128").neverSays("default 4096");
    hoverAt("net.ipv4.tcp_tw_re<|>cycle = 1", { kernel: "4.9" }).neverSays("Gone since");
    hoverAt("net.ipv4.tcp_tw_re<|>cycle = 1", { kernel: "6.1" }).says(
      "Gone since Linux 4.12",
      "kernel 6.1 does not have it (removed without",
    );
  });

  it("is brief when asked to be", () => {
    hoverAt("net.core.somax<|>conn = 128", { length: "short" }).says("default 4096").neverSays("ListenOverflows");
  });

  it("explains the whole family and says which member the line writes", () => {
    hoverAt("net.ipv4.conf.all.rp_<|>filter = 1").says("net.ipv4.conf.all.rp_filter", "This line writes all.");
    hoverAt("net/ipv4/conf/eth0.100/rp_<|>filter = 1").says("net.ipv4.conf.eth0/100.rp_filter", "interface eth0.100");
    hoverAt("net.ipv4.conf.*.rp_<|>filter = 1").neverSays("This line writes");
  });

  it("explains exclusions and patterns", () => {
    hoverAt("-«net.ipv4.conf.all.rp_<|>filter»").says("exclusion", "per network namespace").coversSpan();
    hoverAt("net.ipv4.tcp_keep<|>alive_* = 1").says("covers 3 keys", "net.ipv4.tcp_keepalive_time");
    hoverAt("net.ipv4.nothing_<|>* = 1").saysNothing();
  });

  it("says nothing of keys it does not know", () => {
    hoverAt("dev.raid.speed_<|>limit_max = 10").saysNothing();
    hoverAt(`${"k".repeat(10_000)}<|> = 1`).saysNothing();
  });

  it("speaks Chinese", () => {
    hoverAt("net.core.somax<|>conn = 128", {}, realKnowledge("zh-cn"))
      .says("默认值 4096", "每个网络命名空间独立", "内核文档")
      .neverSays("default");
  });

  it("escapes what the file says", () => {
    hoverAt("net.ipv4.conf.<b>[x](command:evil)</b><|>.rp_filter = 1")
      .says("<b>[x](command:evil)</b>")
      .neverSays("\\<b>");
  });

  it("leads to lessons that exist, not to those that do not", () => {
    const entry = buildEntry({ lessons: ["written", "planned"] });
    const outline = {
      question: "Why?",
      minutes: 5,
      difficulty: "beginner",
      prerequisites: [],
      predictions: [],
    } as const;
    const lessons = [
      { id: "written", title: "Written", available: true, ...outline },
      { id: "planned", title: "Planned", available: false },
    ] as const;
    const explanation = explainKey(knowledgeOf([entry], { lessons }), parseSysctlName(entry.name));
    const doors = explanation?.flatMap((block) => (block.role === "doors" ? block.doors : []));
    assert.deepEqual(
      doors?.map((door) => door.kind === "lesson" && door.lesson),
      ["written", false],
    );
    assert.equal(doors[0]?.label, "Lesson: Written");
  });

  it("tells of later keys and of removed ones what to do", () => {
    const entry = buildEntry({ versions: [{ kernel: "6.12", change: "added" }] });
    hoverAt("net.core.ex<|>ample = 1", { kernel: "6.1" }, knowledgeOf([entry])).says("does not have it yet", "6.12");
    const gone = buildEntry({
      versions: [
        { kernel: "5.0", change: "removed", note: "Nothing replaces it.", replacedBy: ["net.core.somaxconn"] },
      ],
    });
    hoverAt("net.core.ex<|>ample = 1", {}, knowledgeOf([gone])).says(
      "Gone since Linux 5.0",
      "Nothing replaces it.",
      "Look at net.core.somaxconn",
    );
  });
});
