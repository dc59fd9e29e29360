import type { Assignment } from "../documents/sysctlConf";
import type { CurrentValue } from "../knowledge/types";
import { predict } from "../writes/predict";
import { holdsTemplate } from "../writes/predictWrite";
import type { FileSettings, KeyState } from "./fileSettings";
import type { MessageValues } from "./finding";
import type { JudgedSetting, ReportPart, RuleContext } from "./judgedSetting";
import { judgeKey } from "./keyRules";
import { adviceRules, settingRules } from "./settingRules";
import { findSubject, type DescribedSubject } from "./subject";

/** What a rule says of the key or the value of a line, wherever that stands. */
export interface Complaint {
  readonly code: string;
  readonly part: "key" | "value";
  readonly values: MessageValues | undefined;
}

export interface Verdict {
  readonly setting: JudgedSetting;
  readonly complaints: readonly Complaint[];
}

/** What matters of a line besides its key and value. */
export type JudgedLine = Pick<Assignment, "ignoresErrors" | "place"> & Pick<JudgedSetting, "isCommand">;

/** A key as written: what is wrong with it, and the judge of its values where the kernel has it. */
export interface JudgedKey {
  readonly complaints: readonly Complaint[];
  /** What the lines so far have made of it, where there is an entry. */
  readonly state: KeyState | undefined;
  /** `undefined` for a value only known when a template is filled in, and for keys that cannot be judged. */
  readonly judge: (value: string, line: JudgedLine) => Verdict | undefined;
}

/** Judges keys and their values; files repeat both, so equal ones are judged once. */
export function createJudge(context: RuleContext, settings: FileSettings): (rawKey: string) => JudgedKey {
  const keys = new Map<string, JudgedKey>();
  return (rawKey) => {
    let key = keys.get(rawKey);
    if (!key) {
      key = judgeRawKey(rawKey, context, settings);
      keys.set(rawKey, key);
    }
    return key;
  };
}

function judgeRawKey(rawKey: string, context: RuleContext, settings: FileSettings): JudgedKey {
  const subject = findSubject(context.knowledge, context.kernel, rawKey);
  const complaints = collect((report) => judgeKey(subject, context, report));
  if (subject.kind !== "described") return { complaints, state: undefined, judge: () => undefined };
  const state = settings.stateOf(subject.name.dotted);
  if (subject.presence.status !== "present") return { complaints, state, judge: () => undefined };

  const verdicts = new Map<string, Verdict>();
  const judge: JudgedKey["judge"] = (value, line) => {
    const isPlain = !line.ignoresErrors && !line.place && !line.isCommand;
    const known = isPlain ? verdicts.get(value) : undefined;
    if (known) return known;
    const asked: string[] = [];
    const asking: CurrentValue = (key) => {
      asked.push(key);
      return settings.current(key);
    };
    const verdict = judgeValue(subject, value, line, context, asking);
    // What other lines set may change the answer.
    if (verdict && isPlain && asked.length === 0) verdicts.set(value, verdict);
    return verdict;
  };
  return { complaints, state, judge };
}

function judgeValue(
  { entry, name }: DescribedSubject,
  value: string,
  { ignoresErrors, place, isCommand }: JudgedLine,
  context: RuleContext,
  current: CurrentValue,
): Verdict | undefined {
  if (holdsTemplate(value)) return undefined;
  // Whoever loads the file ends each value with a line feed.
  const write = { kernel: context.kernel, current };
  const outcome = predict(context.knowledge, entry, name.dotted, `${value}\n`, write);
  const setting: JudgedSetting = { entry, key: name.dotted, value, outcome, ignoresErrors, place, isCommand };
  const complaints = collect((report) => settingRules.forEach((rule) => rule(setting, context, report)));
  if (complaints.some(({ part }) => part === "value")) return { setting, complaints };
  const advice = collect((report) => adviceRules.forEach((rule) => rule(setting, context, report)));
  return { setting, complaints: [...complaints, ...advice] };
}

function collect(work: (report: ReportPart) => void): readonly Complaint[] {
  const complaints: Complaint[] = [];
  work((code, part, values) => complaints.push({ code, part, values }));
  return complaints;
}
