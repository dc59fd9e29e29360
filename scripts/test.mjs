// @ts-check
// npm test [-- --only unit,host]
import { parseArgs } from "node:util";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { stopAllGroups } from "./lib/processes.mjs";
import { onEndSignal } from "./lib/shutdown.mjs";
import { check, summary } from "./test/results.mjs";
import { stages } from "./test/stages.mjs";

/**
 * @typedef {import("./test/results.mjs").StageResult} StageResult
 * @typedef {import("./test/stages.mjs").Stage} Stage
 */

/**
 * The steps somebody asked for, all by default. Throws for a name there is not.
 * @param {string | undefined} only comma-separated names
 */
function chosenStages(only) {
  if (only === undefined) return stages;
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length === 0) return stages.filter((stage) => names.includes(stage.name));
  throw new Error(`There is no step ${unknown.join(", ")}. There are: ${stages.map(({ name }) => name).join(", ")}.`);
}

/**
 * @param {Stage} stage
 * @param {boolean} possible
 * @returns {Promise<StageResult>}
 */
async function runStage(stage, possible) {
  console.log(`\n▶ ${stage.name}`);
  const startedAt = performance.now();
  const result = possible
    ? await stage.run().catch((error) => check(stage.name, false, error.stack ?? String(error)))
    : check(stage.name, false, "Not run, because the build failed.");
  for (const { title, message, stack } of result.failures) {
    console.log(`\n  ✖ ${title}\n${indented(stack.includes(message) ? stack : `${message}\n${stack}`)}`);
  }
  return { ...result, name: stage.name, seconds: (performance.now() - startedAt) / 1000 };
}

/**
 * Runs every chosen step, whatever becomes of the others; only what tests the build needs the build. What reads the
 * source only goes on beside the others, until one wants the machine for itself.
 * @param {readonly Stage[]} chosen
 */
async function runAll(chosen) {
  /** @type {Map<string, StageResult>} */
  const results = new Map();
  /** @param {readonly Stage[]} steps */
  async function inOrder(steps) {
    for (const stage of steps) {
      if (stage.isAlone) await reading;
      const possible = !stage.needsBuild || results.get("build")?.failed === 0;
      results.set(stage.name, await runStage(stage, possible));
    }
  }
  const steps = withBuild(chosen);
  const reading = inOrder(steps.filter(({ readsOnly }) => readsOnly));
  await inOrder(steps.filter(({ readsOnly }) => !readsOnly));
  await reading;
  return steps.flatMap(({ name }) => results.get(name) ?? []);
}

/**
 * What tests the build brings the build with it.
 * @param {readonly Stage[]} chosen
 */
function withBuild(chosen) {
  const needed = chosen.some(({ needsBuild }) => needsBuild);
  return stages.filter((stage) => chosen.includes(stage) || (needed && stage.name === "build"));
}

/** @param {string} text */
function indented(text) {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

onEndSignal(stopAllGroups);
try {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const chosen = chosenStages(values.only);
  await ensureDependencies();
  const results = await runAll(chosen);
  console.log(summary(results));
  process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
