import * as vscode from "vscode";
import { hidingPlaces } from "../core/documents/precedence";
import { mayHoldSettings } from "../core/documents/settings";
import { concernsMachine, summarize, type FileSummary } from "../core/diagnose/workspace/summary";

/** Files whose names say that they set sysctls, or what they set depends on. */
const ownFiles =
  "{**/*sysctl*,**/sysctl.d/*.conf,**/tuned.conf,**/tuned-main.conf,**/modules-load.d/*.conf,**/etc/modules,**/nginx*.conf,**/nginx/**/*.conf,**/redis*.conf,**/valkey*.conf,**/haproxy*.cfg,**/httpd*.conf,**/apache2/**/*.conf,**/fpm/**/*.conf,**/my.cnf,**/sshd_config,**/*.socket}";
/** Files that may set some among other things. */
const otherFiles = "{**/*.yaml,**/*.yml,**/*.nix,**/*.sls,**/*.pp,**/*.tf,**/*.toml,**/*.sh,**/Dockerfile}";
const skippedFolders = "{**/node_modules/**,**/vendor/**,**/.terraform/**,**/.venv/**}";
const isSkipped = /\/(?:node_modules|vendor|\.terraform|\.venv)\//;

/** Enough for a large fleet's repository, and read within seconds. */
const mostOwnFiles = 2000;
const mostOtherFiles = 1000;
const largestBytes = 512 * 1024;
/** Changes so close together are told as one. */
const pauseMs = 200;
/** So many files are read at once. */
const readAtOnce = 16;

/** What the files of the workspace set, read when it is first asked for and kept up to date from then on. */
export interface SettingsIndex extends vscode.Disposable {
  /** Summaries of all files; changes that are not saved yet count. */
  summaries(): Promise<readonly FileSummary[]>;
  /** The same without waiting; `undefined` while they are read, or when nobody asked yet. */
  current(): readonly FileSummary[] | undefined;
  /** Where a file of a summary is. */
  readonly uriOf: (file: string) => vscode.Uri;
  /** Files were read, or changed. */
  readonly onDidChange: vscode.Event<void>;
}

/** How summaries name a file. */
export function fileOf(uri: vscode.Uri): string {
  return uri.toString(true);
}

export function createSettingsIndex(logError: (error: unknown) => void): SettingsIndex {
  const changed = new vscode.EventEmitter<void>();
  const cancellation = new vscode.CancellationTokenSource();
  const disposables: vscode.Disposable[] = [changed, cancellation];
  const saved = new Map<string, FileSummary>();
  const uris = new Map<string, vscode.Uri>();
  let reading: Promise<void> | undefined;
  let isRead = false;
  let isWatching = false;

  async function readAll(): Promise<void> {
    // A second attempt has its watchers already.
    if (!isWatching) watch();
    const { token } = cancellation;
    const found = await Promise.all([
      vscode.workspace.findFiles(ownFiles, skippedFolders, mostOwnFiles, token),
      vscode.workspace.findFiles(otherFiles, skippedFolders, mostOtherFiles, token),
    ]);
    const waiting = found.flat();
    const readNext = async (): Promise<void> => {
      for (let uri = waiting.pop(); uri && !token.isCancellationRequested; uri = waiting.pop()) await read(uri);
    };
    await Promise.all(Array.from({ length: readAtOnce }, readNext));
    await findMasks();
    isRead = true;
    changed.fire();
  }

  async function read(uri: vscode.Uri): Promise<void> {
    const file = fileOf(uri);
    if (isSkipped.test(uri.path) || (!mayHoldSettings(uri.path) && !concernsMachine(file))) return;
    uris.set(file, uri);
    const text = await readText(uri);
    if (text === undefined) saved.delete(file);
    else saved.set(file, summarize(text, file));
  }

  /** Links to /dev/null, by which a file of another directory is switched off, are no files to find. */
  async function findMasks(): Promise<void> {
    const places = [...saved.values()].flatMap(({ machine }) => (machine ? hidingPlaces(machine) : []));
    for (const place of new Set(places)) if (await isLinkToNoFile(vscode.Uri.parse(place))) saved.set(place, summarize("", place)); // prettier-ignore
  }

  function watch(): void {
    isWatching = true;
    let soon: number | undefined;
    // A checkout changes many files at once.
    const tell = (): void => {
      clearTimeout(soon);
      soon = setTimeout(() => changed.fire(), pauseMs);
    };
    const update = (uri: vscode.Uri): void => {
      read(uri).then(tell, logError);
    };
    disposables.push({ dispose: () => clearTimeout(soon) });
    for (const glob of [ownFiles, otherFiles]) {
      const watcher = vscode.workspace.createFileSystemWatcher(glob);
      const remove = (uri: vscode.Uri): void => {
        if (saved.delete(fileOf(uri))) tell();
      };
      disposables.push(watcher, watcher.onDidCreate(update), watcher.onDidChange(update), watcher.onDidDelete(remove));
    }
  }

  function withUnsaved(): readonly FileSummary[] {
    const all = new Map(saved);
    for (const document of vscode.workspace.textDocuments) {
      const file = fileOf(document.uri);
      if (document.isDirty && all.has(file)) all.set(file, summarize(document.getText(), file));
    }
    return [...all.values()];
  }

  return {
    onDidChange: changed.event,
    uriOf: (file) => uris.get(file) ?? vscode.Uri.parse(file),
    current: () => (isRead ? withUnsaved() : undefined),
    summaries: async () => {
      reading ??= readAll();
      // A failed attempt is made again next time.
      await reading.catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
      return withUnsaved();
    },
    dispose: () => {
      cancellation.cancel();
      for (const one of disposables) one.dispose();
    },
  };
}

async function isLinkToNoFile(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.SymbolicLink) !== 0 && (type & vscode.FileType.File) === 0;
  } catch {
    return false;
  }
}

/** `undefined` for what is gone, too large, or no text. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if (size > largestBytes || (type & vscode.FileType.File) === 0) return undefined;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
