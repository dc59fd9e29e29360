import * as vscode from "vscode";
import { setSetting, untitled } from "./documents";
import { eventually, expect } from "./expect";

describe("editing a sysctl.conf", () => {
  before(() => setSetting("kernel", "6.18"));
  after(() => setSetting("kernel", undefined));

  const problems = (document: vscode.TextDocument): string[] =>
    vscode.languages
      .getDiagnostics(document.uri)
      .map(({ code, message }) => `${typeof code === "object" ? code.value : ""} ${message}`);

  it("shows findings, follows edits, and mends a misspelt key", async () => {
    const document = await untitled("sysctl", "net.core.somaxcon = 8192\nnet.ipv4.tcp_fin_timeout = 4k\n");
    await eventually(() => Promise.resolve(problems(document).length === 2), "there are not two findings");
    expect(problems(document)[0]?.startsWith("sysctl/unknown-key") === true, problems(document).join("\n"));

    const range = vscode.languages.getDiagnostics(document.uri)[0]?.range ?? new vscode.Range(0, 0, 0, 1);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range); // prettier-ignore
    const fix = actions.find(({ title }) => title === "Change to net.core.somaxconn");
    expect(fix?.edit, actions.map(({ title }) => title).join(", "));
    await vscode.workspace.applyEdit(fix.edit);
    await eventually(() => Promise.resolve(problems(document).length === 1), "the mended finding stays");
    expect(document.lineAt(0).text === "net.core.somaxconn = 8192", document.lineAt(0).text);
  });

  it("offers keys with their explanation, and values", async () => {
    const document = await untitled("sysctl", "net.core.soma\nnet.ipv4.tcp_tw_reuse = \n");
    const at = async (line: number): Promise<vscode.CompletionItem[]> => {
      const position = document.lineAt(line).range.end;
      const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, position, undefined, 3000); // prettier-ignore
      return list.items;
    };
    const key = (await at(0)).find(({ label }) => label === "net.core.somaxconn");
    const explained = key?.documentation instanceof vscode.MarkdownString ? key.documentation.value : "";
    expect(explained.includes("accept queue"), "no key somaxconn");
    expect(
      (await at(1)).some(({ label }) => label === "2"),
      "no value 2",
    );
  });

  it("gives rules the severity that is chosen for them", async () => {
    const document = await untitled("sysctl", "net.core.somaxcon = 128\nnet.ipv4.tcp_tw_recycle = 1\n");
    await eventually(() => Promise.resolve(problems(document).length === 2), "there are not two findings");
    await setSetting("rules", { "sysctl/*": "off", "sysctl/unknown-key": "error" });
    await eventually(() => Promise.resolve(problems(document).length === 1), "the rule is not off");
    const severity = vscode.languages.getDiagnostics(document.uri)[0]?.severity;
    await setSetting("rules", undefined);
    expect(severity === vscode.DiagnosticSeverity.Error, `severity ${severity}`);
  });

  it("shows findings in other languages, and leads to the page of a rule", async () => {
    const document = await untitled("yaml", "spec:\n  sysctls:\n    net.core.somaxcon: '128'\n");
    await eventually(() => Promise.resolve(problems(document).length === 1), "there is no finding");
    const finding = vscode.languages.getDiagnostics(document.uri)[0];
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", document.uri, finding?.range); // prettier-ignore
    expect(
      actions.some(({ title }) => title === "Ignore sysctl/unknown-key here…"),
      JSON.stringify(actions),
    );
    const code = finding?.code;
    expect(typeof code === "object" && code.target.scheme === "command", "the code leads nowhere");
    await vscode.commands.executeCommand("netstackLens.explainRule", code.value);
    const page = await vscode.workspace.openTextDocument(
      vscode.Uri.from({ scheme: "netstack-lens-rule", path: `/${code.value}.md` }),
    );
    expect(page.getText().includes("net.ipv4.ip_foward"), page.getText());
  });

  it("lists the settings in the outline", async () => {
    const document = await untitled("sysctl", "# x\nnet.core.somaxconn = 128\n-vm.swappiness\n");
    const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document.uri); // prettier-ignore
    expect(found.map(({ name, detail }) => `${name}=${detail}`).join(" ") === "net.core.somaxconn=128 vm.swappiness=", JSON.stringify(found)); // prettier-ignore
  });

  it("opens an explanation by name", async () => {
    await vscode.commands.executeCommand("netstackLens.explain", "TcpExtListenDrops");
    const uri = vscode.Uri.from({ scheme: "netstack-lens", path: "/TcpExtListenDrops.md", query: "TcpExtListenDrops" });
    const document = await vscode.workspace.openTextDocument(uri);
    expect(document.getText().includes("connection attempts dropped by listeners"), document.getText());
  });
});
