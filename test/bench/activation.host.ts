import * as vscode from "vscode";

const extensions = { ours: "netstack-lens.netstack-lens", empty: "bench.empty" } as const;

/**
 * VS Code calls this inside its extension host. Activates our extension and an empty one, in the order the
 * workspace's file `order` says, and leaves the milliseconds each took in `times.json`.
 */
export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) throw new Error("no workspace folder");
  const order = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, "order")));
  await quiet();
  const times: Record<string, number> = {};
  for (const name of order.split(" ") as (keyof typeof extensions)[]) {
    const extension = vscode.extensions.getExtension(extensions[name]);
    if (!extension) throw new Error(`no extension ${extensions[name]}`);
    if (extension.isActive) throw new Error(`${extensions[name]} is active already`);
    const start = performance.now();
    await extension.activate();
    times[name] = performance.now() - start;
  }
  const report = new TextEncoder().encode(JSON.stringify(times));
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, "times.json"), report);
}

/** A host that has just started activates extensions of its own; waits until timers come on time for a while. */
async function quiet(): Promise<void> {
  for (let calm = 0, patience = 0; calm < 40 && patience < 600; patience++) {
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    calm = performance.now() - start < 55 ? calm + 1 : 0;
  }
}
