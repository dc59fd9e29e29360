import * as vscode from "vscode";
import { hoverOver, setSetting, untitled } from "./documents";
import { eventually, expect, expectPhrases } from "./expect";

const config = "net.core.somaxconn = 3\nnet.ipv4.tcp_rmem = 4096 131072 6291456\nnet.ipv4.tcp_tw_recycle = 1\n";

/** The value of a key, asked of the editor's own file system; `undefined` in a browser. */
async function valueOf(path: string): Promise<string | undefined> {
  if (vscode.env.uiKind === vscode.UIKind.Web && typeof process === "undefined") return undefined;
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(path));
  return new TextDecoder().decode(bytes).trim();
}

/** Whether the tests run where the running machine can be looked at. */
const hasHost = typeof process !== "undefined" && process.platform === "linux";

const liveTabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.includes("Untitled"));

describe("live values", () => {
  afterEach(async () => {
    await setSetting("liveValues", undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("stand in hovers of keys, values and counters where there is a host, until they are off", async () => {
    const document = await untitled("sysctl", config);
    const dump = await untitled("markdown", "```\nTcpExtListenDrops 12 0.0\n```\n`net.core.somaxconn`\n");
    const hovers = (): Promise<readonly string[]> => Promise.all([hoverOver(document, "net.core.somaxconn"), hoverOver(document, "131072"), hoverOver(dump, "TcpExtListenDrops"), hoverOver(dump, "net.core.somaxconn")]); // prettier-ignore
    if (hasHost) {
      const value = await valueOf("/proc/sys/net/core/somaxconn");
      const [key = "", number = "", counter = "", mention = ""] = await hovers();
      expectPhrases(key, "On this host now", `\`${value}\``, value === "3" ? "as in this file" : "this file says otherwise"); // prettier-ignore
      expectPhrases(number, "On this host now");
      expectPhrases(counter, "On this host now", "network namespace");
      expectPhrases(mention, `\`${value}\``);
    }
    await setSetting("liveValues", !hasHost);
    for (const hover of await hovers()) {
      expect(hover !== "", "there is no hover");
      expect(!hover.includes("On this host now"), hover);
    }
  });

  it("are held against a file, in a document that comes back", async function () {
    const document = await untitled("sysctl", config);
    await vscode.window.showTextDocument(document);
    // The message of the refusal waits for nobody.
    await vscode.commands.executeCommand("netstackLens.compareWithHost");
    if (!hasHost) {
      expect(!liveTabs().some(({ label }) => label.endsWith(".md")), "a document opens all the same");
      return;
    }
    await eventually(() => liveTabs().some(({ label }) => label.includes(" - ")), "no document opens");
    const query = new URLSearchParams([["file", document.uri.toString()], ["view", "report"]]).toString(); // prettier-ignore
    const uri = vscode.Uri.from({ scheme: "netstack-live", path: "/x.md", query });
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const value = await valueOf("/proc/sys/net/core/somaxconn");
    expectPhrases(text, "**3 settings**", `| [\`net.core.somaxconn\`](explain/net.core.somaxconn.md) | 1 | \`3\` | \`${value}\` |`, "gone since Linux 4.12"); // prettier-ignore
  });

  it("are shown side by side", async function () {
    if (!hasHost) this.skip();
    const document = await untitled("sysctl", config);
    await vscode.commands.executeCommand("netstackLens.diffWithHost", document.uri);
    await eventually(() => vscode.window.visibleTextEditors.some(({ document: { uri } }) => uri.scheme === "netstack-live"), "no sides open"); // prettier-ignore
    const sides = vscode.window.visibleTextEditors.filter(({ document: { uri } }) => uri.scheme === "netstack-live");
    expect(sides.length === 2, `${sides.length} sides`);
    const value = await valueOf("/proc/sys/net/core/somaxconn");
    expectPhrases(sides[0]?.document.getText() ?? "", `net.core.somaxconn = ${value}`, "# net.ipv4.tcp_tw_recycle");
    expectPhrases(sides[1]?.document.getText() ?? "", "net.core.somaxconn = 3", "net.ipv4.tcp_tw_recycle = 1");
  });
});
