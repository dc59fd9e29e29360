// @ts-check
import { importSource } from "./importSource.mjs";

/**
 * Checks the scenarios and what they share; texts are still in all languages.
 * @param {readonly { file: string, data: any }[]} files of content/scenarios
 * @param {any} shared content/simulator.yaml
 * @param {(schema: string, file: string, data: any) => boolean} check
 * @param {string[]} problems
 * @param {ReadonlySet<string>} sysctls names of entries
 */
export async function readScenarios(files, shared, check, problems, sysctls) {
  check("simulator.schema.json", "simulator.yaml", shared);
  for (const [place, { sysctls: keys }] of Object.entries(shared.drops))
    problems.push(...missing(keys, sysctls, `simulator.yaml ${place}: no sysctl`));
  const { checkNames } = await importSource("core", "simulator", "file", "names.ts");
  const scenarios = [];
  for (const { file, data } of files) {
    const place = `scenarios/${file}`;
    if (!check("scenario.schema.json", place, data)) continue;
    const left = incomplete(data);
    problems.push(...left.map((problem) => `${place}: ${problem}`));
    if (left.length > 0) continue;
    if (data.id !== file.slice(0, -5)) problems.push(`${place}: id ${data.id} differs from the file's name`);
    const keys = data.parameters.flatMap((/** @type {any} */ { type, name }) => (type === "sysctl" ? name : []));
    problems.push(...missing(keys, sysctls, `${place}: no sysctl`));
    for (const { path, message } of checkNames(data)) problems.push(`${place}: ${path.join(".")}: ${message}`);
    scenarios.push(data);
  }
  return { ...shared, scenarios };
}

/**
 * What a scenario of somebody else may leave out, and ours may not: parts, and texts in one of the languages.
 * @param {any} scenario
 */
function incomplete(scenario) {
  const parts = ["summary", "parameters", "links", "sockets", "workload", "notModelled"];
  const { title, summary, parameters = [], notModelled = [] } = scenario;
  const texts = [title, summary, ...parameters.map((/** @type {any} */ { meaning }) => meaning), ...notModelled];
  return [
    ...parts.filter((part) => scenario[part] === undefined).map((part) => `${part} is missing`),
    ...texts
      .filter((text) => !text?.en || !text["zh-cn"])
      .map((text) => `${JSON.stringify(text)} in one language only`),
  ];
}

/**
 * @param {readonly string[]} names
 * @param {ReadonlySet<string>} known
 * @param {string} what
 */
function missing(names, known, what) {
  return names.filter((name) => !known.has(name)).map((name) => `${what} ${name}`);
}
