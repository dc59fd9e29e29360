import { compareKernels } from "../../knowledge/kernelVersion";
import { longestNumbers } from "../../writes/kernelNumber";
import { isTaken, numbersOf, type SettingRule } from "../judgedSetting";

/** From here on, ports are split by parity. */
const splitsByParity = "4.2";

/** A port range both ends of which are odd or even (`set_local_port_range` logs a warning). */
export const portRangeParity: SettingRule = (setting, { knowledge, kernel }, report) => {
  if (setting.entry.name !== "net.ipv4.ip_local_port_range" || !isTaken(setting)) return;
  if (compareKernels(kernel, splitsByParity) < 0) return;
  const [first, last] = numbersOf(setting.value);
  if (first === undefined || last === undefined || (last - first) % 2n !== 0n) return;
  const parity = knowledge.data.wording[first % 2n === 0n ? "parity.even" : "parity.odd"];
  report("sysctl/port-range-parity", "value", { parity });
};

/** A list longer than what procps-ng writes of it: a page less one byte (measured). */
export const listTooLong: SettingRule = (setting, { dialect }, report) => {
  if (setting.entry.value.type !== "range-list" || dialect !== "sysctl.conf") return;
  const { length } = setting.value;
  if (isTaken(setting) && length > longestNumbers) report("sysctl/list-too-long", "value", { length });
};
