import * as vscode from "vscode";
import { setSetting } from "./documents";
import { eventually, expect } from "./expect";

const lessonTabs = (): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes("netstackLens.lesson"));

describe("the lesson panel", () => {
  afterEach(async () => {
    await vscode.window.tabGroups.close(lessonTabs());
    await eventually(() => lessonTabs().length === 0, "the panel does not close");
  });

  it("opens with the lesson's title and is used again", async () => {
    await vscode.commands.executeCommand("netstackLens.openLesson", "buffers");
    await eventually(() => lessonTabs()[0]?.label === "Ring buffer, sk_buff, socket buffer", "no lesson came up");
    await vscode.commands.executeCommand("netstackLens.openLesson", "buffers");
    expect(lessonTabs().length === 1, "a second panel came up");
  });

  it("changes its language with the setting, while open", async () => {
    await vscode.commands.executeCommand("netstackLens.openLesson", "buffers");
    await eventually(() => lessonTabs()[0]?.label === "Ring buffer, sk_buff, socket buffer", "no lesson came up");
    await setSetting("language", "zh-cn");
    await eventually(() => lessonTabs()[0]?.label.includes("环形缓冲区") === true, "it stays English");
    await setSetting("language", undefined);
  });

  it("opens, and stays usable, for a lesson there is not", async () => {
    await vscode.commands.executeCommand("netstackLens.openLesson", "../../package");
    await eventually(() => lessonTabs().length === 1, "no panel came up");
    await vscode.commands.executeCommand("netstackLens.openLesson", "buffers");
    await eventually(
      () => lessonTabs()[0]?.label === "Ring buffer, sk_buff, socket buffer",
      "the lesson does not come",
    );
  });

  it("has each lesson as plain Markdown too, with the figures of its simulations", async () => {
    await vscode.commands.executeCommand("netstackLens.openLessonText", { lesson: "accept-queue" });
    const text = (): string => vscode.window.activeTextEditor?.document.getText() ?? "";
    await eventually(() => text().startsWith("# The accept queue\n"), "the text does not come");
    expect(/^\| `acceptQueue` \| [\d,]+ \|/m.test(text()), "the figures are missing");
    expect(!/sim:|```(?:mermaid|prediction|simulation)/.test(text()), "something only the panel understands is left");
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
  });
});
