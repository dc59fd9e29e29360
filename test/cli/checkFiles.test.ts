import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { runCli, type CliResult } from "../support/cli";
import { scratchFolder } from "../support/scratchFolder";

const wrong = "net.core.somaxcon = 1\n";

/** Where something was found, below a folder. */
function placesBelow(folder: string, { out }: CliResult): string[] {
  return out === "" ? [] : out.trimEnd().split("\n").map((line) => line.slice(folder.length + 1).split(" ")[0] ?? ""); // prettier-ignore
}

describe("the files of check", () => {
  const { at, file } = scratchFolder();

  it("are done behind one that cannot be read, which makes the exit status 2", () => {
    const bad = file("bad.conf", wrong);
    const { status, out, err } = runCli("check", at("missing.conf"), bad);
    assert.equal(status, 2);
    assert.match(out, /bad\.conf:1:1: warning/);
    assert.match(err, /missing\.conf: no such file/);
    assert.match(runCli("check", "n".repeat(5000)).err, /: the name is too long\n$/);
  });

  it("of a folder are found without following loops; what cannot be read is told and skipped", () => {
    file("tree/sysctl.d/1.conf", wrong);
    file("tree/node_modules/x.yaml", "net.core.somaxcon: 1\n");
    file("tree/pod.yaml", 'sysctls:\n- name: net.core.somaxconn\n  value: "nope"\n');
    file("tree/notes.bin", Buffer.from([0, 1, 2]));
    file("tree/binary.yaml", Buffer.from([0, 1, 2]));
    const huge = file("tree/huge.yaml", "");
    truncateSync(huge, 1024 ** 3);
    symlinkSync(at("tree"), at("tree", "loop"));
    symlinkSync("ring.yaml", at("tree", "ring.yaml"));
    symlinkSync("nowhere", at("tree", "dangling.yaml"));
    mkdirSync(at("tree", "folder.yaml"));
    const result = runCli("check", at("tree"));
    assert.equal(result.status, 1);
    assert.deepEqual(placesBelow(at("tree"), result), ["pod.yaml:3:11:", "sysctl.d/1.conf:1:1:"]);
    const complaints = result.err.trimEnd().split("\n").map((line) => line.replace(`netstack-lens: skipped ${at("tree")}/`, "")); // prettier-ignore
    assert.deepEqual(complaints, [
      "binary.yaml: a binary file, not text",
      "dangling.yaml: a link; behind it, no such file",
      "huge.yaml: larger than 256 MiB",
      "ring.yaml: a link; behind it, a loop of links",
    ]);
    assert.equal(runCli("check", at("tree", "binary.yaml")).status, 2);
  });

  it("are no pipes and sockets, which may never end", async function () {
    if (process.platform === "win32") this.skip();
    mkdirSync(at("special"));
    assert.equal(spawnSync("mkfifo", [at("special", "pipe.yaml")]).status, 0);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("special", "socket.yaml"), resolve));
    try {
      const { status, err } = runCli("check", at("special"));
      assert.equal(status, 0);
      assert.match(err, /skipped \S*pipe\.yaml: a pipe, not a file\n.*skipped \S*socket\.yaml: a socket, not a file\n/);
      assert.equal(runCli("check", at("special", "pipe.yaml")).status, 2);
    } finally {
      server.close();
    }
  });

  it("may be named by a glob", () => {
    for (const name of ["g/a.conf", "g/b/c.conf", "g/b/d.txt", "g/b/c/e.conf", "g/node_modules/f.conf", "g/.h/i.conf"])
      file(name, wrong);
    const found = (glob: string): string[] =>
      placesBelow(at("g"), runCli("check", path.join(at("g"), glob))).map((place) => place.replace(":1:1:", ""));
    assert.deepEqual(found("*.conf"), ["a.conf"]);
    assert.deepEqual(found("**/*.conf"), ["a.conf", "b/c/e.conf", "b/c.conf"]);
    assert.deepEqual(found("b/?.{conf,txt}"), ["b/c.conf", "b/d.txt"]);
    assert.deepEqual(found("*/c.conf"), ["b/c.conf"]);
    assert.deepEqual(found("node_modules/*"), ["node_modules/f.conf"]);
    assert.deepEqual(found(".h/*"), [".h/i.conf"]);
    const twice = runCli("check", at("g", "*.conf"), at("g", "a.*"), at("g", "a.conf"));
    assert.deepEqual(placesBelow(at("g"), twice), ["a.conf:1:1:"]);
  });

  it("with characters of a glob in their name are themselves", () => {
    file("odd/[a].conf", wrong);
    file("odd/a.conf", wrong);
    assert.deepEqual(placesBelow(at("odd"), runCli("check", at("odd", "[a].conf"))), ["[a].conf:1:1:"]);
  });

  it("have to be there: a glob without any makes the exit status 2", () => {
    file("empty/a.conf", wrong);
    const { status, err } = runCli("check", at("empty", "*.yaml"));
    assert.equal(status, 2);
    assert.match(err, /\*\.yaml: no file matches\n$/);
    assert.equal(runCli("check", at("nowhere", "*.yaml")).status, 2);
    assert.equal(runCli("check", `${"a".repeat(70_000)}*`).status, 2);
  });
});
