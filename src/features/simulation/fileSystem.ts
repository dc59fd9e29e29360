import * as vscode from "vscode";

/** Makes the text of an address. */
export type TextOf = (uri: vscode.Uri) => Promise<string>;

/**
 * Documents that are made from their address, as a file system that cannot be written: unlike those of a content
 * provider, the editor brings files back after a reload.
 */
export function registerMadeFiles(scheme: string, textOf: TextOf): vscode.Disposable {
  const encoder = new TextEncoder();
  const bytesOf = async (uri: vscode.Uri): Promise<Uint8Array> => encoder.encode(await textOf(uri));
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: (await bytesOf(uri)).length }),
    readFile: bytesOf,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly: true, isCaseSensitive: true }),
  );
}
