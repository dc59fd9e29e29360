import { formatBytes } from "../../explain/figures";
import { escapeMarkdown } from "../../explain/markdown";
import { isTaken, numberIn, numbersOf, type FileContext, type FileRule, type SettingRule } from "../judgedSetting";
import { numberOf } from "./interfaceKey";

/** The background limit of dirty memory at or above the hard one. */
export const backgroundNotBelow: FileRule = (file, report) => {
  for (const [unit, other] of [
    ["ratio", "bytes"],
    ["bytes", "ratio"],
  ] as const) {
    // The file says it in both units, of which only one is in force.
    if (isSet(file, `vm.dirty_background_${other}`) || isSet(file, `vm.dirty_${other}`)) continue;
    const background = file.last(`vm.dirty_background_${unit}`);
    const hard = numberOf(file.last(`vm.dirty_${unit}`));
    const number = numberOf(background);
    if (!background || hard === undefined || number === undefined || hard === 0n || number < hard) continue;
    report("sysctl/background-not-below", background.valueSpan, { number: String(number), hard: String(hard), hardKey: `vm.dirty_${unit}` }); // prettier-ignore
  }
};

function isSet(file: FileContext, key: string): boolean {
  return (numberOf(file.last(key)) ?? 0n) !== 0n;
}

/** A commit limit in a mode that does not ask for it. */
export const commitLimitUnused: FileRule = (file, report) => {
  const ratio = file.last("vm.overcommit_ratio");
  const mode = numberIn(file, "vm.overcommit_memory");
  if (!ratio || mode === undefined || mode === 2n || numberOf(ratio) === 50n) return;
  report("sysctl/commit-limit-unused", ratio.keySpan, { mode: String(mode) });
};

/** Thresholds of the neighbour table that do not rise. */
export const neighbourThresholds: FileRule = (file, report) => {
  for (const family of ["ipv4", "ipv6"]) {
    const keys = [1, 2, 3].map((level) => `net.${family}.neigh.default.gc_thresh${level}`);
    const numbers = keys.map((key) => numberIn(file, key));
    const at = [0, 1].find((index) => (numbers[index] ?? 0n) > (numbers[index + 1] ?? numbers[index] ?? 0n));
    if (at === undefined) continue;
    const [lowKey = "", highKey = ""] = keys.slice(at);
    const setting = file.last(lowKey) ?? file.last(highKey);
    const values = { lowKey, low: String(numbers[at]), highKey, high: String(numbers[at + 1]) };
    if (setting) report("sysctl/neighbour-thresholds", setting.valueSpan, values);
  }
};

/** A process allowed more files than the machine. */
export const processAboveMachine: FileRule = (file, report) => {
  const ofProcess = file.last("fs.nr_open");
  const process = numberOf(ofProcess);
  const machine = numberOf(file.last("fs.file-max"));
  if (!ofProcess || process === undefined || machine === undefined || process <= machine) return;
  report("sysctl/process-above-machine", ofProcess.valueSpan, { process: String(process), machine: String(machine) });
};

/** What the kernel computes for a machine with one gibibyte. */
const fewFiles = 104857n;

/** Fewer open files than the kernel allows by itself on all but the smallest machines. */
export const fewOpenFiles: SettingRule = (setting, _context, report) => {
  if (setting.entry.name !== "fs.file-max" || !isTaken(setting)) return;
  const [files] = numbersOf(setting.value);
  if (files === undefined || files <= 0n || files > fewFiles) return;
  report("sysctl/few-open-files", "value", { files: String(files), mebibytes: String((files * 10n) / 1024n) });
};

const panicKeys = [
  "kernel.panic_on_oops",
  "kernel.panic_on_warn",
  "kernel.panic_on_rcu_stall",
  "kernel.panic_on_io_nmi",
  "kernel.panic_on_unrecovered_nmi",
  "kernel.softlockup_panic",
  "kernel.hardlockup_panic",
  "kernel.hung_task_panic",
  "vm.panic_on_oom",
];

/** A kernel made to panic more readily and not to start anew. */
export const panicWithoutReboot: FileRule = (file, report) => {
  if (numberIn(file, "kernel.panic") !== 0n) return;
  const panicking = panicKeys.map((key) => file.last(key)).find((setting) => (numberOf(setting) ?? 0n) > 0n);
  if (panicking) report("sysctl/panic-without-reboot", panicking.keySpan, { key: escapeMarkdown(panicking.key) });
};

/** Figures of shared memory from here on are meant to be no limit. */
const unlimited = 1n << 50n;
const pageSize = 4096n;

/** A segment of shared memory allowed that is larger than all together may be. */
export const segmentAboveTotal: FileRule = (file, report) => {
  const segment = file.last("kernel.shmmax");
  const bytes = numberOf(segment);
  const pages = numberOf(file.last("kernel.shmall"));
  if (!segment || bytes === undefined || pages === undefined || bytes >= unlimited || bytes <= pages * pageSize) return;
  report("sysctl/segment-above-total", segment.valueSpan, { bytes: String(bytes), total: String(pages * pageSize) });
};

/** The total of shared memory in bytes, like the size of a segment, where the kernel counts pages. */
export const shmallInBytes: FileRule = (file, report) => {
  const total = file.last("kernel.shmall");
  const pages = numberOf(total);
  if (!total || pages === undefined || pages >= unlimited || pages !== numberOf(file.last("kernel.shmmax"))) return;
  report("sysctl/shmall-in-bytes", total.valueSpan, { size: formatBytes(Number(pages * pageSize)) });
};
