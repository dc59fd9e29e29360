import * as vscode from "vscode";
import { hoverOver, setSetting, untitled, workspaceFile } from "./documents";
import { eventually, expect, expectPhrases } from "./expect";

describe("hover in the editor", () => {
  let sample: vscode.TextDocument;
  before(async () => {
    sample = await vscode.workspace.openTextDocument(workspaceFile("sysctl.d", "99-tuning.conf"));
    await setSetting("kernel", "6.18");
  });
  after(() => setSetting("kernel", undefined));

  /** A changed setting reaches the extension a moment later. */
  const eventuallySays = (text: string, says: (hover: string) => boolean): Promise<void> =>
    eventually(async () => says(await hoverOver(sample, text)), `the hover over ${text} does not change`);

  it("explains a key of the sample", async () => {
    expectPhrases(
      await hoverOver(sample, "net.core.somaxconn"),
      "ceiling for every listener",
      "ListenOverflows",
      "docs.kernel.org",
      "[Simulate…](command:netstackLens.openSimulator?",
    );
  });

  it("explains a value of the sample", async () => {
    expectPhrases(await hoverOver(sample, "87380"), "85.3 KiB", "**default**", "131072");
  });

  it("covers the key or the number, not the line", async () => {
    const at = sample.positionAt(sample.getText().indexOf("87380") + 1);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", sample.uri, at);
    expect(hover?.range && sample.getText(hover.range) === "87380", "the range is not the number");
  });

  it("says nothing over comments, blanks and unknown keys", async () => {
    const document = await untitled("sysctl", "# net.core.somaxconn = 1\n\ndev.raid.speed_limit_max = 10\nnonsense\n");
    for (const text of ["net.core", "speed_limit", "nonsense"]) expect((await hoverOver(document, text)) === "", text);
  });

  it("follows its settings at once", async () => {
    await setSetting("hover", "short");
    await eventuallySays("net.core.somaxconn", (hover) => hover.includes("4096") && !hover.includes("ListenOverflows"));
    await setSetting("hover", "off");
    await eventuallySays("net.core.somaxconn", (hover) => hover === "");
    await setSetting("hover", undefined);
    await setSetting("language", "zh-cn");
    await eventuallySays("net.core.somaxconn", (hover) => hover.includes("默认值"));
    await setSetting("language", undefined);
    await setSetting("kernel", "4.19");
    await eventuallySays(
      "net.core.somaxconn",
      (hover) => hover.includes("default `128`") && !hover.includes("default `4096`"),
    );
    await setSetting("kernel", "6.18");
    await eventuallySays("net.core.somaxconn", (hover) => hover.includes("default `4096`"));
  });

  it("explains keys and values wherever they are named", async () => {
    const yaml = await untitled(
      "yaml",
      "spec:\n  securityContext:\n    sysctls:\n    - net.core.somaxconn: 1024 # queue\n",
    );
    expectPhrases(await hoverOver(yaml, "somaxconn"), "ceiling for every listener");
    expectPhrases(await hoverOver(yaml, "1024"), "Below the default", "4096");
    const shell = await untitled("shellscript", "echo 1 > /proc/sys/net/ipv4/tcp_tw_reuse\n");
    expectPhrases(await hoverOver(shell, "tcp_tw_reuse"), "take over a port");
    const prose = await untitled("markdown", "Nothing here about example.net.core or net.nothing.such.\n");
    expect(
      (await hoverOver(prose, "example.net.core")) === "" && (await hoverOver(prose, "nothing.such")) === "",
      "prose",
    );
  });

  it("knows what a value in YAML is for, however far its key is, and follows edits", async () => {
    const gap = "  # more\n".repeat(60);
    const document = await untitled(
      "yaml",
      `max: &max 1024\nsysctls:\n${gap}- value: *max\n  name: net.core.somaxconn\n`,
    );
    expectPhrases(await hoverOver(document, "1024"), "Below the default", "4096");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "# net.ipv4.ip_forward: 7\n");
    await vscode.workspace.applyEdit(edit);
    expectPhrases(await hoverOver(document, "1024"), "Below the default", "4096");
    expect((await hoverOver(document, "7")) === "", "a comment gives no value");
  });

  it("explains pasted dumps, and follows their edits", async () => {
    const dump = await untitled("markdown", "Look:\n\n```\nTcpExt: SyncookiesSent ListenDrops\nTcpExt: 0 77\n```\n");
    expectPhrases(await hoverOver(dump, "77"), "TcpExtListenDrops", "growth is bad", "net.core.somaxconn");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      dump.uri,
      new vscode.Position(0, 0),
      "000487d5 0000000a 00000001 00000000 00000000 00000000 00000000 00000000 00000000\n\n",
    );
    await vscode.workspace.applyEdit(edit);
    expectPhrases(await hoverOver(dump, "0000000a"), "backlog was full", "**10**");
    expectPhrases(await hoverOver(dump, "77"), "TcpExtListenDrops");
  });

  it("links to nothing but its own commands, whatever the file says", async () => {
    const hostile = "net.ipv4.conf.[x](command:workbench/action/quit).rp_filter = `[y](command:evil)` <img src=x>";
    const document = await untitled("sysctl", hostile);
    for (const text of ["rp_filter", "command:evil"]) {
      const at = document.positionAt(document.getText().indexOf(text) + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        at,
      );
      const [content] = hovers.flatMap((hover) => hover.contents);
      expect(content instanceof vscode.MarkdownString, "no hover");
      expect(!content.supportHtml, "HTML is on");
      const trust = content.isTrusted;
      expect(
        typeof trust === "object" &&
          trust.enabledCommands.join() === "netstackLens.openLesson,netstackLens.explain,netstackLens.openSimulator",
        "other commands are trusted",
      );
      expect(
        !/(?<!\\)\]\(command:(?!netstackLens\.openLesson)/.test(content.value.replace(/(`+)[^`].*?\1/g, "")),
        content.value,
      );
    }
  });

  it("stays quick on a line of 5 MB and a key of 10 000 characters", async () => {
    const long = `net.core.somaxconn = ${"1 ".repeat(2_500_000)}\n${"k".repeat(10_000)} = 1\n`;
    const document = await untitled("sysctl", long);
    expectPhrases(await hoverOver(document, "somaxconn"), "accept queue");
    expect((await hoverOver(document, "kkkkkk")) === "", "an unknown key is explained");
  }).timeout(60_000);
});

describe("languages", () => {
  const cases: readonly (readonly [path: string, language: string])[] = [
    ["sysctl.d/99-tuning.conf", "sysctl"],
    ["fixtures/etc/sysctl.conf", "sysctl"],
    ["fixtures/tuning.sysctl", "sysctl"],
  ];
  for (const [path, language] of cases) {
    it(`${path} is ${language}`, async () => {
      const document = await vscode.workspace.openTextDocument(workspaceFile(...path.split("/")));
      expect(document.languageId === language, document.languageId);
    });
  }

  it("leaves other .conf files alone", async () => {
    const document = await vscode.workspace.openTextDocument(workspaceFile("fixtures", "nginx.conf"));
    expect(document.languageId !== "sysctl", document.languageId);
    expect((await hoverOver(document, "worker_processes")) === "", "a hover over nginx's own setting");
    expectPhrases(await hoverOver(document, "1024"), "Below the default");
  });
});
