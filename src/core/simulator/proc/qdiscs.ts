import type { Host } from "../machine/host";
import type { NetDevice } from "../machine/netDevice";

/** `tc -s qdisc`: what lies before each device, with what it has sent, refused and still holds. */
export function tcQdisc({ devices }: Host): string {
  return devices.map(device).join("");
}

function device({ name, qdisc, qdiscDrops, qdiscSentBytes, qdiscSentPackets, queued }: NetDevice, at: number): string {
  const [kind, parameters] = qdisc?.shown ?? ["noqueue", ""];
  const handle = qdisc ? (0x8000 + at).toString(16) : "0";
  const [bytes, packets] = qdisc ? [qdiscSentBytes, qdiscSentPackets] : [0, 0];
  return (
    `qdisc ${kind} ${handle}: dev ${name} root refcnt 2 ${parameters}\n` +
    ` Sent ${bytes} bytes ${packets} pkt (dropped ${qdiscDrops}, overlimits ${qdisc?.overlimits ?? 0} requeues 0) \n` +
    ` backlog ${qdisc?.backlogBytes ?? 0}b ${queued}p requeues 0\n`
  );
}
