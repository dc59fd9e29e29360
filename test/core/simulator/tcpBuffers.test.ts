import assert from "node:assert/strict";
import { Thread } from "../../../src/core/simulator/machine/cpu";
import { TcpSocket } from "../../../src/core/simulator/machine/tcp/socket";
import { connectedHosts } from "../../support/tcpPair";

/** A thread that connects and writes until nothing moves any more, trying again every 20 ms. */
class Writer extends Thread {
  readonly bursts: number[] = [];
  private burst = 0;
  private idle = 0;
  private isConnecting = false;

  constructor(
    private readonly client: TcpSocket,
    private readonly address: string,
    private readonly writeSize: number,
  ) {
    super();
  }

  step(): number | undefined {
    const { machine, cpu } = this.client.host;
    if (!this.isConnecting) {
      this.isConnecting = true;
      this.client.connect({ address: this.address, port: 80 });
      return machine.costs.connectNs;
    }
    const taken = this.client.write(this.writeSize);
    if (typeof taken === "number") {
      this.burst += taken;
      return machine.costs.sendNs;
    }
    this.idle = this.burst > 0 ? 0 : this.idle + 1;
    if (this.burst > 0) this.bursts.push(this.burst);
    this.burst = 0;
    if (this.idle < 35) machine.engine.schedule(20_000_000, () => cpu.wake(this));
    return undefined;
  }
}

function fill(path: "veth" | "loopback", receiveBuffer?: number, sendBuffer?: number, writeSize = 16384): number[] {
  const { engine, clientHost, listener, address } = connectedHosts({ path, receiveBuffer });
  const client = new TcpSocket(clientHost, { sendBuffer });
  const writer = new Writer(client, address, writeSize);
  clientHost.cpu.wake(writer);
  engine.runUntil(3_000_000_000);
  const server = listener.accept();
  assert.ok(server);
  const written = writer.bursts.reduce((sum, burst) => sum + burst, 0);
  assert.equal(written, server.receiveQueue + client.sendQueue);
  return [written, server.receiveQueue, client.sendQueue, server.receiveMemory, client.sendMemory, ...writer.bursts];
}

/** What a 6.18 kernel did: path, SO_RCVBUF, SO_SNDBUF, bytes a write; written, in both queues, what these are charged with. */
const measured = [
  ["veth", 0, 0, 16384, 4608, 1152, 3456, 2816, 5120],
  ["veth", 4096, 4096, 16384, 13032, 4344, 8688, 6840, 10352],
  ["veth", 16384, 16384, 16384, 63712, 30408, 33304, 32072, 35800],
  ["veth", 65536, 65536, 16384, 267782, 125878, 141904, 127542, 144400],
  ["veth", undefined, undefined, 16384, 460128, 125640, 334488, 127304, 340312],
  ["veth", 16384, 16384, 1000, 64440, 29688, 34752, 31352, 38080],
  ["veth", 16384, 16384, 1448, 68056, 30408, 37648, 32072, 40976],
  ["veth", 16384, 16384, 3000, 65680, 30928, 34752, 31760, 37248],
  ["veth", 16384, 16384, 65536, 66608, 30408, 36200, 32072, 39528],
  ["veth", 16384, 16384, 300000, 66608, 30408, 36200, 32072, 39528],
  ["veth", 65536, undefined, 16384, 460366, 125878, 334488, 127542, 340312],
  ["veth", undefined, 16384, 16384, 173424, 125640, 47784, 127304, 48616],
  ["veth", undefined, 65536, 16384, 267544, 125640, 141904, 127304, 144400],
  ["veth", undefined, 1048576, 16384, 2196992, 125640, 2071352, 127304, 2107960],
  ["veth", 4096, 65536, 16384, 89776, 4344, 85432, 6840, 131192],
  ["loopback", 0, 0, 16384, 4608, 1152, 3456, 2816, 5120],
  ["loopback", 4096, 4096, 16384, 12288, 4096, 8192, 5760, 9024],
  ["loopback", 16384, 16384, 16384, 57344, 24576, 32768, 27072, 33600],
  ["loopback", 65536, 65536, 16384, 286570, 124459, 162111, 125291, 163775],
  ["loopback", undefined, undefined, 16384, 2746368, 124928, 2621440, 125760, 2661376],
  ["loopback", 16384, 16384, 3000, 57000, 24000, 33000, 24832, 33832],
  ["loopback", 16384, 16384, 65536, 57344, 24576, 32768, 27072, 33600],
  ["loopback", 0, undefined, 16384, 1077120, 1152, 1075968, 2816, 2626816],
  ["loopback", 4096, undefined, 16384, 1875968, 4096, 1871872, 5760, 2628992],
  ["loopback", 16384, undefined, 16384, 2416640, 24576, 2392064, 27072, 2631680],
  ["loopback", 65536, undefined, 16384, 2734618, 124459, 2610159, 125291, 2650095],
  ["loopback", undefined, 0, 16384, 182272, 128000, 54272, 128832, 55104],
  ["loopback", undefined, 16384, 16384, 179200, 124928, 54272, 125760, 55104],
  ["loopback", undefined, 65536, 16384, 287744, 124928, 162816, 125760, 164480],
  ["loopback", undefined, 1048576, 16384, 2203648, 124928, 2078720, 125760, 2110336],
  ["loopback", 4096, 65536, 16384, 100352, 4096, 96256, 5760, 132032],
  ["loopback", 65536, 4096, 16384, 182655, 128618, 54037, 129450, 54869],
] as const;

describe("TCP towards a reader that never reads", () => {
  for (const [path, receiveBuffer, sendBuffer, writeSize, ...kernel] of measured) {
    it(`fills buffers of ${receiveBuffer}/${sendBuffer} over ${path} with writes of ${writeSize}`, () => {
      assert.deepEqual(fill(path, receiveBuffer, sendBuffer, writeSize).slice(0, 5), kernel);
    });
  }
});
