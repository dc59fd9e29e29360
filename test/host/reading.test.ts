import * as vscode from "vscode";
import { setSetting, untitled, workspaceFile } from "./documents";
import { eventually, expect } from "./expect";

const manifest = "spec:\n  securityContext:\n    sysctls:\n    - name: net.core.rmem_max\n      value: '212992'\n";
const sysctl = "net.core.rmem_max = 212992\n\nnet.ipv4.tcp_rmem = 4096 131072 6291456\nnet.ipv4.ip_forward = 1\n";

describe("inlay hints", () => {
  afterEach(async () => {
    await setSetting("inlayHints", undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  /** `line:column text` of all hints. */
  async function hintsOf(document: vscode.TextDocument): Promise<string> {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole); // prettier-ignore
    const texts = hints.map(({ position, label }) => `${position.line}:${position.character} ${typeof label === "string" ? label : ""}`); // prettier-ignore
    return texts.sort().join(", ");
  }
  const eventuallyShows = async (document: vscode.TextDocument, expected: string): Promise<void> => {
    let last = "";
    const shows = async (): Promise<boolean> => (last = await hintsOf(document)) === expected;
    await eventually(shows, "").catch(() => expect(false, `${last} instead of ${expected}`));
  };

  it("stand behind every figure when they are on, and nowhere when off", async () => {
    const document = await untitled("sysctl", sysctl);
    await setSetting("inlayHints", "on");
    await eventuallyShows(document, "0:26 208 KiB, 2:24 4 KiB, 2:31 128 KiB, 2:39 6 MiB");
    const yaml = await untitled("yaml", manifest);
    await eventuallyShows(yaml, "4:20 208 KiB");
    await setSetting("inlayHints", "off");
    await eventuallyShows(document, "");
  });

  it("follow the cursor unless told otherwise", async () => {
    const document = await untitled("sysctl", sysctl);
    await eventuallyShows(document, "");
    const editor = await vscode.window.showTextDocument(document);
    await eventuallyShows(document, "0:26 208 KiB");
    editor.selection = new vscode.Selection(2, 5, 2, 5);
    await eventuallyShows(document, "2:24 4 KiB, 2:31 128 KiB, 2:39 6 MiB");
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    await eventuallyShows(document, "");
  });
});

describe("CodeLens", () => {
  after(() => setSetting("codeLens", undefined));

  const lensesOf = (document: vscode.TextDocument): Thenable<vscode.CodeLens[]> =>
    vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 10);

  it("stands above settings only when asked for, and explains them", async () => {
    const document = await untitled("yaml", manifest);
    expect((await lensesOf(document)).length === 0, "there is a lens by default");
    await setSetting("codeLens", true);
    await eventually(async () => (await lensesOf(document)).length === 2, "there are not two lenses");
    const [lens, simulate] = await lensesOf(document);
    expect(simulate?.command?.title === "Simulate", simulate?.command?.title ?? "no title");
    expect(JSON.stringify(simulate.command.arguments).includes("net.core.rmem_max"), "it does not name the key");
    expect(lens?.command && lens.range.start.line === 3, "the lens stands elsewhere");
    expect(lens.command.title === "Explain rmem_max", lens.command.title);
    expect(lens.command.arguments?.join() === "net.core.rmem_max", JSON.stringify(lens.command.arguments));
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments as unknown[]));
    const uri = vscode.Uri.from({ scheme: "netstack-lens", path: "/net.core.rmem_max.md", query: "net.core.rmem_max" });
    const explanation = await vscode.workspace.openTextDocument(uri);
    expect(explanation.getText().includes("rmem"), explanation.getText());
  });
});

describe("links", () => {
  after(() => setSetting("links", undefined));

  async function linksOf(document: vscode.TextDocument): Promise<readonly string[]> {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", document.uri, 10); // prettier-ignore
    return links
      .filter(({ target }) => target?.authority === "docs.kernel.org")
      .map(({ range, target }) => `${document.getText(range)} ${target?.path ?? ""} ${target?.fragment ?? ""}`);
  }

  it("lead from keys and paths to the kernel's documents, until they are off", async () => {
    const document = await untitled(
      "shellscript",
      "# net.core.somaxconn\ncat /proc/sys/net/ipv4/ip_forward # fs.readFile\nsysctl -w net.core.rmem_max=1\n",
    );
    const found = await linksOf(document);
    const expected = ["net.core.somaxconn /networking/ip-sysctl.html :~:text=somaxconn", "/proc/sys/net/ipv4/ip_forward /networking/ip-sysctl.html :~:text=ip_forward"]; // prettier-ignore
    expect(found.join() === expected.join(), found.join("\n"));
    await setSetting("links", false);
    await eventually(async () => (await linksOf(document)).length === 0, "they stay");
  });
});

describe("completion in other files", () => {
  async function offeredAt(language: string, marked: string): Promise<readonly vscode.CompletionItem[]> {
    const document = await untitled(language, marked.replace("|", ""));
    const position = document.positionAt(marked.indexOf("|"));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, position, undefined, 1000); // prettier-ignore
    return list.items;
  }
  const labels = (items: readonly vscode.CompletionItem[]): string[] => items.map(({ label }) => (typeof label === "string" ? label : label.label)); // prettier-ignore

  it("offers keys with their explanation, parts of paths, and values", async () => {
    const key = (await offeredAt("yaml", "sysctls:\n- name: net.core.soma|\n")).find(({ label }) => label === "net.core.somaxconn"); // prettier-ignore
    const explained = key?.documentation instanceof vscode.MarkdownString ? key.documentation.value : "";
    expect(explained.includes("accept queue"), "no key somaxconn");
    expect(labels(await offeredAt("yaml", "sysctls:\n- name: |\n")).includes("vm.swappiness"), "no key below sysctls");
    const part = (await offeredAt("shellscript", "cat /proc/sys/net/|")).find(({ label }) => label === "ipv4");
    expect(part?.kind === vscode.CompletionItemKind.Folder, "no directory ipv4");
    const values = await offeredAt("yaml", "sysctls:\n- name: net.ipv4.tcp_congestion_control\n  value: |\n");
    expect(labels(values).includes("bbr"), labels(values).join());
    expect(labels(await offeredAt("shellscript", "sysctl -w net.ipv4.tcp_tw_reuse=|")).includes("2"), "no value 2");
  });

  it("is silent where nothing is begun", async () => {
    for (const [language, text] of [["markdown", "Look on the net.|"], ["javascript", "const x = fs.|"], ["yaml", "host: db.net.|"]] as const) {
      const ours = labels(await offeredAt(language, text)).filter((label) => /^(net|fs)\.\w+\./.test(label));
      expect(ours.length === 0, `${text}: ${ours.join()}`);
    }
  }); // prettier-ignore
});

describe("the outline of a TuneD profile", () => {
  it("groups its settings", async () => {
    const document = await vscode.workspace.openTextDocument(workspaceFile("fixtures", "tuned.conf"));
    const [group, ...others] = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document.uri); // prettier-ignore
    expect(group?.name === "[sysctl]" && others.length === 0, "not one group");
    expect(group.children.some(({ name }) => name === "net.core.busy_read"), JSON.stringify(group.children));
  }); // prettier-ignore
});
