import { isTaken, numbersOf, type FileRule, type SettingRule } from "../judgedSetting";

const rangeKey = "net.ipv4.ip_local_port_range";
const reservedKey = "net.ipv4.ip_local_reserved_ports";
/** Fewer ports than this to one destination are used up by a busy client within seconds. */
const fewPorts = 4096n;
/** Most ports that services listen on by convention lie below. */
const servicePorts = 10000n;

/** A range with few ports for outgoing connections. */
export const fewEphemeralPorts: SettingRule = (setting, _context, report) => {
  if (setting.entry.name !== rangeKey || !isTaken(setting)) return;
  const [first, last] = numbersOf(setting.value);
  if (first === undefined || last === undefined || last - first + 1n >= fewPorts) return;
  report("sysctl/few-ephemeral-ports", "value", { count: String(last - first + 1n) });
};

/** A range that holds the usual ports of services, with none of them kept free. */
export const rangeCoversServices: FileRule = (file, report) => {
  const range = file.last(rangeKey);
  if (!range || file.last(reservedKey)) return;
  const [first, last] = numbersOf(range.value);
  if (first === undefined || last === undefined || first >= servicePorts || last < servicePorts) return;
  report("sysctl/range-covers-services", range.valueSpan, { first: String(first) });
};

/** Ports kept free that nothing would have taken. */
export const reservedOutsideRange: FileRule = (file, report) => {
  const reserved = file.last(reservedKey);
  if (!reserved || reserved.value === "") return;
  const [first, last] = numbersOf(file.valueOf(rangeKey) ?? "");
  if (first === undefined || last === undefined) return;
  const isUsed = reserved.value.split(",").some((part) => {
    const [low = Number.NaN, high = low] = part.split("-").map(Number);
    // What cannot be read here is not called useless.
    return !(high < first || low > last);
  });
  if (!isUsed)
    report("sysctl/reserved-outside-range", reserved.valueSpan, { first: String(first), last: String(last) });
};
