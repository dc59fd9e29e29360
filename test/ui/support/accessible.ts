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
  /** The only rules; all that are on by themselves otherwise, best practices included. */
  readonly rules?: readonly string[];
}

/** Rules about what a theme changes. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/** What axe finds wrong with what a page shows, a line each. */
export async function findViolations(
  page: Page | Frame,
  { within: part, rules }: AxeOptions = {},
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    ([within, run]): Promise<AxeResults> => window.axe.run(within ?? document, run),
    [part, { resultTypes: ["violations"], ...(rules && { runOnly: [...rules] }) } satisfies RunOptions] as const,
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) =>
        `${id} (${String(impact)}): ${target.join(" ")}\n  ${html.slice(0, 200)}\n  ${(failureSummary ?? "").replaceAll("\n", "\n  ")}`,
    ),
  );
}

/**
 * Fails with everything that axe finds wrong in any of the themes: by all rules in the first, and in the others by those
 * about what a theme changes. `untilDrawn` waits for what is drawn anew with it.
 */
export async function assertAccessible(
  page: Page | Frame,
  {
    themes = themeNames,
    untilDrawn,
    ...options
  }: Pick<AxeOptions, "within"> & {
    readonly themes?: readonly ThemeName[];
    readonly untilDrawn?: () => Promise<void>;
  } = {},
): Promise<void> {
  const found: string[] = [];
  for (const theme of themes) {
    await applyTheme(page, theme);
    await untilDrawn?.();
    const rules = theme === themes[0] ? undefined : rulesOfColour;
    found.push(
      ...(await findViolations(page, { ...options, ...(rules && { rules }) })).map((one) => `${theme}: ${one}`),
    );
  }
  if (found.length > 0) assert.fail(`\n${found.join("\n")}`);
}

declare global {
  interface Window {
    axe: { run(within: string | Document, options: RunOptions): Promise<AxeResults> };
  }
}
