import type { Assignment } from "../documents/sysctlConf";
import type { CurrentValue } from "../knowledge/types";
import { valueWords } from "../writes/kernelNumber";
import type { FileContext, JudgedSetting, PlacedSetting, RuleContext } from "./judgedSetting";

/** What the lines read so far have made of one key. */
export interface KeyState {
  readonly key: string;
  /** The line that set it last, whether or not the kernel takes it, and the value as written. */
  line: Assignment | undefined;
  value: string;
  /** The last line the kernel takes, with its judgement. */
  taken: Assignment | undefined;
  judged: JudgedSetting | undefined;
}

/** Keeps what the lines of a file set, in their order. */
export class FileSettings {
  readonly #states = new Map<string, KeyState>();
  /** A key is given different values: alternatives, where a text is no file of settings. */
  hasAlternatives = false;
  /** Keys it gives a value that nobody can write. */
  readonly readOnlyKeys = new Set<string>();

  constructor(private readonly defaults: CurrentValue) {}

  /** What a key holds after the lines so far. */
  readonly current: CurrentValue = (key) => this.#states.get(key)?.judged?.value ?? this.defaults(key);

  /** The state of a key in dotted form, which may be written in several ways. */
  readonly stateOf = (key: string): KeyState => {
    let state = this.#states.get(key);
    if (!state) {
      state = { key, line: undefined, value: "", taken: undefined, judged: undefined };
      this.#states.set(key, state);
    }
    return state;
  };

  /** What is left in the end, for the rules that look at a whole file. */
  context(base: RuleContext, file: string | undefined): FileContext {
    const last = (key: string): PlacedSetting | undefined => {
      const { taken, judged } = this.#states.get(key) ?? {};
      // One file may hold many pods and containers, and nothing that one sets concerns another.
      if (!taken || !judged || judged.place) return undefined;
      return { ...judged, keySpan: taken.key, valueSpan: taken.value };
    };
    const settings = Array.from(this.#states.keys(), last).filter((setting) => setting !== undefined);
    return { ...base, file, last, settings, valueOf: (key) => last(key)?.value ?? this.defaults(key) };
  }
}

/** The words of a value with one space between them: two spaces or a tab say the same. */
export function wordsOf(value: string): string {
  return valueWords(value).join(" ");
}
