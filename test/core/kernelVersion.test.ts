import assert from "node:assert/strict";
import { compareKernels, entryAt, parseKernelVersion } from "../../src/core/knowledge/kernelVersion";
import { buildEntry } from "../support/knowledge";

describe("kernel versions", () => {
  const cases: readonly (readonly [text: string, version: string | undefined])[] = [
    ["6.1", "6.1"],
    ["v5.4", "5.4"],
    ["6.1.0-18-amd64\n", "6.1.0"],
    ["5.15.153.1-microsoft-standard-WSL2", "5.15.153"],
    ["auto", undefined],
    ["6", undefined],
    ["", undefined],
    ["6.1; rm", "6.1"],
  ];
  for (const [text, version] of cases) {
    it(`reads ${JSON.stringify(text)} as ${version ?? "nothing"}`, () =>
      assert.equal(parseKernelVersion(text), version));
  }

  it("orders by number, not by letter", () => {
    assert.ok(compareKernels("4.9", "4.10") < 0);
    assert.ok(compareKernels("5.0", "4.20") > 0);
    assert.equal(compareKernels("6.1", "6.1.0"), 0);
    assert.ok(compareKernels("6.1.5", "6.1") > 0);
  });
});

describe("an entry at a kernel", () => {
  const entry = buildEntry({
    value: { type: "int", unit: "packets", default: "300" },
    versions: [
      { kernel: "3.0", change: "added" },
      { kernel: "4.0", change: "default", from: "100", to: "200" },
      { kernel: "5.0", change: "default", from: "200", to: "300" },
      { kernel: "6.0", change: "removed", note: "gone" },
    ],
  });
  const at = (kernel: string): string => `${entryAt(entry, kernel).presence.status} ${entryAt(entry, kernel).default}`;

  it("is not there before it was added and after it was removed", () => {
    assert.equal(at("2.6.32"), "not-yet 100");
    assert.equal(at("3.0"), "present 100");
    assert.equal(at("6.0"), "removed 300");
    assert.equal(at("6.1"), "removed 300");
  });

  it("has the default of its time", () => {
    assert.equal(at("3.19"), "present 100");
    assert.equal(at("4.0"), "present 200");
    assert.equal(at("4.20"), "present 200");
    assert.equal(at("5.0"), "present 300");
  });

  it("remembers the last change of the default before it", () => {
    assert.equal(entryAt(entry, "3.5").lastDefaultChange, undefined);
    assert.equal(entryAt(entry, "4.5").lastDefaultChange?.from, "100");
    assert.equal(entryAt(entry, "5.5").lastDefaultChange?.from, "200");
  });
});
