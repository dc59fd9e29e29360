import type { Host } from "../machine/host";
import type { NetDevice } from "../machine/netDevice";

const header =
  "Inter-|   Receive                                                |  Transmit\n" +
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

/** `/proc/net/dev` (`dev_seq_printf_stats`). */
export function dev({ devices }: Host): string {
  return header + devices.map(deviceRow).join("");
}

function deviceRow(device: NetDevice): string {
  const { rxBytes, rxPackets, rxDropped, rxMissed, txBytes, txPackets, txDropped } = device;
  const received = [rxBytes, rxPackets, 0, rxDropped + rxMissed, 0, 0, 0, 0];
  const sent = [txBytes, txPackets, 0, txDropped, 0, 0, 0, 0];
  const row = (figures: readonly number[], widths: readonly number[]): string =>
    figures.map((figure, at) => ` ${String(figure).padStart(widths[at] ?? 0)}`).join("");
  const receivedWidths = [7, 7, 4, 4, 4, 5, 10, 9];
  return `${device.name.padStart(6)}:${row(received, receivedWidths)} ${row(sent, [8, 7, 4, 4, 4, 5, 7, 10]).slice(1)}\n`;
}
