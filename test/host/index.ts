import { loadTests } from "host-tests";
import Mocha from "mocha";
import * as vscode from "vscode";
import { countingReporter, type Report } from "../../scripts/lib/mochaReport.mjs";

/** Where the run leaves its totals, in the workspace; the runner outside reads it. */
const REPORT = ".netstack-lens-report.json";

/**
 * VS Code calls this inside its extension host, Node's or the web's. Throws when a test failed,
 * which is all VS Code tells the outside.
 */
export async function run(): Promise<void> {
  const { report, Reporter } = countingReporter();
  const mocha = new Mocha({ ui: "bdd", reporter: Reporter, timeout: 20_000, forbidOnly: true });
  // What Mocha does itself before it reads a file; here the files are bundled in.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  loadTests();
  await new Promise<void>((resolve) => void mocha.run(() => resolve()));
  await leave(report);
  if (report.failed > 0) throw new Error(`${report.failed} of ${report.passed + report.failed} tests failed.`);
}

async function leave(report: Report): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("The tests need a workspace folder to leave their report in.");
  await vscode.workspace.fs.writeFile(
    vscode.Uri.joinPath(folder.uri, REPORT),
    new TextEncoder().encode(JSON.stringify(report)),
  );
}
