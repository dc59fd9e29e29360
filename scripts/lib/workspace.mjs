// @ts-check
import { existsSync } from "node:fs";
import { cp, mkdtemp, realpath } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inProject, sampleDir } from "./project.mjs";

/**
 * A folder for one test run to open and dirty: the sample workspace, with `test/fixtures` as `fixtures/`.
 * @returns {Promise<string>}
 */
export async function makeWorkspace() {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "netstack-lens-workspace-")));
  await cp(sampleDir, folder, { recursive: true });
  const fixtures = inProject("test", "fixtures");
  if (existsSync(fixtures)) await cp(fixtures, path.join(folder, "fixtures"), { recursive: true });
  return folder;
}
