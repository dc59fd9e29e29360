// @ts-check
/** @typedef {import("playwright-core").Page} Page */

const LIMIT_MS = 30_000;
const ONE_TRY_MS = 4_000;

/**
 * Moves the real mouse over the middle of `text` in the editor and answers what the hover says.
 * `expected` tells our hover from others (an empty one is always in the page). A hover asked for
 * before the extension is up stays away, so the mouse comes again until there is one.
 * @param {Page} page
 * @param {string} text
 * @param {string | RegExp} [expected]
 * @returns {Promise<string>}
 */
export async function hoverText(page, text, expected = /\S/) {
  const hover = page.locator(".monaco-hover-content:visible").filter({ hasText: expected }).first();
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    await leaveEditor(page);
    const { x, y } = await middleOf(page, text);
    await page.mouse.move(x - 3, y, { steps: 3 });
    await page.mouse.move(x, y);
    try {
      await hover.waitFor({ timeout: ONE_TRY_MS });
      return await hover.innerText();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/**
 * Takes the mouse away and waits until no hover is left over from before.
 * @param {Page} page
 */
async function leaveEditor(page) {
  await page.mouse.move(1, 1);
  await page.keyboard.press("Escape");
  await page.locator(".monaco-hover-content:visible").first().waitFor({ state: "hidden" });
}

/**
 * Where a text stands on the screen. The editor cuts lines into pieces and writes no-break spaces.
 * @param {Page} page
 * @param {string} text
 * @returns {Promise<{ x: number, y: number }>}
 */
async function middleOf(page, text) {
  const at = await page.waitForFunction((wanted) => {
    for (const line of document.querySelectorAll(".editor-instance .view-line")) {
      const start = line.textContent.replaceAll("\u00a0", " ").indexOf(wanted);
      if (start < 0) continue;
      const middle = start + wanted.length / 2;
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let passed = 0;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (passed + length > middle) {
          const range = document.createRange();
          range.setStart(node, Math.floor(middle) - passed);
          range.setEnd(node, Math.floor(middle) - passed + 1);
          const box = range.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }
        passed += length;
      }
    }
    return undefined;
  }, text);
  const point = await at.jsonValue();
  if (!point) throw new Error(`The editor does not show "${text}".`);
  return point;
}
