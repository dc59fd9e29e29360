import { readFileSync } from "node:fs";
import path from "node:path";
import type { Lesson } from "../../src/core/lessons/lesson";
import { projectRoot } from "./knowledge";

export const lessonLanguages = ["en", "zh-cn"] as const;

/** A lesson as the build compiled it. */
export function readLesson(id: string, language: (typeof lessonLanguages)[number]): Lesson {
  const file = path.join(projectRoot, "dist", "content", "lessons", `${id}.${language}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Lesson;
}
