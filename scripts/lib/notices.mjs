// @ts-check
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * The licences of the packages that bundles hold, as their own files say. Throws for a package that has none: it may
 * not be handed on.
 * @param {string} root of the project
 * @param {Iterable<string>} inputs files of the bundles, relative to the root
 */
export async function thirdPartyNotices(root, inputs) {
  const folders = new Set([...inputs].flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const notices = await Promise.all([...folders].sort().map((folder) => noticeOf(path.join(root, folder))));
  return `Netstack Lens contains the following packages.\n\n${[...new Set(notices)].join("\n")}`;
}

/** @param {string} folder of a package */
async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^(?:licen[cs]e|copying)(?:\.|-|$)/i.test(one));
  if (!license && !file) throw new Error(`${name} names no licence, so it cannot be bundled`);
  const text = file ? await readFile(path.join(folder, file), "utf8") : "";
  return `${"-".repeat(80)}\n${name} ${version} (${license ?? "see below"})\n\n${text.trim()}\n`;
}
