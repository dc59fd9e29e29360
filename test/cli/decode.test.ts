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

  describe("--as", () => {
    const names = (text: string, as: string): string[] => {
      const { out } = runCliOn(text, "decode", "-", "--as", as, "--format", "json");
      return (JSON.parse(out) as { name: string; value: string }[]).map(({ name, value }) => `${name} = ${value}`);
    };

    it("reads rows that were copied without their header", () => {
      const socket =
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000005 00:00000000 00000000     0        0 1145\n";
      assert.equal(runCliOn(socket, "decode", "-").status, 1);
      assert.ok(names(socket, "tcp").includes("tcp:rx_queue = 00000005"));
      assert.ok(names(socket, "/proc/net/tcp").includes("tcp:st = 0A"));
      assert.ok(names("  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "dev").includes("dev:Receive drop = 4"));
      assert.ok(names("10.0.0.1  0x1  0x2  aa:bb:cc:dd:ee:ff  *  eth0", "arp").includes("arp:Flags = 0x2"));
    });

    it("reads single names with their figures", () => {
      assert.deepEqual(names("ListenDrops 42\n", "netstat"), ["TcpExtListenDrops = 42"]);
      assert.deepEqual(names("> TCPBacklogDrop: 7, 3 ListenDrops=1\n", "netstat"), [
        "TcpExtTCPBacklogDrop = 7",
        "TcpExtListenDrops = 1",
      ]);
      assert.deepEqual(names("MemAvailable:  12 kB\n", "meminfo"), ["meminfo:MemAvailable = 12"]);
    });

    it("takes what is recognised for the dump it is told", () => {
      const nic = "NIC statistics:\n     rx_packets: 5\n";
      assert.deepEqual(names(nic, "ethtool_s_ixgbe"), ["ethtool_s_ixgbe:rx_packets = 5"]);
      assert.deepEqual(names(dump, "netstat"), ["TcpExtSyncookiesSent = 0", "TcpExtListenDrops = 42"]);
    });

    it("passes over what is no field of it, and what may be several", () => {
      assert.equal(runCliOn("no such thing 42\n\n= = 1\n", "decode", "-", "--as", "netstat").status, 1);
      assert.equal(runCliOn("RX: 4096\n", "decode", "-", "--as", "ethtool_g").status, 1);
    });

    it("names near ones for a dump there is not", () => {
      const { status, err } = runCliOn(dump, "decode", "-", "--as", "softnet");
      assert.equal(status, 2);
      assert.match(err, /close to it: softnet_stat/);
    });
  });
});
