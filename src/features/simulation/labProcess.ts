import * as vscode from "vscode";
import { shellCommand } from "../../core/simulation/commandLine";
import { nodeModule } from "../nodeModule";

/** A lab as `lab --list --format json` tells of it. */
export interface LabOutline {
  readonly id: string;
  /** It ends by itself by then. */
  readonly limitSeconds: number;
  /** Its sysctls: those of the namespace are written there, others never. */
  readonly sysctls: readonly { readonly name: string; readonly scope: "namespace" | "machine" }[];
}

/** Runs our command line in a process of its own. */
export interface LabCommand {
  /** Standard output and the exit status; `undefined` where it was cancelled. Throws for a status above 1. */
  run(args: readonly string[], token?: vscode.CancellationToken): Promise<string | undefined>;
  /** The same for a shell. */
  forShell(args: readonly string[]): string;
}

/** The command line that comes with the extension; in words, why labs are not possible here. */
export function findLabCommand(extensionUri: vscode.Uri): LabCommand | string {
  const children = nodeModule("node:child_process");
  if (!children || typeof process === "undefined")
    return vscode.l10n.t("In the browser there is no kernel to run it on. Open the folder on a Linux machine.");
  if (process.platform !== "linux") return vscode.l10n.t("A lab needs Linux.");
  const { execPath, env } = process;
  const words = [execPath, vscode.Uri.joinPath(extensionUri, "dist", "cli.js").fsPath];
  return {
    forShell: (args) => `ELECTRON_RUN_AS_NODE=1 ${shellCommand([...words, ...args])}`,
    run: (args, token) =>
      new Promise((resolve, reject) => {
        const options = { env: { ...env, ELECTRON_RUN_AS_NODE: "1" }, timeout: longestMs };
        const child = children.execFile(execPath, [...words.slice(1), ...args], options, (error, out, complaint) => {
          if (token?.isCancellationRequested) resolve(undefined);
          // 1 says that prediction and measurement differ.
          else if (error && error.code !== 1) reject(new Error(complaint.trim() || error.message));
          else resolve(out);
        });
        // It cleans up before it ends.
        token?.onCancellationRequested(() => child.kill("SIGINT"));
      }),
  };
}

/** Whether labs may be made: whoever makes namespaces is root. */
export function isRoot(): boolean {
  return typeof process !== "undefined" && process.getuid?.() === 0;
}

/** A lab ends by itself before. */
const longestMs = 600_000;
