import { lstat, readdir, stat } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";
import { mayHoldSettings } from "../core/documents/settings";
import { UsageError } from "./command";
import { reasonOf } from "./textFile";

/** Folders nobody wants checked when naming the one they stand in. */
const skippedFolders = new Set([".git", "node_modules", ".terraform", "vendor", "__pycache__", ".venv"]);

/** A file to read, or why there is none. `isNamed` where the operand itself is meant, not what it holds. */
export type FoundFile = { readonly isNamed: boolean } & ({ readonly file: string } | { readonly problem: string });

/**
 * The files of some operands, each once: files as they are; of folders those whose name says they may hold settings;
 * of globs those that match. In name order. Links to folders are not followed, so no loop of them keeps it going.
 */
export async function* findFiles(operands: readonly string[]): AsyncGenerator<FoundFile, undefined> {
  const seen = new Set<string>();
  for (const operand of operands) {
    for await (const found of filesOf(operand)) {
      const place = "file" in found ? path.resolve(found.file) : undefined;
      if (place !== undefined && seen.has(place)) continue;
      if (place !== undefined) seen.add(place);
      yield found;
    }
  }
}

async function* filesOf(operand: string): AsyncGenerator<FoundFile, undefined> {
  const isFolder = await stat(operand).then((found) => found.isDirectory(), () => false); // prettier-ignore
  if (isFolder) {
    yield* filesBelow(operand, { isWanted: mayHoldSettings, isWalked: (name) => !skippedFolders.has(name) });
    return;
  }
  // What is there under that very name is meant, whatever characters are in it.
  const isThere = await lstat(operand).then(() => true, () => false); // prettier-ignore
  const glob = isThere ? undefined : readGlob(operand);
  if (!glob) {
    yield { file: operand, isNamed: true };
    return;
  }
  let isEmpty = true;
  for await (const found of filesBelow(glob.base, glob)) {
    isEmpty = false;
    yield found;
  }
  if (isEmpty) yield { problem: `${operand}: no file matches`, isNamed: true };
}

/** What of a folder is meant. */
interface Choice {
  readonly isWanted: (file: string) => boolean;
  /** Whether to look into a folder of that name, `depth` folders below the first. */
  readonly isWalked: (name: string, depth: number) => boolean;
}

async function* filesBelow(folder: string, choice: Choice, depth = 1): AsyncGenerator<FoundFile, undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(reasonOf);
  if (typeof entries === "string") {
    yield { problem: `${folder}: ${entries}`, isNamed: depth === 1 };
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (choice.isWalked(entry.name, depth)) yield* filesBelow(file, choice, depth + 1);
    } else if (choice.isWanted(file)) {
      const leadsToFolder = entry.isSymbolicLink() && (await stat(file).then((found) => found.isDirectory(), () => false)); // prettier-ignore
      if (!leadsToFolder) yield { file, isNamed: false };
    }
  }
}

/** What a glob chooses, and from where; `undefined` for a text that is none. */
function readGlob(operand: string): (Choice & { readonly base: string }) | undefined {
  // There a backslash separates folders and cannot make a character plain.
  const pattern = path.sep === "\\" ? operand.replaceAll("\\", "/") : operand;
  const { base, glob, isGlob } = picomatch.scan(pattern);
  if (!isGlob) return undefined;
  const matches = compile(operand, glob);
  const root = base === "" ? "." : base;
  // Nothing further down can match, so a glob of one folder does not walk a whole disk.
  const deepest = /\*\*|\(/.test(glob) ? Infinity : glob.split("/").length - 1;
  return {
    base: root,
    isWanted: (file) => matches(path.relative(root, file).replaceAll(path.sep, "/")),
    isWalked: (name, depth) => depth <= deepest && (!skippedFolders.has(name) || glob.includes(name)),
  };
}

function compile(operand: string, glob: string): (file: string) => boolean {
  try {
    return picomatch(glob);
  } catch (error) {
    throw new UsageError(`${operand.slice(0, 80)}: ${(error as Error).message}`);
  }
}
