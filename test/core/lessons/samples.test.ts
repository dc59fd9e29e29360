import assert from "node:assert/strict";
import { explainSubject, subjectOf, termsIn } from "../../../src/core/lessons/samples";
import { stripMarkdown } from "../../../src/core/explain/markdown";
import { realKnowledge } from "../../support/knowledge";

const knowledge = realKnowledge();

/** The words of a sample that explain themselves. */
const words = (sample: string): string[] =>
  termsIn(sample, knowledge).map(({ start, end }) => sample.slice(start, end));

describe("samples in lessons", () => {
  it("explain keys and each word of their values", () => {
    assert.deepEqual(words("$ sysctl net.ipv4.tcp_rmem\nnet.ipv4.tcp_rmem = 4096\t131072\t6291456\n"), [
      "net.ipv4.tcp_rmem",
      "net.ipv4.tcp_rmem",
      "4096",
      "131072",
      "6291456",
    ]);
  });

  it("explain the counters a command prints", () => {
    const sample =
      "$ nstat -az TcpExtListenOverflows\n#kernel\nTcpExtListenOverflows           1419               0.0\n";
    assert.deepEqual(words(sample), ["TcpExtListenOverflows", "1419"]);
    const [, term] = termsIn(sample, knowledge);
    assert.equal(term?.subject.kind, "field");
    assert.match(titleOf(term), /1,?419 .*ListenOverflows/);
  });

  it("leave other words alone", () => {
    assert.deepEqual(words("$ curl http://10.0.0.11:8080/\nHello from net.example.invalid = 3\n"), []);
    assert.deepEqual(words(""), []);
  });

  it("never let terms overlap", () => {
    const sample = "net.core.somaxconn = 4096 net.core.somaxconn=4096\n".repeat(50);
    const terms = termsIn(sample, knowledge);
    for (const [index, { start, end }] of terms.entries()) {
      assert.ok(start < end);
      assert.ok(index === 0 || start >= (terms[index - 1]?.end ?? 0));
    }
  });

  const codes: readonly (readonly [code: string, subject: unknown])[] = [
    ["net.core.somaxconn", { kind: "key", key: "net.core.somaxconn" }],
    ["/proc/sys/net/core/somaxconn", { kind: "key", key: "net/core/somaxconn" }],
    ["ListenOverflows", { kind: "field", name: "ListenOverflows" }],
    ["TcpExt.ListenOverflows", { kind: "field", name: "TcpExtListenOverflows" }],
    ["softnet.time_squeeze", { kind: "field", name: "softnet_stat:time_squeeze" }],
    ["Recv-Q", { kind: "field", name: "Recv-Q" }],
    ["app1", undefined],
    ["processed", undefined],
    ["net.core.no_such_key", undefined],
    ["<img src=x onerror=alert(1)>", undefined],
  ];
  for (const [code, subject] of codes)
    it(`read the code span ${code}`, () => assert.deepEqual(subjectOf(code, knowledge), subject));

  it("know nothing of what a panel makes up", () => {
    assert.equal(explainSubject({ kind: "key", key: "net.made.up" }, knowledge), undefined);
    assert.equal(explainSubject({ kind: "value", key: "x", value: "1", word: 99 }, knowledge), undefined);
    assert.equal(explainSubject({ kind: "field", name: "__proto__" }, knowledge), undefined);
  });
});

function titleOf(term: ReturnType<typeof termsIn>[number] | undefined): string {
  const explanation = term && explainSubject(term.subject, knowledge);
  const title = explanation?.find((block) => block.role === "title");
  return stripMarkdown(title?.role === "title" ? title.text : "");
}
