import * as vscode from "vscode";
import { hoverOver, setSetting, untitled } from "./documents";
import { eventually, expect, expectPhrases } from "./expect";

const config =
  "# web\nnet.core.somaxconn = 3\nnet.ipv4.tcp_syncookies = 0\nvm.swappiness = 10\nnet.core.rmem_max = -1\n";

/** The tab that shows a document of the simulator, by its title. */
const tabTitled = (title: string): vscode.Tab | undefined =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes(title));

/** The text of a document of the simulator, by its address. */
async function textAt(path: string, query: string): Promise<string> {
  const uri = vscode.Uri.from({ scheme: "netstack-sim", path, query });
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

describe("the simulator", () => {
  before(() => setSetting("kernel", "6.18"));
  after(async () => {
    await setSetting("kernel", undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("shows what the settings of a file change, and which line does it", async () => {
    const document = await untitled("sysctl", config);
    const file = document.uri.toString();
    await vscode.commands.executeCommand("netstackLens.simulateFile", { file, scenario: "accept-queue" });
    await eventually(() => tabTitled("accept-queue") !== undefined, "no document opens");
    const lines = ["2:net.core.somaxconn=3", "3:net.ipv4.tcp_syncookies=0", "4:vm.swappiness=10", "5:net.core.rmem_max=-1"]; // prettier-ignore
    const query = `scenario=accept-queue&kernel=6.18&seed=1&config=${encodeURIComponent(file)}&${lines.map((line) => `line=${encodeURIComponent(line)}`).join("&")}&view=compare`;
    const text = await textAt("/accept-queue Untitled-1.md", query);
    expectPhrases(
      text,
      "# ",
      "| `clientEstablished` | 6 | **4** | line 2: [`net.core.somaxconn`](explain/net.core.somaxconn.md)",
      "line 5: **left out.**",
      "EINVAL",
      "explain/vm.swappiness.md",
      "netstack-lens simulate accept-queue --config",
    );
  });

  it("runs a scenario with chosen parameters, and refuses what makes no sense", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("netstackLens.runScenario", {
      scenario: "accept-queue",
      set: { backlog: "2" },
    });
    await eventually(() => tabTitled("accept-queue") !== undefined, "no document opens");
    const run = (set: string): Promise<string> =>
      textAt("/accept-queue.md", `scenario=accept-queue&kernel=6.18&seed=1&set=${encodeURIComponent(set)}&view=run`);
    expectPhrases(await run("backlog=2"), "| `acceptQueue` | 3 |", "explain/TcpExtListenOverflows.md");
    expectPhrases(await run("backlog=x"), "This run cannot be made", "a whole number");
    expectPhrases(await run("net.core.somaxconn=-1"), "This run cannot be made", "EINVAL");
    expectPhrases(await textAt("/explain/TcpExtListenOverflows.md", ""), "accept queue");
  });

  it("opens the panel for a scenario, for a key of a file, and says why it does not open", async () => {
    const panels = (): vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes("netstackLens.simulator"),
        );
    const isTitled = (title: string) => (): boolean => panels()[0]?.label === title;
    await vscode.commands.executeCommand("netstackLens.openSimulator", {
      scenario: "ring-overflow",
      set: { rxRing: "64" },
    });
    await eventually(isTitled("A burst longer than the receive ring"), "no panel for a scenario");
    const document = await untitled("sysctl", config);
    const file = document.uri.toString();
    await vscode.commands.executeCommand("netstackLens.openSimulator", { file, key: "net.core.somaxconn" });
    await eventually(isTitled("A server that does not accept"), "no panel for a key");
    await vscode.commands.executeCommand("netstackLens.openSimulator", { scenario: 5 });
    await vscode.commands.executeCommand("netstackLens.openSimulator", { scenario: "x", set: ["y"] });
    await vscode.commands.executeCommand("netstackLens.openFileInSimulator", document.uri);
    expect(panels().length === 1, "another panel came up");
    await vscode.window.tabGroups.close(panels());
  });

  it("runs a scenario of one's own as it stands in the editor, and says where it is wrong", async () => {
    const own = (datagrams: string): string =>
      `id: mine\ntitle: Mine\nhosts: [a, b]\nlinks: [{ kind: veth, between: [a, b] }]\nsockets:\n- { id: from, kind: udp, host: a, port: 1 }\n- { id: to, kind: udp, host: b, port: 2 }\nworkload:\n- host: a\n  steps:\n  - { do: send, from: from, to: to, payload: 10, datagrams: ${datagrams} }\nobserve:\n- { name: arrived, socket: to, field: queued }\n`;
    const document = await untitled("yaml", own("7"));
    const scenario = document.uri.toString();
    const query = `scenario=${encodeURIComponent(scenario)}&kernel=6.18&seed=1&view=run`;
    const run = async (): Promise<string> => {
      await vscode.commands.executeCommand("netstackLens.runScenario", { scenario });
      return textAt(`/${document.uri.path}.md`, query);
    };
    expectPhrases(await run(), "# Mine", "| `arrived` | 7 |");
    const write = async (text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    };
    await write(own("9"));
    const eventuallySays = (phrase: string): Promise<void> =>
      eventually(async () => (await run()).includes(phrase), `it never says ${phrase}`);
    await eventuallySays("| `arrived` | 9 |");
    await write(own("no"));
    await textAt(`/other.md`, query).then((text) => expectPhrases(text, "This run cannot be made", ":11:"));
  });

  it("opens a file of a simulated host, and explains it like a real one", async () => {
    const file = { scenario: "receive-backlog", host: "receiver", name: "net/softnet_stat" };
    await vscode.commands.executeCommand("netstackLens.openSimulatedFile", file);
    const shown = (): vscode.TextDocument | undefined => vscode.window.activeTextEditor?.document;
    await eventually(() => shown()?.uri.scheme === "netstack-sim", "no file opens");
    const document = shown();
    expect(document?.uri.path === "/receive-backlog/receiver/proc/net/softnet_stat", String(document?.uri));
    await eventually(() => shown()?.languageId === "network-dump", "it is no dump");
    expectPhrases(await hoverOver(document, "00000063"), "packets dropped because this CPU", "= **99**");
    await vscode.commands.executeCommand("netstackLens.openSimulatedFile", { ...file, name: "nstat -az", at: "0" });
    await eventually(() => shown()?.uri.path.endsWith("nstat -az") === true, "no second file opens");
    expectPhrases(shown()?.getText() ?? "", "#kernel", "IpInReceives");
  });

  it("makes several runs at once without mixing them up", async () => {
    const acceptQueueOf = async (backlog: number): Promise<string | undefined> => {
      const query = `scenario=accept-queue&kernel=6.18&seed=1&set=backlog%3D${backlog}&view=run`;
      return /`acceptQueue` \| (\d+) \|/.exec(await textAt("/accept-queue.md", query))?.[1];
    };
    const found = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(acceptQueueOf));
    expect(found.join() === "2,3,4,5,6,7,8", found.join());
  });
});
