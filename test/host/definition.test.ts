import * as vscode from "vscode";
import { hoverOver, workspaceFile } from "./documents";
import { eventually, expect } from "./expect";

describe("the files of a workspace that set a key", () => {
  const file = (...path: readonly string[]): vscode.Uri => workspaceFile("fixtures", "machine", ...path);
  const first = (): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument(file("etc", "sysctl.d", "10-base.conf"));

  const linksFrom = async (document: vscode.TextDocument, text: string): Promise<string[]> => {
    const position = document.positionAt(document.getText().indexOf(text) + 1);
    const links = await vscode.commands.executeCommand<(vscode.LocationLink | vscode.Location)[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      position,
    );
    return links.map((link) =>
      "targetUri" in link ? placeOf(link.targetUri, link.targetRange) : placeOf(link.uri, link.range),
    );
  };
  const placeOf = ({ path }: vscode.Uri, { start }: vscode.Range): string =>
    `${path.slice(path.lastIndexOf("/") + 1)}:${start.line + 1}`;

  /** The findings that come of other files. */
  const together = (document: vscode.TextDocument): readonly vscode.Diagnostic[] =>
    vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ code }) => typeof code === "object" && String(code.value).startsWith("workspace/"));

  // The editor sorts what is asked for in this way by path; it goes to the first of the provider.
  it("are where Go to Definition leads", async () => {
    const found = await linksFrom(await first(), "net.core.somaxconn");
    for (const place of ["90-web.conf:1", "pod.yaml:4"]) expect(found.includes(place), found.join(" "));
    expect(!found.includes("10-base.conf:2"), "it leads to itself");
    const pod = await vscode.workspace.openTextDocument(file("pod.yaml"));
    const fromPod = await linksFrom(pod, "net.core.somaxconn");
    expect(fromPod.includes("90-web.conf:1"), fromPod.join(" "));
  });

  it("are no answer in a value or a comment", async () => {
    const document = await first();
    for (const text of ["1024", "The first"]) {
      const found = await linksFrom(document, text);
      expect(found.length === 0, found.join(" "));
    }
  });

  it("are told by the hover, and judged together", async () => {
    const document = await first();
    const problems = (): string[] => together(document).map(({ message }) => message);
    await eventually(() => problems().length === 1, "the finding does not come");
    expect(problems()[0]?.includes("/etc/sysctl.d/90-web.conf is loaded later and sets net.core.somaxconn to 4096"), problems().join()); // prettier-ignore
    const hover = await hoverOver(document, "net.core.somaxconn");
    expect(/files of this workspace; \[`\/etc\/sysctl\.d\/90-web\.conf:1`\]\([^)]+#L1\) wins with `4096`/.test(hover), hover); // prettier-ignore
  });

  it("are followed as they change", async () => {
    const document = await first();
    const added = file("etc", "sysctl.d", "99-more.conf");
    await vscode.workspace.fs.writeFile(added, new TextEncoder().encode("net.ipv4.tcp_syncookies = 2\n"));
    const count = (): number => together(document).length;
    await eventually(() => count() === 2, "the new file is not seen");
    await vscode.workspace.fs.delete(added);
    await eventually(() => count() === 1, "the file that is gone is still seen");
  });
});
