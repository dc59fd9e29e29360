import assert from "node:assert/strict";
import fc from "fast-check";
import type { Values } from "../../src/cli/lab/parameters";
import { expectedSeconds } from "../../src/cli/lab/scenarios/expectedWait";
import type { Figure } from "../../src/core/simulator/scenario/observe";
import { seed, withRandom } from "./support/cases";
import { playAll, type Case, type Seen } from "./support/lab";
import { kernelSeries, needsNamespace } from "./support/namespace";

const key = (name: string): string => `net.ipv4.tcp_${name}`;

// The rules are those of Linux 6.18; older kernels have others.
const hasTheseRules = kernelSeries() >= "6.18" && !/^6\.\d\b/.test(kernelSeries());

type Waited = Readonly<Record<string, Figure | undefined>>;

describe("labs of TCP on the running kernel", function () {
  this.timeout(120_000);

  before(function () {
    needsNamespace(this);
    if (!hasTheseRules) this.skip();
    console.log(`  seed ${seed}`);
  });

  it("tcp-buffers: what was written is in one queue or the other", async function () {
    const fixed = [
      {},
      { path: "loopback" },
      { receiveBuffer: 0, sendBuffer: 0 },
      ...[4096, 16_384, 65_536].flatMap((bytes) => [
        { receiveBuffer: bytes, sendBuffer: bytes },
        { receiveBuffer: bytes, sendBuffer: bytes, path: "loopback" },
      ]),
    ];
    const buffer = fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 300_000 }));
    const triple = fc
      .tuple(fc.integer({ min: 4096, max: 20_000 }), fc.nat({ max: 200_000 }), fc.nat({ max: 2_000_000 }))
      .map(([least, more, most]) => `${least} ${least + more} ${least + more + most}`);
    const random = fc.record({
      receiveBuffer: buffer,
      sendBuffer: buffer,
      // Of smaller writes, how many make a segment depends on how fast they follow one another.
      writeSize: fc.integer({ min: 1000, max: 70_000 }),
      [key("rmem")]: fc.oneof(fc.constant(undefined), triple),
      [key("wmem")]: fc.oneof(fc.constant(undefined), triple),
      path: fc.constantFrom("veth", "loopback"),
    });
    const verify = ({ written, recvQueue, sendQueue }: Seen): void => {
      assert.equal(written, Number(recvQueue) + Number(sendQueue));
    };
    // Whether a probe goes out before the next write, and so how far the send buffer grows, is chance here and there.
    const { cases, exact } = await playAll(this, "tcp-buffers", withRandom(fixed, random), verify, 6, 0.1);
    console.log(`      ${exact} of ${cases} cases to the byte`);
    // The kernel agrees with itself in 37 of 40: in the others, when a timer or an acknowledgement comes decides.
    assert.ok(exact >= 0.7 * cases, `only ${exact} of ${cases} cases to the byte`);
  });

  it("timeouts: never early, and as often as foretold", async function () {
    const fixed: Case[] = [
      { kind: "connect", [key("syn_retries")]: 2 },
      { kind: "synack", [key("synack_retries")]: 2 },
      { kind: "data", [key("retries2")]: 3 },
      { kind: "keepalive", [key("keepalive_time")]: 2, [key("keepalive_intvl")]: 1, [key("keepalive_probes")]: 3 },
    ];
    const random = fc.oneof(
      fc.record({
        kind: fc.constant("connect"),
        [key("syn_retries")]: fc.constantFrom(1, 2),
        [key("syn_linear_timeouts")]: fc.integer({ min: 0, max: 5 }),
      }),
      fc.record({
        kind: fc.constant("connect"),
        [key("syn_retries")]: fc.integer({ min: 3, max: 5 }),
        [key("syn_linear_timeouts")]: fc.integer({ min: 0, max: 3 }),
        [key("rto_max_ms")]: fc.constant(1000),
      }),
      fc.record({ kind: fc.constant("synack"), [key("synack_retries")]: fc.constantFrom(0, 1, 2) }),
      // With 4, the end hangs on how late timers were: 6.7 s mostly, else 13.4 s.
      fc.record({ kind: fc.constant("data"), [key("retries2")]: fc.constantFrom(0, 1, 2, 3) }),
      fc.record({
        kind: fc.constant("keepalive"),
        [key("keepalive_time")]: fc.constantFrom(1, 2),
        [key("keepalive_intvl")]: fc.constantFrom(1, 2),
        [key("keepalive_probes")]: fc.constantFrom(1, 2),
      }),
    );
    const verify = (observed: Waited, { kind }: Case, params: Values): void => {
      const { seconds, segmentsAt, errno } = observed;
      const times = [segmentsAt].flat().map(Number);
      assert.deepEqual(times.toSorted((a, b) => a - b), times); // prettier-ignore
      const least = expectedSeconds(params);
      assert.ok(Number(seconds) >= least - 0.01 && Number(seconds) <= 1.15 * least + 0.3, `${least} s at least`);
      assert.equal(errno, kind === "synack" ? undefined : "ETIMEDOUT");
    };
    await playAll(this, "timeouts", withRandom(fixed, random), verify, 24);
  });
});
