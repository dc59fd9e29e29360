import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Lesson } from "../../src/core/lessons/lesson";
import { projectRoot } from "./knowledge";

export const lessonLanguages = ["en", "zh-cn"] as const;

/** A lesson as the build compiled it. */
export function readLesson(id: string, language: (typeof lessonLanguages)[number]): Lesson {
  const file = path.join(projectRoot, "dist", "content", "lessons", `${id}.${language}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Lesson;
}

/** All of them in all languages. */
export function allLessons(): readonly Lesson[] {
  const folder = path.join(projectRoot, "dist", "content", "lessons");
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Lesson);
}
