import * as vscode from "vscode";

/** Makes the text of an address. */
export type TextOf = (uri: vscode.Uri) => Promise<string>;

/** Such documents; `refresh` says that one is another now. */
export interface MadeFiles extends vscode.Disposable {
  refresh(uri: vscode.Uri): void;
}

/**
 * Documents that are made from their address, as a file system that cannot be written: unlike those of a content
 * provider, the editor brings files back after a reload.
 */
export function registerMadeFiles(scheme: string, textOf: TextOf): MadeFiles {
  const encoder = new TextEncoder();
  const bytesOf = async (uri: vscode.Uri): Promise<Uint8Array> => encoder.encode(await textOf(uri));
  const times = new Map<string, number>();
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: async (uri) => {
      const { length: size } = await bytesOf(uri);
      return { type: vscode.FileType.File, ctime: 0, mtime: times.get(uri.toString()) ?? 0, size };
    },
    readFile: bytesOf,
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  const options = { isReadonly: true, isCaseSensitive: true };
  const registration = vscode.workspace.registerFileSystemProvider(scheme, provider, options);
  return {
    refresh: (uri) => {
      times.set(uri.toString(), Date.now());
      changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    },
    dispose: () => {
      registration.dispose();
      changed.dispose();
    },
  };
}
