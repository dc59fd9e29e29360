import assert from "node:assert/strict";
import { isFromSimulatorPanel, isPanelSpec, isToSimulatorPanel } from "../../src/protocol/simulatorPanel";
import { panelMessages } from "../support/simulatorPanel";

describe("messages of the simulator panel", () => {
  it("are known when they are whole", () => {
    for (const message of panelMessages("accept-queue", { backlog: "2" }, { backlog: "5" }))
      assert.ok(isToSimulatorPanel(JSON.parse(JSON.stringify(message))), message.type);
    for (const message of [
      { type: "ready" },
      { type: "choose", scenario: "rss" },
      { type: "run", change: { backlog: "5" } },
      { type: "openFile", host: "server", name: "ss -tanpm", atNs: 5 },
      { type: "openLine", line: 4 },
      { type: "export", format: "svg", atNs: 0 },
    ])
      assert.ok(isFromSimulatorPanel(message), message.type);
  });

  it("are refused when something of them is not what it should be", () => {
    for (const message of [
      undefined,
      null,
      "ready",
      [],
      {},
      { type: "constructor" },
      { type: "choose" },
      { type: "choose", scenario: 1 },
      { type: "run", change: { backlog: 5 } },
      { type: "run", change: ["5"] },
      { type: "run", change: { backlog: "5".repeat(10_001) } },
      { type: "openLine", line: 1.5 },
      { type: "openLine", line: -1 },
      { type: "openFile", host: "server", name: "x", atNs: Number.NaN },
      { type: "export", format: "exe", atNs: 0 },
    ])
      assert.ok(!isFromSimulatorPanel(message), JSON.stringify(message));
  });

  it("bring a panel back only from what names a run", () => {
    assert.ok(isPanelSpec({ scenario: "rss", set: {}, change: {}, file: "file:///x" }));
    for (const state of [
      undefined,
      {},
      { scenario: "rss" },
      { scenario: "rss", set: {}, change: { a: 1 } },
      { scenario: "rss", set: {}, change: {}, file: 1 },
    ])
      // prettier-ignore
      assert.ok(!isPanelSpec(state), JSON.stringify(state));
  });
});
