import { lstat, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { mayHoldSettings } from "../core/documents/settings";

/** Folders nobody wants checked when naming the one they stand in. */
const skippedFolders = new Set([".git", "node_modules", ".terraform", "vendor", "__pycache__", ".venv"]);

/** A file to read, or why one cannot be. */
export type FoundFile = { readonly file: string; readonly isNamed: boolean } | { readonly problem: string };

/**
 * The files of some operands: files as they are, of folders those whose name says they may hold settings, in name
 * order. Links to folders are not followed, so no loop of them keeps it going.
 */
export async function* findFiles(operands: readonly string[]): AsyncGenerator<FoundFile, undefined> {
  for (const operand of operands) {
    const isFolder = await stat(operand).then((found) => found.isDirectory(), () => false); // prettier-ignore
    if (isFolder) yield* filesBelow(operand);
    else yield { file: operand, isNamed: true };
  }
}

async function* filesBelow(folder: string): AsyncGenerator<FoundFile, undefined> {
  let names: string[];
  try {
    names = (await readdir(folder)).sort();
  } catch (error) {
    yield { problem: `${folder}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}` };
    return;
  }
  for (const name of names) {
    const file = path.join(folder, name);
    const found = await lstat(file).catch(() => undefined);
    if (found?.isDirectory()) {
      if (!skippedFolders.has(name)) yield* filesBelow(file);
    } else if (found && (found.isFile() || found.isSymbolicLink()) && mayHoldSettings(file)) {
      const target = found.isFile() ? found : await stat(file).catch(() => undefined);
      if (target?.isFile()) yield { file, isNamed: false };
    }
  }
}
