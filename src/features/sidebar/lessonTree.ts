import * as vscode from "vscode";
import type { KnowledgeData, LessonOutline } from "../../core/knowledge/types";
import type { Host } from "../host";
import type { LessonProgress } from "../progress";
import { contentLanguage, settingsChanges } from "../settings";
import { createTree, makeItem, type Row } from "./tree";

type LessonTitle = Extract<KnowledgeData["lessons"][number], { available: true }>;

/** A row that stands for a lesson. */
interface LessonRow extends Row {
  readonly lesson: string;
}

/** Whether lessons stand below the paths that are suggested, or in one list. */
type Order = "paths" | "list";
const orderKey = "lessonOrder";

/** View "Lessons": what there is to read, how far one is with it, and commands to change that. */
export function lessonTree(host: Host): vscode.Disposable {
  const { progress, memento } = host;
  const reordered = new vscode.EventEmitter<void>();
  const order = (): Order => (memento.get(orderKey) === "list" ? "list" : "paths");
  const tellOrder = (): void => void vscode.commands.executeCommand("setContext", "netstackLens.lessonOrder", order());
  const setOrder = (chosen: Order) => async (): Promise<void> => {
    await memento.update(orderKey, chosen);
    tellOrder();
    reordered.fire();
  };
  const makeRows = async (): Promise<readonly Row[]> => {
    const { data } = await host.knowledge(contentLanguage());
    return order() === "paths" ? pathRows(host, data) : availableIn(data).map((lesson) => lessonRow(host, lesson, ""));
  };
  tellOrder();
  return vscode.Disposable.from(
    reordered,
    createTree(host, "netstackLens.lessons", makeRows, [settingsChanges, progress.onDidChange, reordered.event]),
    vscode.commands.registerCommand("netstackLens.showLessonPaths", setOrder("paths")),
    vscode.commands.registerCommand("netstackLens.showLessonList", setOrder("list")),
    vscode.commands.registerCommand("netstackLens.markLessonRead", (row: unknown) => {
      if (isLessonRow(row)) progress.markRead(row.lesson, true);
    }),
    vscode.commands.registerCommand("netstackLens.resetLesson", (row: unknown) => {
      if (isLessonRow(row)) progress.reset(row.lesson);
    }),
    vscode.commands.registerCommand("netstackLens.resetProgress", async () => {
      if (await isSure()) progress.reset();
    }),
  );
}

/** What is forgotten does not come back. */
async function isSure(): Promise<boolean> {
  const forget = vscode.l10n.t("Forget");
  const question = vscode.l10n.t("Forget which lessons you have read, and your answers?");
  return (await vscode.window.showWarningMessage(question, { modal: true }, forget)) === forget;
}

function isLessonRow(row: unknown): row is Pick<LessonRow, "lesson"> {
  return typeof row === "object" && row !== null && "lesson" in row && typeof row.lesson === "string";
}

function availableIn({ lessons }: KnowledgeData): readonly LessonTitle[] {
  return lessons.filter((lesson): lesson is LessonTitle => lesson.available);
}

function pathRows(host: Host, data: KnowledgeData): readonly Row[] {
  const available = availableIn(data);
  return data.lessonPaths.map(({ id, title, description: tooltip, lessons }, index) => {
    const rows = lessons.flatMap((name) => {
      const lesson = available.find((one) => one.id === name);
      return lesson ? [lessonRow(host, lesson, id)] : [];
    });
    const read = rows.filter(({ lesson }) => host.progress.get(lesson).read).length;
    const description = vscode.l10n.t("{0} of {1} read", read, rows.length);
    const item = makeItem(id, { label: title, description, spoken: tooltip });
    item.tooltip = tooltip;
    item.collapsibleState = index === 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed; // prettier-ignore
    return { item, rows };
  });
}

function lessonRow({ progress }: Host, { id, title, question, ...outline }: LessonTitle, path: string): LessonRow {
  const state = progress.get(id);
  const answered = outline.predictions.filter((name) => state.answered[name] !== undefined).length;
  const facts = [
    vscode.l10n.t("{0} min", outline.minutes),
    difficultyName(outline.difficulty),
    ...(answered > 0 ? [vscode.l10n.t("{0} of {1} answered", answered, outline.predictions.length)] : []),
  ];
  const { icon, name } = looks(state, answered);
  const item = makeItem(`${path}/${id}`, {
    label: title,
    description: facts.join(" · "),
    spoken: name,
  });
  item.tooltip = question;
  item.iconPath = icon;
  item.contextValue = state.read ? "lesson read" : answered > 0 ? "lesson begun" : "lesson";
  item.command = { command: "netstackLens.openLesson", title, arguments: [id] };
  return { item, lesson: id };
}

/** The picture of how far one is, and the same in a word. */
function looks({ read }: LessonProgress, answered: number): { readonly icon: vscode.ThemeIcon; readonly name: string } {
  if (read) return { icon: new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("charts.green")), name: vscode.l10n.t("read") }; // prettier-ignore
  if (answered > 0) return { icon: new vscode.ThemeIcon("circle-filled", new vscode.ThemeColor("charts.blue")), name: vscode.l10n.t("begun") }; // prettier-ignore
  return { icon: new vscode.ThemeIcon("circle-outline"), name: vscode.l10n.t("not read") };
}

function difficultyName(difficulty: LessonOutline["difficulty"]): string {
  switch (difficulty) {
    case "beginner":
      return vscode.l10n.t("beginner");
    case "intermediate":
      return vscode.l10n.t("intermediate");
    case "advanced":
      return vscode.l10n.t("advanced");
  }
}
