// @ts-check

/**
 * Checks the scenarios and what they share; texts are still in all languages.
 * @param {readonly { file: string, data: any }[]} files of content/scenarios
 * @param {any} shared content/simulator.yaml
 * @param {(schema: string, file: string, data: any) => boolean} check
 * @param {string[]} problems
 * @param {ReadonlySet<string>} sysctls names of entries
 */
export function readScenarios(files, shared, check, problems, sysctls) {
  check("simulator.schema.json", "simulator.yaml", shared);
  for (const [place, { sysctls: keys }] of Object.entries(shared.drops))
    problems.push(...missing(keys, sysctls, `simulator.yaml ${place}: no sysctl`));
  const scenarios = [];
  for (const { file, data } of files) {
    const place = `scenarios/${file}`;
    if (!check("scenario.schema.json", place, data)) continue;
    problems.push(...incomplete(data).map((problem) => `${place}: ${problem}`));
    if (data.id !== file.slice(0, -5)) problems.push(`${place}: id ${data.id} differs from the file's name`);
    problems.push(...danglingIn(data, sysctls).map((problem) => `${place}: ${problem}`));
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
 * Names a scenario uses without having them.
 * @param {any} scenario
 * @param {ReadonlySet<string>} sysctls
 */
function danglingIn(scenario, sysctls) {
  const { parameters, hosts, links, sockets, workload, observe, configured = [] } = scenario;
  const hostNames = new Set(hosts.map((/** @type {any} */ host) => host.name ?? host));
  const names = new Set(parameters.map((/** @type {any} */ { name }) => name));
  const steps = workload.flatMap((/** @type {any} */ thread) => thread.steps);
  const ids = (/** @type {any[]} */ items) => new Set(items.map(({ id }) => id));
  const pick = (/** @type {any[]} */ items, /** @type {string[]} */ ...keys) =>
    items.flatMap((item) => keys.map((key) => item[key])).filter((name) => name !== undefined);
  const keys = pick(
    parameters.filter((/** @type {any} */ { type }) => type === "sysctl"),
    "name",
  );
  const qdiscs = links.flatMap((/** @type {any} */ { qdisc }) => qdisc ?? []);
  return [
    ...missing(
      [...referencesIn([hosts, links, sockets, workload]), ...workload.flatMap(parametersOf)],
      names,
      "no parameter",
    ),
    ...missing(keys, sysctls, "no sysctl"),
    ...missing([...pick([...sockets, ...workload, ...observe], "host", "devices", "card", "copies", "tcp", "translatedBy"), ...pick(pick(hosts, "masquerade"), "towards"), ...pick(qdiscs, "on"), ...pick(hosts, "via"), ...configured, ...links.flatMap((/** @type {any} */ { between }) => between)], hostNames, "no host"), // prettier-ignore
    ...missing([...pick(steps, "from", "to", "socket"), ...pick(observe, "socket")], ids(sockets), "no socket"),
    ...missing([...pick(observe, "clients", "requests", "since"), ...pick(steps, "clients"), ...pick(observe, "result").map((name) => name.split(".")[0] ?? "")], ids(steps), "no step"), // prettier-ignore
  ];
}

/**
 * Parameters a thread depends on.
 * @param {any} thread
 */
function parametersOf({ when = {} }) {
  return Object.keys(when);
}

/**
 * @param {any} value
 * @returns {string[]}
 */
function referencesIn(value) {
  if (typeof value === "string") return value.startsWith("$") ? [value.slice(1)] : [];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(referencesIn) : [];
}

/**
 * @param {readonly string[]} names
 * @param {ReadonlySet<string>} known
 * @param {string} what
 */
function missing(names, known, what) {
  return names.filter((name) => !known.has(name)).map((name) => `${what} ${name}`);
}
