import { findListeners, mayListen, type Listener } from "../../documents/listeners";
import { placeOnMachine, type MachineFile } from "../../documents/precedence";
import { mayHoldSettings, readSettings, type Dialect } from "../../documents/settings";
import { keyOf, valueOf, type Span } from "../../documents/sysctlConf";
import { createLineIndex, type Place } from "../../documents/lineIndex";
import { parseSysctlName } from "../../knowledge/sysctlName";

/** A line that sets a key, without its text. */
export interface SummedSetting extends Place {
  /** Dotted; it may be a glob. */
  readonly key: string;
  readonly isGlob: boolean;
  /** As written. */
  readonly value: string;
  readonly span: Span;
  readonly ignoresErrors: boolean;
}

/** What the rules about several files need to know of one; its text is not kept. */
export interface FileSummary {
  readonly file: string;
  /** Where it stands on its machine, if it does. */
  readonly machine: MachineFile | undefined;
  readonly dialect: Dialect;
  readonly settings: readonly SummedSetting[];
  /** Keys that lines like `-key` keep globs from setting. */
  readonly exclusions: readonly string[];
  readonly listeners: readonly Listener[];
  /** Modules loaded at boot. */
  readonly modules: readonly string[];
  /** `reapply_sysctl` of tuned-main.conf, where that stands in it. */
  readonly reapplies?: boolean | undefined;
}

/** Whether the name of a file says that something in it matters to other files of its machine. */
export function concernsMachine(file: string): boolean {
  const kind = placeOnMachine(file)?.kind;
  return (kind !== undefined && kind !== "other") || mayListen(file);
}

/** Whether a file is of no other use than what it tells of its machine: it holds no settings to judge. */
export function holdsNoSettings(file: string): boolean {
  return concernsMachine(file) && !mayHoldSettings(file);
}

/** Sums up a file of a workspace. Never throws, whatever the text is. */
export function summarize(text: string, file: string): FileSummary {
  const machine = placeOnMachine(file);
  const empty = {
    file,
    machine,
    dialect: "embedded",
    settings: [],
    exclusions: [],
    listeners: [],
    modules: [],
  } as const;
  if (machine?.kind === "modules-load") return { ...empty, modules: modulesIn(text) };
  if (machine?.kind === "tuned-main") return { ...empty, reapplies: reapplies(text) };
  const listeners = mayListen(file) ? findListeners(text, file) : [];
  return { ...empty, listeners, ...(mayHoldSettings(file) && settingsIn(text, file)) };
}

function settingsIn(text: string, file: string): Pick<FileSummary, "dialect" | "settings" | "exclusions"> {
  const { dialect, lines } = readSettings(text, file);
  const placeOf = createLineIndex(text);
  const settings: SummedSetting[] = [];
  const exclusions: string[] = [];
  for (const line of lines) {
    if (line.kind !== "assignment" && line.kind !== "exclusion") continue;
    const { dotted: key, isGlob } = parseSysctlName(keyOf(text, line));
    if (line.kind === "exclusion") exclusions.push(key);
    // What TuneD may leave as it is.
    else if (!line.isConditional) {
      const { key: span, ignoresErrors } = line;
      settings.push({ key, isGlob, value: valueOf(text, line), span, ignoresErrors, ...placeOf(span.start) });
    }
  }
  return { dialect, settings, exclusions };
}

/** The names in a file of modules-load.d(5) or /etc/modules, a line each; options may stand behind. */
function modulesIn(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => /^\s*([\w-]+)/.exec(line)?.[1]?.replaceAll("-", "_") ?? []);
}

/** As `getboolean` of Python's configparser reads it. */
function reapplies(text: string): boolean | undefined {
  const word = /^reapply_sysctl[ \t]*=[ \t]*(\w+)/m.exec(text)?.[1]?.toLowerCase();
  return word === undefined ? undefined : !/^(?:0|no|false|off)$/.test(word);
}
