import { median } from "./measure";
import { fillGateway } from "./simulator/natGateway";
import { connectAndClose, perRound } from "./simulator/tcpConnections";
import { findContestants } from "./simulator/others";
import { carryUdp } from "./simulator/udpToReader";

const perRun = 1_000_000;
const rounds = 5;
const millions = (rate: number): string => (rate / 1e6).toFixed(2);

/** Packets a second of wall time. */
function rateOfUdp(): number {
  const start = performance.now();
  carryUdp(perRun);
  return perRun / ((performance.now() - start) / 1000);
}

// In turn, so that a machine that slows down slows all of them.
const { here, missing } = findContestants();
carryUdp(perRun);
const measured = Array.from({ length: rounds }, () => ({ ours: rateOfUdp(), others: here.map(({ rate }) => rate()) }));
const { read, lost, events } = carryUdp(perRun);
console.log(
  `UDP datagrams through NIC ring, softirq and socket to a reader: ${millions(median(measured.map(({ ours }) => ours)))} million a second of wall time, ${(events / perRun).toFixed(1)} events each, ${read} read, ${lost} lost (aim: at least 2 million)`,
);
here.forEach(({ name }, at) => {
  const rates = measured.map(({ ours, others }) => ({ ours, other: others[at] ?? Number.NaN }));
  const times = median(rates.map(({ ours, other }) => ours / other));
  const rate = median(rates.map(({ other }) => other));
  console.log(`  ${name}: ${(rate / 1000).toFixed(0)} thousand a second; ours is ${times.toFixed(1)} times that`);
});
for (const why of missing) console.log(`  not compared: ${why}`);

/** Megabytes in use after a run and a collection of garbage. */
function memoryAfter(datagrams: number): number {
  carryUdp(datagrams);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
const [short, long] = [memoryAfter(perRun), memoryAfter(10 * perRun)];
console.log(
  `memory after 1 million datagrams: ${short.toFixed(1)} MB, after 10 million: ${long.toFixed(1)} MB (aim: the same)`,
);

const gateway = fillGateway(1_000_000);
console.log(
  `NAT gateway with ${gateway.entries} connections: ${gateway.bytesPerEntry.toFixed(0)} bytes each, ${(gateway.connectRate / 1000).toFixed(0)} thousand set up a second, then ${(gateway.packetRate / 1000).toFixed(0)} thousand packets a second in random order`,
);

const connectionRounds = 20;
connectAndClose(connectionRounds);
const begin = performance.now();
const eventsEach = connectAndClose(connectionRounds);
const connectionRate = (connectionRounds * perRound) / ((performance.now() - begin) / 1000);
console.log(
  `TCP connections set up, closed and gone: ${(connectionRate / 1000).toFixed(0)} thousand a second, ${eventsEach.toFixed(1)} events each`,
);
