import assert from "node:assert/strict";
import { runCli, runCliOn } from "../support/cli";
import { scratchFolder } from "../support/scratchFolder";

describe("decode", () => {
  const { at, file } = scratchFolder();
  const dump = "TcpExt: SyncookiesSent ListenDrops\nTcpExt: 0 42\n";

  it("prints the figures of a dump and marks what looks wrong, from a file or a pipe", () => {
    const { status, out } = runCliOn(dump, "decode", "-");
    assert.equal(status, 0);
    assert.match(out, /^ {2}TcpExtSyncookiesSent +0 {2}\S.*\n! TcpExtListenDrops +42 {2}\S.*\n.*→ /);
    assert.equal(runCli("decode", file("dump.txt", dump)).out, out);
    const [, drops] = JSON.parse(runCliOn(dump, "decode", "-", "--format", "json").out) as Record<string, unknown>[];
    assert.deepEqual(
      [drops?.["name"], drops?.["number"], drops?.["line"], drops?.["looksWrong"]],
      ["TcpExtListenDrops", 42, 2, true],
    );
  });

  it("reads a very long dump, and says where there is none", () => {
    const line = "000487d5 00000000 00000011 00000000 00000000 00000000 00000000 00000000 00000000\n";
    const { status, out } = runCliOn(line.repeat(30_000), "decode", "-");
    assert.equal(status, 0);
    assert.equal(out.split("\n").length, 270_001);
    assert.equal(runCliOn("nothing here\n", "decode", "-").status, 1);
    assert.equal(runCli("decode", at("missing")).status, 2);
  }).timeout(30_000);
});
