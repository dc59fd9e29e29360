import { escapeMarkdown } from "../../explain/markdown";
import { numberIn, type FileContext, type FileRule } from "../judgedSetting";
import { interfaceSetting, numberOf } from "./interfaceKey";

const acceptRa = "net.ipv6.conf.*.accept_ra";
const allForwarding = "net.ipv6.conf.all.forwarding";

const isOn = (number: bigint | undefined): boolean => number !== undefined && number !== 0n;

/** Router advertisements wanted with a 1 on an interface that forwards, where only a 2 accepts them. */
export const acceptRaNeedsTwo: FileRule = (file, report) => {
  for (const setting of file.settings) {
    if (setting.entry.name !== acceptRa || numberOf(setting) !== 1n) continue;
    const member = interfaceSetting(setting)?.member ?? "";
    const forwarding = file.last(`net.ipv6.conf.${member}.forwarding`) ?? file.last(allForwarding);
    if (!forwarding || !isOn(numberOf(forwarding))) continue;
    report("sysctl/accept-ra-needs-two", setting.valueSpan, { key: escapeMarkdown(setting.key), forwarding: escapeMarkdown(forwarding.key) }); // prettier-ignore
  }
};

/** Forwarding switched on where nothing is said of router advertisements. */
export const forwardingIgnoresRa: FileRule = (file, report) => {
  const forwarding = file.last(allForwarding);
  if (!forwarding || !isOn(numberOf(forwarding))) return;
  if (file.settings.some(({ entry }) => entry.name === acceptRa)) return;
  if (isOn(numberIn(file, "net.ipv6.conf.all.disable_ipv6"))) return;
  report("sysctl/forwarding-ignores-ra", forwarding.keySpan, { key: allForwarding });
};

/** Marks that choose routes, and a strict check that does not look at them. */
export const strictCheckIgnoresMarks: FileRule = (file, report) => {
  const marks = ["net.ipv4.fwmark_reflect", "net.ipv4.tcp_fwmark_accept"].find((key) => isOn(numberOf(file.last(key))));
  if (marks === undefined || looksAtMarks(file)) return;
  const strict = file.settings.find((setting) => setting.entry.name === "net.ipv4.conf.*.rp_filter" && numberOf(setting) === 1n); // prettier-ignore
  if (strict) report("sysctl/strict-check-ignores-marks", strict.valueSpan, { key: escapeMarkdown(strict.key), marks });
};

function looksAtMarks(file: FileContext): boolean {
  return file.settings.some(
    (setting) => setting.entry.name === "net.ipv4.conf.*.src_valid_mark" && isOn(numberOf(setting)),
  );
}

/** IPv6 switched off and made to forward in one file. */
export const disabledButForwarding: FileRule = (file, report) => {
  const disabled = file.last("net.ipv6.conf.all.disable_ipv6");
  const forwarding = file.last(allForwarding);
  if (!disabled || !forwarding || !isOn(numberOf(disabled)) || !isOn(numberOf(forwarding))) return;
  // Interfaces switched on again by name may forward.
  if (file.settings.some((setting) => setting.entry === disabled.entry && numberOf(setting) === 0n)) return;
  report("sysctl/disabled-but-forwarding", forwarding.keySpan, { key: allForwarding, disabled: disabled.key });
};
