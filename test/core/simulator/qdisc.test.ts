import assert from "node:assert/strict";
import { Engine } from "../../../src/core/simulator/engine";
import { FqQdisc } from "../../../src/core/simulator/machine/qdisc/fq";
import { PfifoFastQdisc } from "../../../src/core/simulator/machine/qdisc/pfifoFast";
import type { Qdisc } from "../../../src/core/simulator/machine/qdisc/qdisc";
import { SkBuff } from "../../../src/core/simulator/machine/skbuff";

/** A packet of a flow of its own for each port. */
function packet(port: number, ipBytes = 1000, priority = 0): SkBuff {
  const [source, destination] = [{ address: "10.0.0.1", port }, { address: "10.0.0.2", port: 9 }]; // prettier-ignore
  const skb = new SkBuff({ protocol: "udp", source, destination, payloadBytes: ipBytes - 28 }, ipBytes, 2304);
  skb.priority = priority;
  return skb;
}

function fill(qdisc: Qdisc, packets: readonly SkBuff[]): (string | undefined)[] {
  return packets.map((skb) => qdisc.enqueue(skb));
}

function drain(qdisc: Qdisc): number[] {
  const ports: number[] = [];
  for (let skb = qdisc.dequeue(); skb; skb = qdisc.dequeue()) ports.push(skb.packet.source.port);
  return ports;
}

const repeat = <Value>(count: number, value: (at: number) => Value): Value[] => Array.from({ length: count }, (_, at) => value(at)); // prettier-ignore

describe("pfifo_fast", () => {
  // Seen on Linux 6.18 with txqueuelen 7 under a tbf that let one packet through: 20 of priority 0, 20 of priority 6
  // and 5 of priority 2 gave 25 dropped and 19 in the queue.
  it("has room for txqueuelen packets in each of its bands", () => {
    const qdisc = new PfifoFastQdisc(7);
    fill(qdisc, [packet(1)]);
    qdisc.dequeue();
    const results = fill(qdisc, [...repeat(19, () => packet(1)), ...repeat(20, () => packet(2, 1000, 6)), ...repeat(5, () => packet(3, 1000, 2))]); // prettier-ignore
    assert.deepEqual([results.filter((result) => result === "qdisc-limit").length, qdisc.length], [25, 19]);
    assert.equal(qdisc.backlogBytes, 19 * 1014);
    assert.deepEqual(drain(qdisc), [...repeat(7, () => 2), ...repeat(7, () => 1), ...repeat(5, () => 3)]);
    assert.deepEqual([qdisc.length, qdisc.backlogBytes], [0, 0]);
  });
});

describe("fq", () => {
  const fq = (limits?: { limit: number; flowLimit: number }, hasFastPath = false): FqQdisc => new FqQdisc(new Engine(), 1, 1500, hasFastPath, limits); // prettier-ignore

  it("holds 100 packets of a flow", () => {
    const qdisc = fq();
    const results = fill(qdisc, [...repeat(150, () => packet(1)), ...repeat(30, () => packet(2))]);
    assert.equal(results.filter((result) => result === "fq-flow-limit").length, 50);
    assert.deepEqual([qdisc.flowDrops, qdisc.length], [50, 130]);
  });

  it("holds as many as its limit in all", () => {
    const qdisc = fq({ limit: 120, flowLimit: 100 });
    const results = fill(
      qdisc,
      repeat(200, (at) => packet(at)),
    );
    assert.equal(results.filter((result) => result === "qdisc-limit").length, 80);
  });

  it("lets eight packets pass by the flows since 6.7, as long as no flow has any", () => {
    const qdisc = fq(undefined, true);
    fill(
      qdisc,
      repeat(150, () => packet(1)),
    );
    assert.equal(qdisc.length, 108);
  });

  it("serves flows in turn by bytes: ten packets' worth at first, then two", () => {
    const qdisc = fq();
    // 1514 bytes on the wire: quantum and packet fit exactly.
    fill(qdisc, [...repeat(14, () => packet(1, 1500)), ...repeat(14, () => packet(2, 1500))]);
    assert.deepEqual(drain(qdisc), [
      ...repeat(10, () => 1), ...repeat(10, () => 2), 1, 1, 2, 2, 1, 1, 2, 2,
    ]); // prettier-ignore
    assert.equal(qdisc.backlogBytes, 0);
  });

  it("keeps what was looked at as the next to go", () => {
    const qdisc = fq();
    fill(qdisc, [packet(1), packet(2)]);
    assert.equal(qdisc.peek()?.packet.source.port, 1);
    assert.equal(qdisc.length, 2);
    assert.deepEqual(drain(qdisc), [1, 2]);
  });
});
