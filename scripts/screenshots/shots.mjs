// @ts-check

/**
 * One picture: `run` brings the window into the state to be shown, the sample's file being open.
 * @typedef {{ name: string, run: (page: import("playwright-core").Page) => Promise<void> }} Shot
 */

/** All pictures, in the order they are taken in one window. @type {readonly Shot[]} */
export const shots = Object.freeze([
  {
    name: "editor",
    async run(page) {
      await page.locator(".view-line", { hasText: "net.core" }).first().waitFor();
    },
  },
]);
