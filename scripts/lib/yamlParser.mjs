// @ts-check
import path from "node:path";

/**
 * Bundles of the parser of the package `yaml` only what is used, a quarter of it: its modules do nothing when they
 * are loaded, but the package does not say so, and its build for Node cannot be taken apart.
 * @param {string} root of the project
 * @returns {import("esbuild").Plugin}
 */
export function yamlParser(root) {
  const modules = path.join(root, "node_modules", "yaml", "browser");
  return {
    name: "yaml-parser",
    setup(build) {
      build.onResolve({ filter: /^yaml$/ }, () => ({ path: path.join(modules, "index.js"), sideEffects: false }));
      build.onResolve({ filter: /^\.{1,2}\// }, ({ importer, resolveDir, path: file }) =>
        importer.startsWith(modules) ? { path: path.join(resolveDir, file), sideEffects: false } : undefined,
      );
    },
  };
}
