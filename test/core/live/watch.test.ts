import assert from "node:assert/strict";
import { csvOf, figuresOf, keptMs, seriesOf, withSample } from "../../../src/core/live/history";
import { takeSample, watchedCounters, type Sample } from "../../../src/core/live/watch";
import { languages } from "../../../src/core/knowledge/types";
import { parseSysctlName } from "../../../src/core/knowledge/sysctlName";
import { realKnowledge } from "../../support/knowledge";
import { procOf } from "./support";

const sample = (atMs: number, value?: number, limit?: number): Sample => ({
  atMs,
  values: value === undefined ? {} : { x: value },
  limits: limit === undefined ? {} : { x: limit },
});
const rate = { id: "x", shows: "rate" } as const;
const level = { id: "x", shows: "level" } as const;

describe("what the watch panel can plot", () => {
  it("is all found in the knowledge, each once, with keys that are described", () => {
    const asked = realKnowledge().data.watch.flatMap(({ counters }) => counters);
    const watched = watchedCounters(realKnowledge());
    assert.deepEqual(
      watched.map(({ id }) => id),
      asked.map(({ counter }) => counter),
    );
    assert.equal(new Set(watched.map(({ id }) => id)).size, watched.length);
    for (const { id, key, shows, limit } of watched) {
      if (key !== undefined) assert.ok(realKnowledge().find(parseSysctlName(key)), `${id}: ${key}`);
      assert.ok(!limit || shows === "level", `${id} has a limit and is no level`);
    }
    assert.ok(watched.some(({ isChosen }) => isChosen));
  });

  it("is the same in both languages", () => {
    const [english, chinese] = languages.map((language) => watchedCounters(realKnowledge(language)).map(({ id, place }) => `${id} ${place.path}`)); // prettier-ignore
    assert.deepEqual(english, chinese);
  });
});

describe("a sample", () => {
  const watched = watchedCounters(realKnowledge());

  it("holds what the host has, and reads each file once", async () => {
    const host = procOf({
      "/proc/net/netstat": "TcpExt: ListenOverflows ListenDrops\nTcpExt: 7 9\n",
      "/proc/net/sockstat": "sockets: used 1\nTCP: inuse 1 orphan 2 tw 3 alloc 4 mem 5\n",
      "/proc/sys/net/ipv4/tcp_mem": "10\t20\t30\n",
      "/proc/sys/net/ipv4/tcp_max_tw_buckets": "262144\n",
    });
    const { values, limits } = await takeSample(watched, host, 1);
    assert.deepEqual(values, { TcpExtListenOverflows: 7, TcpExtListenDrops: 9, "sockstat:TCP tw": 3, "sockstat:TCP orphan": 2, "sockstat:TCP mem": 5 }); // prettier-ignore
    assert.deepEqual(limits, { "sockstat:TCP tw": 262144, "sockstat:TCP mem": 30 });
    assert.equal(new Set(host.asked).size, host.asked.length);
  });

  it("reads nothing that is not chosen", async () => {
    const host = procOf({});
    await takeSample(watched.filter(({ id }) => id === "UdpRcvbufErrors"), host, 1); // prettier-ignore
    assert.deepEqual(host.asked, ["/proc/net/snmp"]);
  });
});

describe("the course of a counter", () => {
  it("is its growth a second, or its level", () => {
    const history = [sample(1000, 10), sample(2000, 30), sample(4000, 30)];
    assert.deepEqual(seriesOf(history, rate), { times: [-3, -2, 0], values: [null, 20, 0], limits: [null, null, null] }); // prettier-ignore
    assert.deepEqual(seriesOf(history, level).values, [10, 30, 30]);
    assert.deepEqual(seriesOf([sample(1000, 5, 9)], level).limits, [9]);
    assert.deepEqual(seriesOf([], rate), { times: [], values: [], limits: [] });
  });

  it("has a gap where nobody looked, and where the counter wrapped or was not there", () => {
    const away = [sample(0, 1), sample(1000, 2), sample(60_000, 500), sample(61_000, 501)];
    assert.deepEqual(seriesOf(away, rate).values, [null, 1, null, null, 1]);
    assert.deepEqual(seriesOf(away, level).values, [1, 2, null, 500, 501]);
    assert.deepEqual(seriesOf([sample(0, 9), sample(1000, 3), sample(2000), sample(3000, 4)], rate).values, [null, null, null, null]); // prettier-ignore
  });

  it("is told in figures", () => {
    const history = [sample(0, 10, 100), sample(1000, 30, 100), sample(2000, 31, 100)];
    assert.deepEqual(figuresOf(history, rate), { now: 1, total: 31, limit: 100, grown: 21, peak: 20 });
    assert.deepEqual(figuresOf(history, level), { now: 31, total: 31, limit: 100, grown: 21, peak: 31 });
    assert.deepEqual(figuresOf([sample(0)], rate), { now: undefined, total: undefined, limit: undefined, grown: undefined, peak: undefined }); // prettier-ignore
  });

  it("is kept for ten minutes, whatever the clock does", () => {
    let history: readonly Sample[] = [];
    for (let second = 0; second < 1000; second++) history = withSample(history, sample(second * 1000, second));
    assert.equal(history.length, keptMs / 1000);
    assert.deepEqual(withSample(history, sample(5, 1)), [sample(5, 1)]);
  });

  it("goes into a table that a spreadsheet reads", () => {
    const history = [{ atMs: 0, values: { "a,b": 1, 'c"': 2 }, limits: {} }, sample(1000)];
    assert.equal(csvOf(history, ["a,b", 'c"']), 'time,"a,b","c"""\n1970-01-01T00:00:00.000Z,1,2\n1970-01-01T00:00:01.000Z,,\n'); // prettier-ignore
  });
});
