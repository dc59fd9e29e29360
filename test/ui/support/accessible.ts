import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Frame, Page } from "playwright-core";
import { applyTheme, themeNames, type ThemeName } from "./themes";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface AxeOptions {
  /** Selector of the only part that is looked at; the whole page otherwise. */
  readonly within?: string;
  /** Rules that cannot hold for what is looked at; say beside it why. */
  readonly withoutRules?: readonly string[];
}

/** What axe finds wrong with what a page shows, a line each: all of its rules that are on by themselves, best practices included. */
export async function findViolations(page: Page | Frame, options: AxeOptions = {}): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const rules = Object.fromEntries((options.withoutRules ?? []).map((rule) => [rule, { enabled: false }]));
  const { violations } = await page.evaluate(
    ([within, run]): Promise<AxeResults> => window.axe.run(within ?? document, run),
    [options.within, { rules, resultTypes: ["violations"] } satisfies RunOptions] as const,
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) =>
        `${id} (${String(impact)}): ${target.join(" ")}\n  ${html.slice(0, 200)}\n  ${(failureSummary ?? "").replaceAll("\n", "\n  ")}`,
    ),
  );
}

/**
 * Fails with everything that axe finds wrong in any of the themes. `untilDrawn` waits for what a change of the theme
 * draws anew.
 */
export async function assertAccessible(
  page: Page | Frame,
  {
    themes = themeNames,
    untilDrawn,
    ...options
  }: AxeOptions & { readonly themes?: readonly ThemeName[]; readonly untilDrawn?: () => Promise<void> } = {},
): Promise<void> {
  const found: string[] = [];
  for (const theme of themes) {
    await applyTheme(page, theme);
    await untilDrawn?.();
    found.push(...(await findViolations(page, options)).map((violation) => `${theme}: ${violation}`));
  }
  if (found.length > 0) assert.fail(`\n${found.join("\n")}`);
}

declare global {
  interface Window {
    axe: { run(within: string | Document, options: RunOptions): Promise<AxeResults> };
  }
}
