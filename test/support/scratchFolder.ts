import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A folder of a suite's own, which goes when the suite ends. */
export interface ScratchFolder {
  /** A place in it. */
  readonly at: (...names: readonly string[]) => string;
  /** Writes a file, with the folders it needs, and tells its place. */
  readonly file: (name: string, content: string | Buffer) => string;
}

/** Makes such a folder for the `describe` it is called in; it is there once the tests run. */
export function scratchFolder(): ScratchFolder {
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "netstack-lens-test-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    at: (...names) => path.join(folder, ...names),
    file: (name, content) => {
      const place = path.join(folder, name);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, content);
      return place;
    },
  };
}
