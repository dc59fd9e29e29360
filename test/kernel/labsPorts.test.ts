import assert from "node:assert/strict";
import fc from "fast-check";
import { seed, withRandom } from "./support/cases";
import { playAll } from "./support/lab";
import { kernelSeries, needsNamespace } from "./support/namespace";

const portRange = "net.ipv4.ip_local_port_range";
const reservedPorts = "net.ipv4.ip_local_reserved_ports";
const mostTimeWait = "net.ipv4.tcp_max_tw_buckets";
const reuse = "net.ipv4.tcp_tw_reuse";
const reuseDelay = "net.ipv4.tcp_tw_reuse_delay";
const timestamps = "net.ipv4.tcp_timestamps";
const finTimeout = "net.ipv4.tcp_fin_timeout";

// The rules are those of Linux 6.18; older kernels have others.
const hasTheseRules = kernelSeries() >= "6.18" && !/^6\.\d\b/.test(kernelSeries());
/** Cases that mostly wait for their time. */
const waiting = 8;

describe("labs of ports on the running kernel", function () {
  this.timeout(120_000);

  before(function () {
    needsNamespace(this);
    if (!hasTheseRules) this.skip();
    console.log(`  seed ${seed}`);
  });

  it("ephemeral-ports: as many as are free, for each destination or, chosen by bind(), for each source", async function () {
    const of20 = { [portRange]: "40000 40019" };
    const fixed = [
      of20,
      { ...of20, destinationPorts: 2 },
      { ...of20, destinations: 2 },
      { ...of20, [reservedPorts]: "40000-40002,40010,40019" },
      { ...of20, [reservedPorts]: "40000-40019" },
      { ...of20, sources: 2, bind: "port0" },
      { ...of20, sources: 2, bind: "no-port" },
      { ...of20, destinationPorts: 2, bind: "port0" },
      { ...of20, destinations: 2, bind: "no-port" },
      ...["40000 40000", "40000 40002", "40000 40050", "40001 40006"].map((range) => ({ [portRange]: range })),
      { ...of20, path: "loopback", destinations: 2, sources: 2, bind: "no-port" },
    ];
    const random = fc
      .record({
        low: fc.integer({ min: 20_000, max: 60_000 }),
        size: fc.oneof(
          fc.integer({ min: 1, max: 40 }),
          fc.integer({ min: 1, max: 20 }).map((half) => 2 * half),
        ),
        reserved: fc.array(fc.tuple(fc.nat(45), fc.nat(5)), { maxLength: 3 }),
        sources: fc.integer({ min: 1, max: 3 }),
        destinations: fc.integer({ min: 1, max: 2 }),
        destinationPorts: fc.integer({ min: 1, max: 2 }),
        bind: fc.constantFrom("none", "port0", "no-port"),
        path: fc.constantFrom("veth", "loopback"),
      })
      .map(({ low, size, reserved, ...more }) => ({
        ...more,
        [portRange]: `${low} ${low + size - 1}`,
        [reservedPorts]: reserved.map(([from, length]) => `${low + from}-${low + from + length}`).join(","),
      }));
    await playAll(this, "ephemeral-ports", withRandom(fixed, random), (observed, one, params) => {
      const { connections, errno } = observed as unknown as { connections: readonly number[]; errno: string };
      assert.equal(errno, one["bind"] === "port0" ? "EADDRINUSE" : "EADDRNOTAVAIL");
      const { free, isOdd } = freePorts(String(params[portRange]), String(params[reservedPorts]));
      const bind = params["bind"];
      const sources = bind === "none" ? 1 : Number(params["sources"]);
      connections.forEach((count, at) => {
        const most = bind === "port0" && at > 0 ? 0 : sources * free;
        // Of an odd number of ports one may be left out, and found by a later search.
        if (isOdd) assert.ok(Math.abs(count - most) <= sources, `${count} of ${most}`);
        else assert.equal(count, most);
      });
    });
  });

  it("time-wait: as many as the limit leaves, and ports come back by age, timestamps and loopback", async function () {
    const of20 = { [portRange]: "40000 40019" };
    const fixed = [
      {},
      ...[131_072, 5, 1, 0].map((most) => ({ ...of20, [mostTimeWait]: most })),
      { lingerZero: 1 },
      ...[0, 1, 2].flatMap((value) => ["veth", "loopback"].map((path) => ({ ...of20, [reuse]: value, path }))),
      { ...of20, path: "loopback", [timestamps]: 0 },
      { ...of20, path: "loopback", waitSeconds: 0.2 },
      { ...of20, path: "loopback", waitSeconds: 0.5, [reuseDelay]: 200 },
    ];
    const random = fc
      .record({
        connections: fc.integer({ min: 0, max: 60 }),
        spare: fc.integer({ min: 0, max: 20 }),
        [mostTimeWait]: fc.oneof(fc.constant(131_072), fc.nat(70)),
        [reuse]: fc.constantFrom(0, 1, 1, 2),
        [timestamps]: fc.constantFrom(0, 1, 1, 1),
        [reuseDelay]: fc.constantFrom(200, 1000),
        lingerZero: fc.constantFrom(0, 0, 0, 1),
        waitSeconds: fc.constantFrom(0.5, 1.4),
        path: fc.constantFrom("veth", "loopback"),
      })
      .map(({ spare, ...more }) => {
        const ports = more.connections + spare;
        return { ...more, [portRange]: `40000 ${40_000 + Math.max(2, ports + (ports % 2)) - 1}` };
      });
    await playAll(
      this,
      "time-wait",
      withRandom(fixed, random),
      (observed, _one, params) => {
        const connections = Number(params["connections"]);
        const [low = 0, high = 0] = String(params[portRange]).split(" ").map(Number);
        const waiters = params["lingerZero"] === 1 ? 0 : connections;
        const timeWait = Math.min(waiters, Number(params[mostTimeWait]));
        const isAllowed = params[reuse] === 1 || (params[reuse] === 2 && params["path"] === "loopback");
        const isOld = Number(params["waitSeconds"]) * 1000 > Number(params[reuseDelay]);
        const returning = isAllowed && isOld && params[timestamps] !== 0 ? timeWait : 0;
        const free = high - low + 1 - timeWait;
        const reconnected = Math.min(connections, free + returning);
        const recycled = Number(observed["TcpExt.TWRecycled"]);
        // The search takes what it meets first, a free port or one that may be taken over.
        assert.ok(recycled >= Math.max(0, reconnected - free) && recycled <= Math.min(returning, reconnected));
        assert.deepEqual(observed, {
          timeWait,
          reconnected,
          "TcpExt.TCPTimeWaitOverflow": waiters - timeWait,
          "TcpExt.TWRecycled": recycled,
        });
      },
      waiting,
    );
  });

  it("fin-wait2: tcp_fin_timeout, of which a minute and more is a timer twice; never for who keeps the socket", async function () {
    const fixed = [
      { [finTimeout]: 1, lookSeconds: 0.6 },
      { [finTimeout]: 1, lookSeconds: 1.7 },
      { [finTimeout]: 61, lookSeconds: 1.5 },
      { [finTimeout]: 61, lookSeconds: 2.7 },
      { [finTimeout]: 1, close: "shutdown", lookSeconds: 1.7 },
      { [mostTimeWait]: 5, lookSeconds: 0.5 },
    ];
    const random = fc.record({
      connections: fc.integer({ min: 0, max: 60 }),
      close: fc.constantFrom("close", "close", "close", "shutdown"),
      [finTimeout]: fc.constantFrom(1, 2, 30, 60, 61, 62, 120),
      [mostTimeWait]: fc.oneof(fc.constant(131_072), fc.nat(70)),
      lookSeconds: fc.constantFrom(0.5, 1.6, 2.7),
      path: fc.constantFrom("veth", "loopback"),
    });
    await playAll(
      this,
      "fin-wait2",
      withRandom(fixed, random),
      (observed, _one, params) => {
        const connections = Number(params["connections"]);
        const seconds = Number(params[finTimeout]);
        const look = Number(params["lookSeconds"]);
        // Above a minute the socket itself waits for the excess, and then what is kept of it as long again.
        const alone = Math.max(0, seconds - 60);
        const kept = seconds > 60 ? alone : seconds;
        const hasLimit = params["close"] === "close" && look > alone;
        const most = hasLimit ? Math.min(connections, Number(params[mostTimeWait])) : connections;
        const isOver = params["close"] === "close" && look > alone + kept;
        assert.deepEqual(observed, {
          finWait2: isOver ? 0 : most,
          "TcpExt.TCPTimeWaitOverflow": connections - most,
        });
      },
      waiting,
    );
  });
});

/** How many ports of a range are not reserved, and whether the range is of more than one and an odd number. */
function freePorts(range: string, reserved: string): { free: number; isOdd: boolean } {
  const [low = 0, high = 0] = range.split(" ").map(Number);
  const taken = reserved.split(",").map((part) => part.split("-").map(Number));
  const isFree = (port: number): boolean =>
    reserved === "" || taken.every(([first = 0, last = first]) => port < first || port > last);
  const ports = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  return { free: ports.filter(isFree).length, isOdd: ports.length > 1 && ports.length % 2 === 1 };
}
