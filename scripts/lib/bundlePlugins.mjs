// @ts-check
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inProject, projectRoot } from "./project.mjs";

/**
 * Our scripts find the project by where they lie, so a bundle points to them instead of holding a copy.
 * @type {import("esbuild").Plugin}
 */
export const scriptsStayInPlace = {
  name: "scripts-stay-in-place",
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.mjs$/ }, ({ path: wanted, resolveDir }) => {
      const file = path.resolve(resolveDir, wanted);
      if (!file.startsWith(inProject("scripts") + path.sep)) return undefined;
      return { path: pathToFileURL(file).href, external: true };
    });
  },
};

/**
 * Mocha's build for browsers, which leaves its class in a global variable. It is a CommonJS script in a
 * package that calls itself a module: taken by its path, it would overwrite the exports of our bundle.
 */
export async function browserMocha() {
  return {
    mocha: 'import "mocha-script"; export default globalThis.Mocha;',
    "mocha-script": await readFile(inProject("node_modules", "mocha", "mocha.js"), "utf8"),
  };
}

/**
 * A function that loads every test file; called once Mocha's functions are there.
 * @param {readonly string[]} files
 */
export function loadTestsSource(files) {
  return `export function loadTests() { ${files.map((file) => `require(${JSON.stringify(file)});`).join(" ")} }`;
}

/**
 * Modules that exist in the bundle only.
 * @param {Readonly<Record<string, string>>} sources by name
 * @returns {import("esbuild").Plugin}
 */
export function virtualModules(sources) {
  return {
    name: "virtual-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[a-z-]+$/ }, ({ path: name }) =>
        name in sources ? { path: name, namespace: "virtual" } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "virtual" }, ({ path: name }) => ({
        contents: sources[name] ?? "",
        resolveDir: projectRoot,
      }));
    },
  };
}
