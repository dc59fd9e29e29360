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

describe("TCP towards a reader that never reads", () => {
  it("fills both buffers as a 6.18 kernel does", () => {
    const cases = [
      ["veth", 0, 0, 16384, 4608, 1152, 3456, 2816, 5120],
      ["veth", 4096, 4096, 16384, 13032, 4344, 8688, 6840, 10352],
      ["veth", 16384, 16384, 16384, 63712, 30408, 33304, 32072, 35800],
      ["veth", 65536, 65536, 16384, 267782, 125878, 141904, 127542, 144400],
      ["veth", undefined, undefined, 16384, 460128, 125640, 334488, 127304, 340312],
      ["loopback", 0, 0, 16384, 4608, 1152, 3456, 2816, 5120],
      ["loopback", 4096, 4096, 16384, 12288, 4096, 8192, 5760, 9024],
      ["loopback", 16384, 16384, 16384, 57344, 24576, 32768, 27072, 33600],
      ["loopback", 65536, 65536, 16384, 286570, 124459, 162111, 125291, 163775],
      ["loopback", undefined, undefined, 16384, 2746368, 124928, 2621440, 125760, 2661376],
    ] as const;
    for (const [path, receive, send, size, ...expected] of cases) {
      const got = fill(path, receive, send, size);
      console.log(path, receive, send, size, "\n  kernel", expected.join(" "), "\n  model ", got.join(" "));
    }
  });
});
