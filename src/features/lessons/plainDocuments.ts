import * as vscode from "vscode";
import { languages, type Language } from "../../core/knowledge/types";
import { plainLesson } from "../../core/lessons/plainLesson";
import { guarded, type Host } from "../host";
import { registerMadeFiles } from "../simulation/fileSystem";
import { isLesson } from "./findLesson";
import type { LessonRuns } from "./lessonRuns";

const scheme = "netstack-lesson";

/** Lessons as read-only Markdown files that need no panel; made from their address, so that they come back after a reload. */
export function registerPlainLessons(host: Host, runs: LessonRuns): vscode.Disposable {
  return registerMadeFiles(scheme, (uri) => guarded(host, () => textOf(host, runs, uri), ""));
}

/** The address of a lesson as plain Markdown. */
export function plainAddress(lesson: string, language: Language): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${language}/${lesson}.md` });
}

async function textOf(host: Host, runs: LessonRuns, { path }: vscode.Uri): Promise<string> {
  const [, written, id = ""] = /^\/([\w-]+)\/([\w-]+)\.md$/.exec(path) ?? [];
  const language = languages.find((one) => one === written);
  if (!language || !(await isLesson(host, id, language))) throw vscode.FileSystemError.FileNotFound(path);
  const lesson = await host.lesson(id, language);
  const { data } = await host.knowledge(language);
  return plainLesson(lesson, (await runs.runAll(lesson)) ?? {}, data.wording);
}
