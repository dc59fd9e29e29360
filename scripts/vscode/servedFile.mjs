// @ts-check
import { readFile, realpath } from "node:fs/promises";
import path from "node:path";

const CONTENT_TYPES = new Map([
  [".js", "text/javascript"],
  [".cjs", "text/javascript"],
  [".mjs", "text/javascript"],
  [".json", "application/json"],
  [".map", "application/json"],
  [".css", "text/css"],
  [".html", "text/html"],
  [".md", "text/markdown; charset=utf-8"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
  [".woff2", "font/woff2"],
  [".ttf", "font/ttf"],
  [".wasm", "application/wasm"],
]);

/**
 * A file of an extension's folder as the web extension host gets it.
 * `undefined` means there is none, or the path leads out of the folder.
 * @param {string} folder
 * @param {string} urlPath relative, percent-encoded
 * @returns {Promise<{ body: Buffer, contentType: string } | undefined>}
 */
export async function servedFile(folder, urlPath) {
  try {
    const root = await realpath(folder);
    const file = await realpath(path.resolve(root, decodeURIComponent(urlPath)));
    if (!file.startsWith(root + path.sep)) return undefined;
    const body = await readFile(file);
    const isManifest = path.relative(root, file) === "package.json";
    const contentType = CONTENT_TYPES.get(path.extname(file)) ?? "application/octet-stream";
    return { body: isManifest ? browserOnly(body) : body, contentType };
  } catch {
    return undefined;
  }
}

/**
 * The manifest without its Node entry, so that only the `browser` one is left to choose.
 * @param {Buffer} manifest
 */
function browserOnly(manifest) {
  // JSON leaves out what is undefined.
  return Buffer.from(JSON.stringify({ ...JSON.parse(manifest.toString("utf8")), main: undefined }));
}
