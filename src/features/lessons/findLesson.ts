import * as vscode from "vscode";
import type { LessonLabels, ReadingState, ToLessonPanel } from "../../protocol/lesson";
import type { Language } from "../../core/knowledge/types";
import type { Host } from "../host";
import { contentLanguage } from "../settings";

/** Asks which lesson to take, when there is a choice. */
export async function pickLesson(host: Host): Promise<string | undefined> {
  const { data } = await host.knowledge(contentLanguage());
  const lessons = data.lessons.filter((lesson) => lesson.available);
  if (lessons.length === 1) return lessons[0]?.id;
  const items = lessons.map(({ id, title, question }) => ({
    label: host.progress.get(id).read ? `$(check) ${title}` : title,
    detail: question,
    id,
  }));
  const placeHolder = vscode.l10n.t("Choose a lesson");
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.id;
}

/** Whether there is such a lesson in a language: ids come from links and messages. */
export async function isLesson(host: Host, id: string, language: Language): Promise<boolean> {
  const { data } = await host.knowledge(language);
  return data.lessons.some((one) => one.id === id && one.available);
}

/** What the panel is sent to show a lesson. Never throws. */
export async function lessonMessage(
  host: Host,
  id: string,
  language: Language,
  anchor: string | undefined,
): Promise<Extract<ToLessonPanel, { type: "showLesson" | "showFailure" }>> {
  try {
    if (!(await isLesson(host, id, language)))
      return { type: "showFailure", message: vscode.l10n.t("There is no lesson called {0}.", id) };
    const [{ data }, lesson] = await Promise.all([host.knowledge(language), host.lesson(id, language)]);
    const { lessons, lessonPaths: paths, wording } = data;
    const labels = Object.fromEntries(
      Object.entries(wording).filter(([name]) => /^(?:panel|context|punctuation)\./.test(name)),
    ) as LessonLabels;
    return {
      type: "showLesson",
      lesson,
      labels,
      lessons,
      paths,
      reading: await readingState(host, id, language),
      anchor,
    };
  } catch (error) {
    host.logError(error);
    return { type: "showFailure", message: vscode.l10n.t("The lesson could not be read. The log says why.") };
  }
}

/** How far the reader is, with the answers to one lesson's questions. */
export async function readingState(host: Host, lesson: string, language: Language): Promise<ReadingState> {
  const { data } = await host.knowledge(language);
  const read = data.lessons.filter(({ id }) => host.progress.get(id).read).map(({ id }) => id);
  return { read, answered: host.progress.get(lesson).answered };
}
