// @ts-check
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { inProject } from "../lib/project.mjs";

/** Bytes of some files, as they are and as gzip packs them. @typedef {{ files: number, bytes: number, gzip: number }} Size */

const folder = inProject("dist", "webview");

/**
 * What each panel loads before it shows anything, and what it may load later.
 * @returns {Promise<{ panel: string, initial: Size, later: Size }[]>}
 */
export async function panelSizes() {
  const panels = (await readdir(folder)).flatMap((file) => /^(\w+)-style\.css$/.exec(file)?.[1] ?? []);
  return Promise.all(
    panels.map(async (panel) => {
      const initial = await reachable([`${panel}.js`], imports);
      const all = await reachable([...initial], (text) => [...imports(text), ...lazyImports(text)]);
      const later = [...all].filter((file) => !initial.has(file));
      return { panel, initial: await sizeOf([...initial, `${panel}-style.css`]), later: await sizeOf(later) };
    }),
  );
}

/** @param {string} text of a module as the build writes it */
const imports = (text) => [...text.matchAll(/\b(?:from|import)\s*"(\.{1,2}\/[^"]+)"/g)].map(([, file = ""]) => file);
/** @param {string} text */
const lazyImports = (text) => [...text.matchAll(/\bimport\(\s*"(\.{1,2}\/[^"]+)"/g)].map(([, file = ""]) => file);

/**
 * @param {readonly string[]} from
 * @param {(text: string) => readonly string[]} next
 */
async function reachable(from, next) {
  const seen = new Set(from);
  for (const file of seen) {
    const text = await readFile(path.join(folder, file), "utf8");
    for (const other of next(text)) seen.add(path.join(path.dirname(file), other));
  }
  return seen;
}

/**
 * @param {readonly string[]} files
 * @returns {Promise<Size>}
 */
async function sizeOf(files) {
  const contents = await Promise.all(files.map((file) => readFile(path.join(folder, file))));
  const sum = (/** @type {(content: Buffer) => number} */ count) => contents.reduce((total, one) => total + count(one), 0); // prettier-ignore
  return { files: files.length, bytes: sum(({ length }) => length), gzip: sum((one) => gzipSync(one).length) };
}
