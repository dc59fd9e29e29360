// @ts-check
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, wherever the command was called from. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Everything the bench downloads or writes while running lives here; git ignores it. */
export const benchDir = path.join(projectRoot, ".vscode-test");

/** Where compiled tests go; git ignores it. */
export const testOutDir = path.join(projectRoot, "out", "test");

/** The small workspace that shows what the extension does. */
export const sampleDir = path.join(projectRoot, "content", "sample");

/**
 * An absolute path inside the project.
 * @param {...string} segments
 */
export function inProject(...segments) {
  return path.join(projectRoot, ...segments);
}
