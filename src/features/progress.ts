import * as vscode from "vscode";

/** How far a reader is with a lesson. */
export interface LessonProgress {
  readonly read: boolean;
  /** The answer chosen to each question: its index, by the question's id. */
  readonly answered: Readonly<Record<string, number>>;
}

/** What a reader has read and answered; kept across windows and, where settings are synchronised, machines. */
export interface Progress {
  get(lesson: string): LessonProgress;
  markRead(lesson: string, read: boolean): void;
  answer(lesson: string, question: string, answer: number): void;
  /** Forgets a lesson, or all of them. */
  reset(lesson?: string): void;
  readonly onDidChange: vscode.Event<void>;
}

const key = "lessonProgress";
const nothing: LessonProgress = { read: false, answered: {} };

export function createProgress(
  memento: vscode.Memento & { setKeysForSync(keys: readonly string[]): void },
): Progress & vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const all = (): Readonly<Record<string, LessonProgress>> => readAll(memento.get(key));
  let synchronised = false;

  function keep(kept: Readonly<Record<string, LessonProgress>>): void {
    if (!synchronised) memento.setKeysForSync([key]);
    synchronised = true;
    void memento.update(key, kept);
    changed.fire();
  }
  const get = (lesson: string): LessonProgress => all()[lesson] ?? nothing;

  return {
    get,
    markRead: (lesson, read) => {
      if (get(lesson).read !== read) keep({ ...all(), [lesson]: { ...get(lesson), read } });
    },
    answer: (lesson, question, answer) => {
      const before = get(lesson);
      keep({ ...all(), [lesson]: { ...before, answered: { ...before.answered, [question]: answer } } });
    },
    reset: (lesson) => {
      const { [lesson ?? ""]: forgotten, ...others } = all();
      if (lesson === undefined || forgotten) keep(lesson === undefined ? {} : others);
    },
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}

/** What another version wrote may look different. */
function readAll(kept: unknown): Readonly<Record<string, LessonProgress>> {
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter((entry): entry is [string, LessonProgress] => isProgress(entry[1])),
  );
}

function isProgress(value: unknown): value is LessonProgress {
  if (typeof value !== "object" || value === null || !("read" in value) || !("answered" in value)) return false;
  const { read, answered } = value;
  if (typeof read !== "boolean" || typeof answered !== "object" || answered === null) return false;
  return Object.values(answered).every((answer) => Number.isInteger(answer));
}
