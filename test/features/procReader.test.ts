import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createProcReader, within } from "../../src/features/live/procReader";
import { scratchFolder } from "../support/scratchFolder";

describe("reading files on demand", () => {
  const folder = scratchFolder();
  const reader = createProcReader();
  assert.ok(reader);

  it("gives what a file holds, and says what is not there or cannot be read", async () => {
    const file = folder.at("value");
    await writeFile(file, "4096\t8192\n");
    assert.deepEqual(await reader.read(file), { kind: "value", text: "4096\t8192\n" });
    assert.deepEqual(await reader.read(folder.at("none")), { kind: "absent" });
    assert.deepEqual(await reader.read(folder.at()), { kind: "unreadable" });
    assert.deepEqual(await reader.read("with\0nul"), { kind: "unreadable" });
    assert.deepEqual(await reader.list(folder.at()), ["value"]);
    assert.deepEqual(await reader.list(folder.at("none")), []);
  });

  it("takes long files whole, and endless ones not at all", async () => {
    const file = folder.at("long");
    await writeFile(file, "x".repeat(200_000));
    const reading = await reader.read(file);
    assert.ok(reading.kind === "value" && reading.text.length === 200_000);
    assert.deepEqual(await reader.read("/dev/zero"), { kind: "unreadable" });
  });

  it("reads a file once for all who ask while it does, and gives up on one that does not answer", async function () {
    if (process.platform === "win32") this.skip();
    const pipe = folder.at("pipe");
    execFileSync("mkfifo", [pipe]);
    // Nobody writes yet.
    assert.equal(await within(50, reader.read(pipe)), undefined);
    const readings = [reader.read(pipe), reader.read(pipe)];
    await writeFile(pipe, "once\n");
    assert.deepEqual(await Promise.all(readings), Array(2).fill({ kind: "value", text: "once\n" }));
  });

  it("reads the kernel's own files where there are any", async function () {
    if (process.platform !== "linux") this.skip();
    const reading = await reader.read("/proc/sys/net/core/somaxconn");
    assert.ok(reading.kind === "value" && /^\d+\n$/.test(reading.text), JSON.stringify(reading));
  });
});
