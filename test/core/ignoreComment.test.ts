import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { ignoreCommentFor } from "../../src/core/diagnose/ignoreComment";
import { applySuppressions } from "../../src/core/diagnose/suppressions";
import { realKnowledge } from "../support/knowledge";

const code = "sysctl/removed-key";

/** The text after the comment is put in, which must leave the finding out. */
function ignore(text: string, file?: string): string | undefined {
  const found = diagnoseSysctl(text, realKnowledge(), { file }).find((finding) => finding.code === code);
  assert.ok(found, "nothing is found");
  const comment = ignoreCommentFor(text, found.span.start, code, file);
  if (!comment) return undefined;
  const { at, before, after } = comment;
  const changed = `${text.slice(0, at)}${before}old hosts${after}${text.slice(at)}`;
  const judged = applySuppressions(changed, diagnoseSysctl(changed, realKnowledge(), { file }), realKnowledge());
  const ignored = judged.filter((finding) => finding.code === code).map((finding) => finding.ignoredBecause);
  assert.deepEqual(ignored, ["old hosts"], changed);
  return changed;
}

const comment = `# netstack-lens-ignore ${code} -- old hosts\n`;

describe("a comment that leaves a finding out", () => {
  it("stands above the line, as far in as it", () => {
    assert.equal(ignore("net.ipv4.tcp_tw_recycle = 1\n"), `${comment}net.ipv4.tcp_tw_recycle = 1\n`);
    const yaml = "a:\n  net.ipv4.tcp_tw_recycle: 1\n";
    assert.equal(ignore(yaml, "x.yaml"), `a:\n  ${comment}  net.ipv4.tcp_tw_recycle: 1\n`);
  });

  it("is written in the comments of the language", () => {
    const inText = "Set net.ipv4.tcp_tw_recycle = 1\n";
    assert.equal(ignore(inText, "a.md"), `<!-- netstack-lens-ignore ${code} -- old hosts -->\n${inText}`);
    const fenced = "```sh\nsysctl -w net.ipv4.tcp_tw_recycle=1\n```\n";
    assert.equal(ignore(fenced, "a.md"), fenced.replace("sysctl", `${comment}sysctl`));
    const script = 'const a = { "net.ipv4.tcp_tw_recycle": "1" };\n';
    assert.equal(ignore(script, "a.ts"), `// netstack-lens-ignore ${code} -- old hosts\n${script}`);
  });

  it("is not offered where it would break something", () => {
    assert.equal(ignore('{ "net.ipv4.tcp_tw_recycle": "1" }', "a.json"), undefined);
    assert.equal(ignore("docker run \\\n  --sysctl net.ipv4.tcp_tw_recycle=1 \\\n  a\n", "a.sh"), undefined);
  });
});
