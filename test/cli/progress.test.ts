import assert from "node:assert/strict";
import { createProgress } from "../../src/cli/progress";

/** What a screen shows on its last line, and a clock that a test sets. */
function watch(isTTY: boolean): {
  progress: ReturnType<typeof createProgress>;
  after: (ms: number) => void;
  line: () => string;
} {
  // prettier-ignore
  let time = 0;
  let written = "";
  const progress = createProgress({ isTTY, write: (text) => (written += text) }, () => time);
  return { progress, after: (ms) => (time += ms), line: () => written };
}

describe("progress", () => {
  it("is one line written over, and goes when it is erased", () => {
    const { progress, after, line } = watch(true);
    progress.update(1, 0);
    assert.equal(line(), "", "a short run shows nothing");
    after(500);
    progress.update(1234, 17);
    assert.equal(line(), "\r1234 files, 17 findings");
    progress.update(1235, 17);
    assert.equal(line(), "\r1234 files, 17 findings", "it does not flicker");
    after(500);
    progress.update(1, 1);
    progress.erase();
    progress.erase();
    assert.equal(line(), `\r1234 files, 17 findings\r1 file, 1 finding      \r${" ".repeat(23)}\r`);
  });

  it("stays off what is no terminal", () => {
    const { progress, after, line } = watch(false);
    after(500);
    progress.update(1234, 17);
    progress.erase();
    assert.equal(line(), "");
  });
});
