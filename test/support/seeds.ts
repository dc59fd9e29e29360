import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Seed } from "../fuzz/fuzz";
import { projectRoot } from "./knowledge";

/** Larger files say no more, and take longer. */
const largestSeed = 20_000;

/** The texts below some folders of the project. */
export function readSeeds(...folders: readonly string[]): readonly Seed[] {
  return folders.flatMap((folder) => {
    const root = path.resolve(projectRoot, folder);
    return readdirSync(root, { recursive: true, encoding: "utf8" })
      .sort()
      .map((name) => path.join(root, name))
      .filter((file) => statSync(file).isFile() && statSync(file).size <= largestSeed)
      .map((file) => ({ file: path.basename(file), text: readFileSync(file, "utf8") }));
  });
}
