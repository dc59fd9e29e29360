import type { Host } from "../machine/host";
import { TcpSocket } from "../machine/tcp/socket";
import type { Probe } from "./probes";

/** Sockets at the same port, which share it by SO_REUSEPORT, are told apart: `udp:9000`, `udp:9000#2`. */
function labelled<Socket>(
  kind: string,
  sockets: Iterable<readonly [number, Socket]>,
): { readonly label: string; readonly socket: Socket }[] {
  const seen = new Map<number, number>();
  return [...sockets].map(([port, socket]) => {
    const count = (seen.get(port) ?? 0) + 1;
    seen.set(port, count);
    return { label: `${kind}:${port}${count > 1 ? `#${count}` : ""}`, socket };
  });
}

/** The queues of the UDP sockets of a host, in datagrams and in bytes. */
export function probesOfUdp({ name: of, udpSockets }: Host): Probe[] {
  return labelled("udp", udpSockets).flatMap(({ label, socket }): Probe[] => {
    const { receiveBufferBytes, sendBufferBytes } = socket;
    const name = `${of}/${label}`;
    const shared = { of, label, unit: "bytes" } as const;
    return [
      { name: `${name}.queued`, read: () => socket.queued },
      {
        name: `${name}.receiveMemory`,
        read: () => socket.receiveMemory,
        vessel: { ...shared, way: "receive", station: "receive-queue", limit: receiveBufferBytes },
      },
      {
        name: `${name}.sendMemory`,
        read: () => socket.sendMemory,
        vessel: { ...shared, way: "transmit", station: "send-queue", limit: sendBufferBytes },
      },
    ];
  });
}

/** The queues of the listeners of a host, TIME_WAIT, and the memory of all TCP sockets of the machine. */
export function probesOfTcp({ name: of, tcp, sysctls }: Host): Probe[] {
  const tw = (): number => sysctls.number("net.ipv4.tcp_max_tw_buckets");
  const memory = (): number => tcp.settings.mem[2];
  const tcpVessel = { of, way: "receive", station: "tcp" } as const;
  return [
    ...labelled("tcp", tcp.listeners).flatMap(({ label, socket }): Probe[] => {
      const { acceptQueueLimit, halfOpenLimit } = socket;
      const shared = { of, way: "receive", label, unit: "connections" } as const;
      return [
        {
          name: `${of}/${label}.acceptQueue`,
          read: () => socket.acceptQueue,
          vessel: { ...shared, station: "accept-queue", limit: acceptQueueLimit },
        },
        {
          name: `${of}/${label}.halfOpen`,
          read: () => socket.halfOpen,
          vessel: { ...shared, station: "syn-queue", limit: halfOpenLimit },
        },
      ];
    }),
    {
      name: `${of}/tcp.timeWait`,
      read: () => tcp.timeWait.count,
      vessel: { ...tcpVessel, label: "TIME_WAIT", unit: "connections", limit: tw },
    },
    {
      name: `${of}/tcp.memoryPages`,
      read: () => tcp.memory.pages,
      vessel: { ...tcpVessel, label: "tcp_mem", unit: "pages", limit: memory },
    },
  ];
}

/** The queues of one connection, whose limits the kernel changes as it goes. */
export function probesOfConnection({ name: of }: Host, label: string, socket: unknown): Probe[] {
  if (!(socket instanceof TcpSocket)) return [];
  const name = `${of}/${label}`;
  const shared = { of, label, unit: "bytes" } as const;
  const [receiveBuffer, sendBuffer] = [`${name}.receiveBuffer`, `${name}.sendBuffer`];
  return [
    {
      name: `${name}.receiveMemory`,
      read: () => socket.receiveMemory,
      vessel: { ...shared, way: "receive", station: "receive-queue", limitSeries: receiveBuffer },
    },
    { name: receiveBuffer, read: () => socket.receiveBufferBytes, limitOf: `${name}.receiveMemory` },
    {
      name: `${name}.sendMemory`,
      read: () => socket.sendMemory,
      vessel: { ...shared, way: "transmit", station: "send-queue", limitSeries: sendBuffer },
    },
    { name: sendBuffer, read: () => socket.sendBufferBytes, limitOf: `${name}.sendMemory` },
  ];
}
