import assert from "node:assert/strict";
import { perform } from "../../../src/core/simulation/job";
import { ScenarioError } from "../../../src/core/simulator/scenario/parameters";
import { simulate } from "../../support/simulate";
import { answerOf, inputOf } from "./support";

describe("a job of the simulator", () => {
  it("is the run that the command line makes", () => {
    const input = inputOf("accept-queue", {}, { backlog: "2" });
    assert.deepEqual(answerOf({ kind: "run", input }), simulate("accept-queue", { backlog: 2 }));
  });

  it("stops between short pieces", () => {
    const input = inputOf("udp-receive-buffer", {}, { datagrams: "20000" });
    const pieces = perform({ kind: "run", input });
    const first = pieces.next();
    assert.ok(!first.done && first.value.events <= 5000);
    let progress = first.value;
    for (let piece = pieces.next(); !piece.done; piece = pieces.next()) {
      assert.ok(piece.value.events > progress.events && piece.value.atNs >= progress.atNs);
      progress = piece.value;
    }
    assert.ok(progress.events > 20_000);
  });

  it("names the lines that make a difference, and what would be without them", () => {
    const sysctls = { "net.core.somaxconn": "3", "net.ipv4.tcp_syncookies": "0", "vm.swappiness": "10" };
    const { before, after, causes, untried } = answerOf({ kind: "compare", input: inputOf("accept-queue", sysctls) });
    assert.equal(before.observed["acceptQueue"], 6);
    assert.equal(after.observed["acceptQueue"], 4);
    assert.deepEqual(after.ignoredSysctls, ["vm.swappiness"]);
    assert.deepEqual([Object.keys(causes), untried], [["net.core.somaxconn"], []]);
    assert.equal(causes["net.core.somaxconn"]?.["acceptQueue"], 6);
  });

  it("looks for no cause where nothing differs", () => {
    const { causes } = answerOf({ kind: "compare", input: inputOf("accept-queue", { "net.core.somaxconn": "100" }) });
    assert.deepEqual(causes, {});
  });

  it("reads files of the machine, at the end or at a time", () => {
    const input = inputOf("receive-backlog");
    const { files, endNs } = answerOf({ kind: "files", input });
    assert.ok(files.some(({ host, name }) => host === "receiver" && name === "net/softnet_stat"));
    assert.ok(endNs > 0);
    const at = (atNs?: number): string =>
      answerOf({ kind: "file", input, file: { host: "receiver", name: "net/softnet_stat", atNs } });
    assert.match(at(), /^[0-9a-f]{8} 0000006[0-9a-f] /, "about 100 of 1100 packets are dropped");
    assert.match(at(0), /^00000000 00000063 (?:0{8} ){9}000003e9 /, "1001 packets wait for the softirq");
    assert.throws(() => answerOf({ kind: "file", input, file: { host: "nobody", name: "net/snmp" } }), ScenarioError);
  });
});
