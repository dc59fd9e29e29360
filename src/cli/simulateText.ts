import type { RunResult } from "../core/simulator/scenario/run";
import type { Scenario, ScenarioLibrary } from "../core/simulator/scenario/types";
import { valueAt, type Timeline } from "../core/simulator/timeline/timeline";

type Labels = ScenarioLibrary["labels"];

/** A scenario and its parameters, for `--list`. */
export function describeScenario({ id, title, summary, parameters }: Scenario): string {
  const rows = parameters.map((one) => {
    const range = one.type === "integer" ? `${one.min}…${one.max}` : one.type === "choice" ? one.choices.join("|") : "";
    const preset = one.type !== "sysctl" && one.default !== undefined ? ` = ${one.default}` : "";
    return `    ${`${one.name}${preset}`.padEnd(36)}  ${one.meaning}${range && ` (${range})`}\n`;
  });
  return `${id}: ${title}\n  ${summary}\n${rows.join("")}`;
}

/** The result of a run as a readable text. */
export function describeResult(result: RunResult, scenario: Scenario, { labels }: ScenarioLibrary): string {
  const { params, observed, drops, notModelled, ignoredSysctls, kernel, timeline, log } = result;
  const rows = Object.entries(observed);
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  const settings = Object.entries(params).map(([name, value]) => `  ${name} = ${value ?? "-"}\n`);
  const lost = drops.map(
    ({ where, count, counter, sysctls, command }) =>
      `  ${count} × ${where}\n      ${counter}; ${labels.watch} ${command}${sysctls.length > 0 ? `\n      ${labels.settings} ${sysctls.join(", ")}` : ""}\n`,
  );
  return [
    `${scenario.title} (Linux ${kernel})\n${scenario.summary && `${scenario.summary}\n`}\n${settings.join("")}`,
    `${labels.observed}:\n${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value)}\n`).join("")}`,
    drops.length > 0 ? `${labels.drops}:\n${lost.join("")}` : `${labels.noDrops}\n`,
    ...(timeline ? [describeTimeline(timeline, labels)] : []),
    ...(log ? [`${labels.log}:\n${log.map((line) => `${line}\n`).join("")}`] : []),
    ...(ignoredSysctls.length > 0 ? [`${labels.ignored}: ${ignoredSysctls.join(", ")}\n`] : []),
    `${labels.notModelled}:\n${notModelled.map((one) => `  - ${one}\n`).join("")}`,
  ].join("\n");
}

const columns = 40;
const bars = " ▁▂▃▄▅▆▇█";
/** Events that are listed; the record has more. */
const mostEvents = 40;

function describeTimeline({ series, events, endNs, stepNs }: Timeline, labels: Labels): string {
  const width = series.reduce((most, { name }) => Math.max(most, name.length), 0);
  const rows = series.map((one) => {
    const most = Math.max(1, ...one.values);
    const curve = Array.from({ length: columns }, (_, at) => {
      const value = valueAt(one, Math.round((endNs * (at + 1)) / columns));
      return bars[Math.ceil((Math.max(0, value) / most) * (bars.length - 1))];
    });
    return `  ${one.name.padEnd(width)}  ${curve.join("")}  ${most}\n`;
  });
  const shown = events.slice(0, mostEvents).map(({ atNs, lastNs, count, kind, where, what }) => {
    const time = lastNs > atNs ? `${shownTime(atNs)}…${shownTime(lastNs)}` : shownTime(atNs);
    return `  ${time.padEnd(28)} ${where.padEnd(10)} ${kind}${what && ` ${what}`}${count > 1 ? ` × ${count}` : ""}\n`;
  });
  const rest = events.length - shown.length;
  const title = `${labels.timeline} (0…${shownTime(endNs)}, ${shownTime(stepNs)})`;
  return `${title}:\n${rows.join("")}${shown.join("")}${rest > 0 ? `  … +${rest}\n` : ""}`;
}

function shownTime(ns: number): string {
  if (ns < 1e3) return `${ns} ns`;
  const [factor, unit] = ns < 1e6 ? [1e3, "us"] : ns < 1e9 ? [1e6, "ms"] : [1e9, "s"];
  return `${+(ns / factor).toPrecision(6)} ${unit}`;
}
