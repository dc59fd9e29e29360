import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Lesson } from "../../src/core/lessons/lesson";
import type { LessonSection } from "../../src/core/lessons/sections";
import { projectRoot } from "./knowledge";

export const lessonLanguages = ["en", "zh-cn"] as const;

/** A lesson as the build compiled it. */
export function readLesson(id: string, language: (typeof lessonLanguages)[number]): Lesson {
  const file = path.join(projectRoot, "dist", "content", "lessons", `${id}.${language}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Lesson;
}

/** What a search goes through, as the build compiled it. */
export function readSections(language: (typeof lessonLanguages)[number]): readonly LessonSection[] {
  const file = path.join(projectRoot, "dist", "content", "lessons", `search.${language}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as LessonSection[];
}

/** All of them in all languages. */
export function allLessons(): readonly Lesson[] {
  const folder = path.join(projectRoot, "dist", "content", "lessons");
  return readdirSync(folder)
    .filter((file) => !file.startsWith("search."))
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Lesson);
}

/** A lesson with sound values; a test names only what matters to it. */
export function buildLesson(fields: Partial<Lesson> = {}): Lesson {
  return {
    id: "test",
    language: "en",
    title: "A test",
    question: "Why?",
    answer: "Because.",
    minutes: 5,
    difficulty: "beginner",
    prerequisites: [],
    keys: ["net.core.somaxconn"],
    sources: [{ rfc: 9293 }],
    predictions: [],
    simulations: [],
    body: "",
    ...fields,
  };
}
