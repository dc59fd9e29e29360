import type { Assignment } from "../documents/sysctlConf";
import type { CurrentValue } from "../knowledge/types";
import { valueWords } from "../writes/kernelNumber";
import type { FileContext, PlacedSetting, RuleContext } from "./judgedSetting";
import type { Verdict } from "./judge";

/** What the lines read so far have made of one key. */
interface KeyState {
  /** The line that set it last, whether or not the kernel takes it. */
  line: Assignment;
  value: string;
  /** The last line the kernel takes. */
  taken?: { readonly line: Assignment; readonly verdict: Verdict } | undefined;
}

/** An earlier line that gives a key another value. */
export interface EarlierSetting {
  readonly line: Assignment;
  readonly value: string;
}

/** Keeps what the lines of a file set, in their order. */
export class FileSettings {
  readonly #states = new Map<string, KeyState>();
  /** A key is given different values: alternatives, where a text is no file of settings. */
  hasAlternatives = false;

  constructor(private readonly defaults: CurrentValue) {}

  /** What a key holds after the lines so far. */
  readonly current: CurrentValue = (key) => this.#states.get(key)?.taken?.verdict.setting.value ?? this.defaults(key);

  /** Notes a line; answers the one before it that said otherwise. */
  note(key: string, value: string, line: Assignment): EarlierSetting | undefined {
    const state = this.#states.get(key);
    if (!state) {
      this.#states.set(key, { line, value });
      return undefined;
    }
    const earlier = { line: state.line, value: state.value };
    state.line = line;
    state.value = value;
    if (earlier.value === value || wordsOf(earlier.value) === wordsOf(value)) return undefined;
    this.hasAlternatives = true;
    return earlier;
  }

  /** Notes that the kernel takes the line noted last. */
  take(key: string, line: Assignment, verdict: Verdict): void {
    const state = this.#states.get(key);
    if (state) state.taken = { line, verdict };
  }

  /** What is left in the end, for the rules that look at a whole file. */
  context(base: RuleContext, file: string | undefined): FileContext {
    const last = (key: string): PlacedSetting | undefined => {
      const taken = this.#states.get(key)?.taken;
      // One file may hold many pods and containers, and nothing that one sets concerns another.
      if (taken?.verdict.setting.place) return undefined;
      return taken && { ...taken.verdict.setting, keySpan: taken.line.key, valueSpan: taken.line.value };
    };
    const settings = Array.from(this.#states.keys(), last).filter((setting) => setting !== undefined);
    return { ...base, file, last, settings, valueOf: (key) => last(key)?.value ?? this.defaults(key) };
  }
}

/** Two spaces or a tab say the same as one space. */
export function wordsOf(value: string): string {
  return valueWords(value).join(" ");
}
