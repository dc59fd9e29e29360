import * as vscode from "vscode";
import { loadKnowledge, type Knowledge } from "../core/knowledge/knowledge";
import { parseKernelVersion } from "../core/knowledge/kernelVersion";
import type { KernelVersion, Language } from "../core/knowledge/types";
import type { Lesson } from "../core/lessons/lesson";
import type { LessonSection } from "../core/lessons/sections";
import type { ScenarioLibrary } from "../core/simulator/scenario/types";
import { createLiveHost, type LiveHost } from "./live/liveHost";
import { createProgress, type Progress } from "./progress";
import { chosenKernel, contentLanguage } from "./settings";
import { createSettingsIndex, type SettingsIndex } from "./settingsIndex";

/** What activation hands each feature. Nothing is read before it is asked for. */
export interface Host {
  readonly extensionUri: vscode.Uri;
  /** Writes what went wrong to the extension's log. */
  readonly logError: (error: unknown) => void;
  knowledge(language: Language): Promise<Knowledge>;
  lesson(id: string, language: Language): Promise<Lesson>;
  /** The sections of all lessons, to be searched. */
  lessonSections(language: Language): Promise<readonly LessonSection[]>;
  scenarios(language: Language): Promise<ScenarioLibrary>;
  /** The release to answer for: the file's setting, else the machine's own when it is Linux, else `undefined` for the newest. */
  kernel(file: vscode.Uri): Promise<KernelVersion | undefined>;
  /** What the files of the workspace set. */
  readonly settingsIndex: SettingsIndex;
  /** What the reader has read and answered. */
  readonly progress: Progress;
  /** Where small choices are kept across windows. */
  readonly memento: vscode.Memento;
  /** The machine the extension host runs on, or why it is not looked at. */
  readonly live: () => LiveHost;
}

/** One row of the product: registers a feature and returns what ends it. */
export type Feature = (host: Host) => vscode.Disposable;

/** What a provider answers, or `otherwise` when it fails: the log says why, and the editor goes on. */
export async function guarded<Answer>(host: Host, work: () => Promise<Answer>, otherwise: Answer): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    host.logError(error);
    return otherwise;
  }
}

/** The knowledge in the reader's language, and the kernel to answer for in a file. */
export async function knowledgeFor(
  host: Host,
  file: vscode.Uri,
): Promise<{ readonly knowledge: Knowledge; readonly kernel: KernelVersion | undefined }> {
  const [knowledge, kernel] = await Promise.all([host.knowledge(contentLanguage()), host.kernel(file)]);
  return { knowledge, kernel };
}

export function createHost(context: vscode.ExtensionContext): Host & vscode.Disposable {
  let log: vscode.LogOutputChannel | undefined;
  const decoder = new TextDecoder();

  async function readText(uri: vscode.Uri): Promise<string> {
    return decoder.decode(await vscode.workspace.fs.readFile(uri));
  }
  const content = (name: string): Promise<string> =>
    readText(vscode.Uri.joinPath(context.extensionUri, "dist", "content", name));

  const readOnce = <Key, Value>(read: (key: Key) => Promise<Value>): ((key: Key) => Promise<Value>) => {
    const cache = new Map<Key, Promise<Value>>();
    return (key) => {
      let value = cache.get(key);
      if (!value) {
        value = read(key);
        cache.set(key, value);
        // A failed read is tried again next time.
        value.catch(() => cache.delete(key));
      }
      return value;
    };
  };

  const runningKernel = readOnce(async (path: string) => {
    try {
      return parseKernelVersion(await readText(vscode.Uri.file(path)));
    } catch {
      // Not Linux, or a host without files: then there is no kernel to follow.
      return undefined;
    }
  });

  const logError = (error: unknown): void => {
    // The channel costs activation time, and most sessions have nothing to say.
    log ??= vscode.window.createOutputChannel("Netstack Lens", { log: true });
    log.error(error instanceof Error ? error : String(error));
  };
  const settingsIndex = createSettingsIndex(logError);
  const progress = createProgress(context.globalState);

  return {
    extensionUri: context.extensionUri,
    logError,
    settingsIndex,
    progress,
    memento: context.globalState,
    live: createLiveHost(),
    knowledge: readOnce(async (language: Language) => loadKnowledge(await content(`knowledge.${language}.jsonl`))),
    lesson: async (id, language) => JSON.parse(await content(`lessons/${id}.${language}.json`)) as Lesson,
    lessonSections: async (language) => JSON.parse(await content(`lessons/search.${language}.json`)) as LessonSection[],
    scenarios: readOnce(
      async (language: Language) => JSON.parse(await content(`scenarios.${language}.json`)) as ScenarioLibrary,
    ),
    kernel: async (file) => chosenKernel(file) ?? (await runningKernel("/proc/sys/kernel/osrelease")),
    dispose: () => {
      settingsIndex.dispose();
      progress.dispose();
      log?.dispose();
    },
  };
}
