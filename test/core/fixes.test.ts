import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { fixesFor } from "../../src/core/diagnose/fixes";
import { realKnowledge } from "../support/knowledge";

/** The texts that come of each fix of the first finding. */
function mended(text: string, file?: string): string[] {
  const knowledge = realKnowledge();
  const [finding] = diagnoseSysctl(text, knowledge, { file });
  assert.ok(finding, "there is nothing to mend");
  return fixesFor(text, finding, knowledge, file).map(
    ({ span, text: replacement }) => text.slice(0, span.start) + replacement + text.slice(span.end),
  );
}

describe("fixes", () => {
  it("change a misspelt key, in its own notation", () => {
    assert.deepEqual(mended("net.core.somaxcon = 1\n"), ["net.core.somaxconn = 1\n"]);
    assert.deepEqual(mended("net/core/somaxcon = 1\n"), ["net/core/somaxconn = 1\n"]);
  });

  it("turn a removed key and a line that is none into comments", () => {
    assert.deepEqual(mended("a.b = 1\nnet.ipv4.tcp_tw_recycle = 1"), ["a.b = 1\n# net.ipv4.tcp_tw_recycle = 1"]);
    assert.deepEqual(mended("sysctl -p\n"), ["# sysctl -p\n"]);
  });

  it("turn no line of another syntax into a comment", () => {
    assert.deepEqual(mended("sysctl -w \\\n  net.ipv4.tcp_tw_recycle=1 vm.swappiness=1\n", "a.sh"), []);
    assert.deepEqual(mended("- name: net.core.somaxcon\n  value: 1\n", "a.yaml"), ["- name: net.core.somaxconn\n  value: 1\n"]); // prettier-ignore
  });

  it("turn lines into comments that do nothing or less than the kernel's own choice", () => {
    for (const line of ["net.ipv6.conf.all.accept_ra = 0", "fs.file-max = 65535", "net.ipv4.tcp_max_tw_buckets = 5000"])
      assert.deepEqual(mended(line), [`# ${line}`]);
  });

  it("take the bound a figure passed", () => {
    assert.deepEqual(mended("net.ipv4.tcp_window_scaling = 256\n"), ["net.ipv4.tcp_window_scaling = 255\n"]);
    assert.deepEqual(mended("net.core.somaxconn = -5\n"), ["net.core.somaxconn = 0\n"]);
  });

  it("leave no finding of that kind behind", () => {
    for (const text of ["net.core.somaxcon = 8192", "net.core.somaxconn = -5", "\ufeffnet.core.somaxconn = 8192"])
      for (const result of mended(text)) assert.deepEqual(diagnoseSysctl(result, realKnowledge()), [], text);
  });

  it("are not made up where only the author can know", () => {
    assert.deepEqual(mended("net.core.somaxconn = many\n"), []);
    assert.deepEqual(mended("net.nothing.like.this.at.all = 1\n"), []);
  });
});
