import type { Host } from "../../machine/host";
import type { Endpoint } from "../../machine/packet";
import { TcpSocket } from "../../machine/tcp/socket";
import type { Ref } from "../parameters";
import type { Step } from "./step";

/**
 * Opens connections to each address and port of a listener, from each source, until one is refused on the spot. The
 * results: all connections by `id`, `ID.destinations` with one figure each, and `ID.errno`, empty if none was refused.
 */
export interface ConnectUntilRefusedSpec {
  readonly do: "connect-until-refused";
  readonly id: string;
  readonly to: string;
  /** At most so many; all that can be unless said. */
  readonly connections?: Ref<number>;
  /** Whether sockets are bound to an address first: with a port of the kernel's choice, or by IP_BIND_ADDRESS_NO_PORT. */
  readonly bind?: Ref<"none" | "port0" | "no-port">;
  /** Own addresses in use, with `bind`, and addresses of the other side; all there are unless said. */
  readonly sources?: Ref<number>;
  readonly destinations?: Ref<number>;
}

export const connectUntilRefused: Step<ConnectUntilRefusedSpec> = function* (step, context) {
  const { host, parameters, topology, clients, results, descriptors } = context;
  const bind = parameters.resolve(step.bind ?? "none");
  const most = parameters.resolve(step.connections) ?? Infinity;
  const addresses = topology.addressesOf(step.to, host).slice(0, parameters.resolve(step.destinations));
  const ports = topology.socketsOf(step.to).map(({ port }) => port);
  const opened = clients.get(step.id) ?? [];
  clients.set(step.id, opened);
  const connections: number[] = [];
  let errno = "";
  for (const destination of addresses.flatMap((address) => ports.map((port) => ({ address, port })))) {
    const before = opened.length;
    for (const source of sourcesFor(host, destination, bind).slice(0, parameters.resolve(step.sources))) {
      while (opened.length < most) {
        const socket = new TcpSocket(host, { bindAddressNoPort: bind === "no-port" });
        const refusal = descriptors.open() ? open(socket, source, destination) : "EMFILE";
        if (refusal !== undefined) {
          socket.close();
          errno = refusal;
          break;
        }
        opened.push(socket);
        yield host.machine.costs.connectNs;
      }
    }
    connections.push(opened.length - before);
  }
  results.set(step.id, opened.length);
  results.set(`${step.id}.destinations`, connections);
  results.set(`${step.id}.errno`, errno);
};

/** The own addresses to bind to; `undefined` leaves the choice to the route. */
function sourcesFor(host: Host, { address }: Endpoint, bind: string): readonly (string | undefined)[] {
  return bind === "none" ? [undefined] : host.ip.route(address).addresses;
}

function open(socket: TcpSocket, source: string | undefined, destination: Endpoint): string | undefined {
  return (source === undefined ? undefined : socket.bind(source)) ?? socket.connect(destination);
}
