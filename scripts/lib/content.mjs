// @ts-check
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { readLesson, splitMarkdown } from "./lessons.mjs";
import { readScenarios } from "./scenarios.mjs";

/** @typedef {import("../../src/core/knowledge/types").KnowledgeData} KnowledgeData */
/** @typedef {import("../../src/core/knowledge/types").Language} Language */
/** @typedef {import("../../src/core/knowledge/types").Dump} Dump */
/** @typedef {import("../../src/core/lessons/lesson").Lesson} Lesson */
/** @typedef {import("../../src/core/simulator/scenario/types").ScenarioLibrary} ScenarioLibrary */

/** @type {readonly Language[]} */
export const languages = ["en", "zh-cn"];

/**
 * Reads and checks everything below content/ and resolves its texts for each language.
 * Throws one error that lists every mistake with its file: bad content must not build.
 *
 * @param {string} folder the content folder
 * @returns {Promise<{ knowledge: { data: KnowledgeData, dumps: Dump[] }[], lessons: Lesson[], scenarios: { language: Language, data: ScenarioLibrary }[] }>}
 */
export async function readContent(folder) {
  const problems = /** @type {string[]} */ ([]);
  const check = await createChecker(path.join(folder, "schema"), problems);

  const entries = (await readFiles(path.join(folder, "sysctl"), ".yaml")).flatMap(({ file, text }) =>
    check("sysctl.schema.json", file, parse(text)) ? parse(text) : [],
  );
  const rules = await readRules(path.join(folder, "rules"), check, problems);
  const dumps = await readDumps(path.join(folder, "dumps"), check, problems);
  const lessons = /** @type {Lesson[]} */ ([]);
  for (const language of languages) {
    for (const { file, text } of await readFiles(path.join(folder, "lessons", language), ".md")) {
      const place = `lessons/${language}/${file}`;
      const lesson = readLesson(place, text, language, check, problems);
      if (!lesson) continue;
      if (lesson.id !== file.slice(0, -3)) problems.push(`${place}: id ${lesson.id} differs from the file's name`);
      lessons.push(lesson);
    }
  }
  const [wording, units, kernels, machine, curriculum, lessonPaths, otherNames, keysByUse] = await Promise.all(
    [
      "wording.yaml",
      "units.yaml",
      "kernels.yaml",
      "measured-machine.yaml",
      "lessons/curriculum.yaml",
      "lessons/paths.yaml",
      "sysctl-names.yaml",
      "sysctl-use.yaml",
    ].map(async (file) => parse(await readFile(path.join(folder, file), "utf8"))),
  );
  problems.push(...findDanglingReferences(entries, dumps, lessons, curriculum));
  const watch = parse(await readFile(path.join(folder, "watch.yaml"), "utf8"));
  if (check("watch.schema.json", "watch.yaml", watch)) problems.push(...danglingKeysOf(watch, entries));
  for (const { id, lessons: order } of lessonPaths)
    if (
      [...order].sort().join() !==
      curriculum
        .map((/** @type {any} */ one) => one.id)
        .sort()
        .join()
    )
      // prettier-ignore
      problems.push(`lessons/paths.yaml: ${id} does not hold every lesson once`);
  const linked = entries.map((entry) => linkLessons(entry, lessons));
  const library = await readScenarios(
    (await readFiles(path.join(folder, "scenarios"), ".yaml")).map(({ file, text }) => ({ file, data: parse(text) })),
    {
      ...parse(await readFile(path.join(folder, "simulator.yaml"), "utf8")),
      proc: parse(await readFile(path.join(folder, "simulator-proc.yaml"), "utf8")),
    },
    check,
    problems,
    new Set(entries.map((entry) => entry.name)),
  );
  if (problems.length > 0) throw new Error(`content/ has ${problems.length} mistakes:\n  ${problems.join("\n  ")}`);

  const described = new Set(entries.map((entry) => entry.name));
  const knowledge = languages.map((language) => {
    const written = new Map(lessons.filter((one) => one.language === language).map((one) => [one.id, outlineOf(one)]));
    const data = /** @type {KnowledgeData} */ (
      resolve(
        {
          language,
          newestKernel: kernels.newest,
          boundsSince: kernels.boundsSince,
          measuredMachine: machine,
          sysctls: linked,
          otherNames: otherNames.filter((/** @type {string} */ name) => !described.has(name)),
          keysByUse,
          watch,
          units,
          wording,
          rules,
          lessons: curriculum.map((/** @type {any} */ lesson) => ({
            ...lesson,
            available: written.has(lesson.id),
            ...written.get(lesson.id),
          })),
          lessonPaths,
        },
        language,
      )
    );
    return { data, dumps: /** @type {Dump[]} */ (resolve(dumps, language)) };
  });
  // Read as it is: the names of the languages in it are not those of texts.
  const schema = JSON.parse(await readFile(path.join(folder, "schema", "scenario.schema.json"), "utf8"));
  const scenarios = languages.map((language) => ({ language, data: { ...resolve(library, language), schema } }));
  return { knowledge, lessons, scenarios };
}

/**
 * A key leads to every lesson that touches it.
 * @param {any} entry
 * @param {readonly Lesson[]} lessons
 */
function linkLessons(entry, lessons) {
  const touching = lessons.filter(({ keys }) => keys.includes(entry.name)).map(({ id }) => id);
  const ids = [...new Set([...(entry.lessons ?? []), ...touching])];
  return ids.length > 0 ? { ...entry, lessons: ids } : entry;
}

/**
 * What lists of lessons show.
 * @param {Lesson} lesson
 */
function outlineOf({ question, minutes, difficulty, prerequisites, predictions }) {
  return { question, minutes, difficulty, prerequisites, predictions: predictions.map(({ id }) => id) };
}

/**
 * Files of a folder and the folders below it, in name order, with names relative to it.
 * @param {string} folder
 * @param {string} extension
 */
async function readFiles(folder, extension) {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => name.endsWith(extension)).sort();
  return Promise.all(
    files.map(async (file) => ({
      file: file.split(path.sep).join("/"),
      text: await readFile(path.join(folder, file), "utf8"),
    })),
  );
}

/**
 * Rules with their pages: CODE.md holds the rule and its English page, CODE.zh-cn.md the Chinese one.
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof createChecker>>} check
 * @param {string[]} problems
 */
async function readRules(folder, check, problems) {
  const files = new Map((await readFiles(folder, ".md")).map(({ file, text }) => [file, text]));
  const rules = [];
  for (const [file, text] of files) {
    if (file.endsWith(".zh-cn.md")) {
      if (!files.has(file.replace(".zh-cn", ""))) problems.push(`rules/${file}: there is no rule it belongs to`);
      continue;
    }
    const { data, body } = splitMarkdown(text);
    const translated = files.get(file.replace(/\.md$/, ".zh-cn.md"));
    if (data.code !== file.slice(0, -3)) problems.push(`rules/${file}: code ${data.code} differs from the file's name`);
    if (translated === undefined) problems.push(`rules/${file}: the Chinese page is missing`);
    if (!check("rule.schema.json", `rules/${file}`, data)) continue;
    rules.push({ ...data, page: { en: body.trim(), "zh-cn": translated?.trim() } });
  }
  return rules;
}

/**
 * Dumps with their fields: ID.yaml holds the dump, files in a folder ID further fields of it.
 * @param {string} folder
 * @param {Awaited<ReturnType<typeof createChecker>>} check
 * @param {string[]} problems
 */
async function readDumps(folder, check, problems) {
  /** @type {Map<string, any>} */
  const dumps = new Map();
  const files = (await readFiles(folder, ".yaml")).map(({ file, text }) => ({ file, data: parse(text) }));
  for (const { file, data } of files.filter(({ file }) => !file.includes("/"))) {
    if (!check("dump.schema.json", `dumps/${file}`, data)) continue;
    if (data.id !== file.slice(0, -5)) problems.push(`dumps/${file}: id ${data.id} differs from the file's name`);
    dumps.set(data.id, { ...data, fields: [...data.fields] });
  }
  for (const { file, data } of files.filter(({ file }) => file.includes("/"))) {
    const dump = dumps.get(file.split("/")[0] ?? "");
    if (!dump) problems.push(`dumps/${file}: there is no dump it belongs to`);
    else if (check("dump.schema.json#/definitions/fields", `dumps/${file}`, data)) dump.fields.push(...data);
  }
  return [...dumps.values()];
}

/**
 * @param {string} folder
 * @param {string[]} problems
 */
async function createChecker(folder, problems) {
  const ajv = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false });
  for (const { file, text } of await readFiles(folder, ".json")) ajv.addSchema(JSON.parse(text), file);
  /**
   * @param {string} schema
   * @param {string} file
   * @param {any} data
   */
  return (schema, file, data) => {
    const validate = ajv.getSchema(schema);
    if (!validate) throw new Error(`no schema ${schema}`);
    if (validate(data)) return true;
    for (const error of validate.errors ?? []) {
      const item = data?.[error.instancePath.split("/")[1] ?? ""]?.name ?? "";
      problems.push(`${file} ${item} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    }
    return false;
  };
}

/**
 * Names that stand somewhere without being defined.
 * @param {any[]} entries
 * @param {any[]} dumps
 * @param {Lesson[]} lessons
 * @param {any[]} curriculum
 */
function findDanglingReferences(entries, dumps, lessons, curriculum) {
  const problems = [];
  const names = new Set();
  for (const { name } of entries) {
    if (names.has(name)) problems.push(`${name} is described twice`);
    names.add(name);
  }
  const lessonIds = new Set(curriculum.map((lesson) => lesson.id));
  for (const entry of entries) {
    const keys = [
      ...(entry.related ?? []),
      ...(entry.versions ?? []).flatMap((/** @type {any} */ change) => change.replacedBy ?? []),
      ...[entry.value.atLeast, entry.value.atMost].filter(Boolean),
    ];
    for (const key of keys) if (!names.has(key)) problems.push(`${entry.name}: key ${key} has no entry`);
    for (const id of entry.lessons ?? []) if (!lessonIds.has(id)) problems.push(`${entry.name}: no lesson ${id}`);
  }
  const dumpIds = new Set(dumps.map((dump) => dump.id));
  for (const dump of dumps) {
    for (const id of dump.sharesFieldsOf ?? []) if (!dumpIds.has(id)) problems.push(`${dump.id}: no dump ${id}`);
    for (const item of [dump, ...dump.fields]) {
      const place = item === dump ? dump.id : `${dump.id}:${item.group ?? ""} ${item.name}`;
      for (const key of (item === dump ? item.related : item.keys) ?? [])
        if (!names.has(key)) problems.push(`${place}: key ${key} has no entry`);
      for (const id of item.lessons ?? []) if (!lessonIds.has(id)) problems.push(`${place}: no lesson ${id}`);
    }
  }
  for (const lesson of lessons) {
    const place = `lessons/${lesson.language}/${lesson.id}.md`;
    if (!lessonIds.has(lesson.id)) problems.push(`${place}: not in the curriculum`);
    for (const key of lesson.keys) if (!names.has(key)) problems.push(`${place}: key ${key} has no entry`);
    for (const id of lesson.prerequisites) if (!lessonIds.has(id)) problems.push(`${place}: no lesson ${id}`);
  }
  return problems;
}

/**
 * Keys of the watch panel's counters that have no entry.
 * @param {any[]} groups
 * @param {any[]} entries
 */
function danglingKeysOf(groups, entries) {
  const names = new Set(entries.map((entry) => entry.name));
  return groups
    .flatMap(({ counters }) => counters)
    .flatMap(({ counter, key, limit }) => [key, limit?.key].filter((one) => one && !names.has(one)).map((one) => `watch.yaml: ${counter}: key ${one} has no entry`)); // prettier-ignore
}

/**
 * Replaces every `{ en, zh-cn }` pair by its text in one language.
 * @param {any} value
 * @param {Language} language
 * @returns {any}
 */
function resolve(value, language) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, language));
  if (value === null || typeof value !== "object") return value;
  if ("en" in value && "zh-cn" in value) return value[language].replace(/\n+$/, "");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, language)]));
}
