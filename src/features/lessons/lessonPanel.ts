import * as vscode from "vscode";
import { isLessonPanelState } from "../../protocol/lessonChecks";
import { guarded, type Feature } from "../host";
import { contentLanguage, onSettingsChange } from "../settings";
import { isLesson, pickLesson } from "./findLesson";
import { createLessonRuns } from "./lessonRuns";
import { LessonPanel, type PanelActions, type Shown } from "./panel";
import { plainAddress, registerPlainLessons } from "./plainDocuments";

const viewType = "netstackLens.lesson";

/** The commands around lessons, and the one panel all of them share; it comes back after a reload of the window. */
export const lessonPanel: Feature = (host) => {
  const runs = createLessonRuns(host);
  let open: LessonPanel | undefined;

  function adopt(panel: vscode.WebviewPanel, shown: Shown): LessonPanel {
    open?.dispose();
    const adopted = new LessonPanel(host, panel, runs, actions, shown);
    open = adopted;
    panel.onDidDispose(() => {
      if (open === adopted) open = undefined;
    });
    return adopted;
  }

  function show(lesson: string, anchor?: string): LessonPanel {
    if (!open) return adopt(createPanel(), { lesson });
    open.show(lesson, anchor);
    return open;
  }

  const chosen = async (argument: unknown): Promise<string | undefined> => lessonOf(argument) ?? pickLesson(host);
  /** The lesson a command was called for, else that of the panel. */
  const shownOr = async (argument: unknown): Promise<string | undefined> => chosen(lessonOf(argument) ?? open?.lesson);

  const actions: PanelActions = {
    openMarkdown: async (lesson, language) => {
      if (!(await isLesson(host, lesson, language))) return;
      await vscode.window.showTextDocument(plainAddress(lesson, language), { viewColumn: vscode.ViewColumn.Active });
    },
    exportHtml: async (lesson) => {
      const panel = open?.lesson === lesson ? open : show(lesson);
      if (!(await isLesson(host, lesson, panel.language))) return;
      const results = await runs.runAll(await host.lesson(lesson, panel.language));
      const html = results && (await panel.makePage(results));
      if (html !== undefined) await save(html, `${lesson}.${panel.language}.html`);
    },
  };
  /** Says nothing of its own mistakes but in the log. */
  const doing =
    (act: (argument: unknown) => Promise<void>) =>
    (argument: unknown): Promise<void> =>
      guarded(host, () => act(argument), undefined);

  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "netstackLens.openLesson",
      doing(async (id) => {
        const lesson = await chosen(id);
        if (lesson !== undefined) show(lesson);
      }),
    ),
    vscode.commands.registerCommand(
      "netstackLens.openLessonText",
      doing(async (id) => {
        const lesson = await shownOr(id);
        if (lesson !== undefined) await actions.openMarkdown(lesson, open?.language ?? contentLanguage());
      }),
    ),
    vscode.commands.registerCommand(
      "netstackLens.exportLesson",
      doing(async (id) => {
        const lesson = await shownOr(id);
        if (lesson !== undefined) await actions.exportHtml(lesson);
      }),
    ),
    registerPlainLessons(host, runs),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        if (isLessonPanelState(state)) adopt(panel, state);
        else panel.dispose();
        return Promise.resolve();
      },
    }),
    onSettingsChange(() => open?.refresh()),
    { dispose: () => open?.dispose() },
  );
};

/** Links give the id, rows of a tree an object that has it. */
function lessonOf(argument: unknown): string | undefined {
  const id = typeof argument === "object" && argument !== null && "lesson" in argument ? argument.lesson : argument;
  return typeof id === "string" ? id : undefined;
}

function createPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, "Netstack Lens", vscode.ViewColumn.Beside, {
    enableFindWidget: true,
  });
}

/** Asks where a file shall go, and writes it. */
async function save(text: string, name: string): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = await vscode.window.showSaveDialog({
    filters: { HTML: ["html"] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  void vscode.window.showInformationMessage(
    vscode.l10n.t("The lesson was written to {0}.", vscode.workspace.asRelativePath(uri)),
  );
}
