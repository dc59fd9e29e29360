// @ts-check
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { build } from "../build.mjs";
import { stopAllGroups } from "../lib/processes.mjs";
import { inProject, projectRoot, sampleDir } from "../lib/project.mjs";
import { onEndSignal } from "../lib/shutdown.mjs";
import { lessonShots } from "./lessonShots.mjs";
import { panelShots } from "./panelShots.mjs";
import { shots } from "./shots.mjs";
import { ensureCjkFonts } from "../vscode/chromium.mjs";
import { linkExtension } from "../vscode/linkExtension.mjs";
import { startServer } from "../vscode/server.mjs";
import { openWorkbench } from "../vscode/workbench.mjs";

const themes = /** @type {const} */ ({ light: "Light 2026", dark: "Dark 2026" });

/** For what comes last and tells nobody, icons for one. */
const SETTLE_MS = 2000;

/** Settings for pictures only: what would draw the eye from the subject is off. */
const pictureSettings = {
  "editor.minimap.enabled": false,
  "editor.fontSize": 14,
  "breadcrumbs.enabled": false,
  "workbench.layoutControl.enabled": false,
};

/** Pictures of everything are for looking at once; git ignores the folder. */
const wayOfAll = { folder: inProject("out", "screenshots"), viewport: { width: 1200, height: 1000 } };
const wayOfReadme = { folder: inProject("media", "screenshots"), viewport: { width: 1200, height: 750 } };

/**
 * Takes the shots of one language in one theme.
 * @param {readonly import("./shots.mjs").Shot[]} wanted
 * @param {{ folder: string, viewport: { width: number, height: number } }} way
 * @param {import("./shots.mjs").Shot["language"]} language
 * @param {keyof typeof themes} theme
 * @param {import("../vscode/server.mjs").RunningServer} server
 * @param {string} workspace
 */
async function takeShots(wanted, { folder, viewport }, language, theme, server, workspace) {
  const workbench = await openWorkbench({
    server,
    workspace,
    openFile: path.join(workspace, "sysctl.d", "99-tuning.conf"),
    settings: {
      ...pictureSettings,
      "workbench.colorTheme": themes[theme],
      "netstackLens.language": language,
      // The newest, so that the pictures do not depend on the machine that takes them.
      "netstackLens.kernel": "6.18",
    },
    colorScheme: theme,
    viewport,
    deviceScaleFactor: 2,
  });
  try {
    await untilColoured(workbench.page);
    for (const { name, run } of wanted) {
      await run(workbench.page).catch((error) => {
        // The picture shows more than the message.
        process.exitCode = 1;
        console.log(`${name} is not as it should be: ${error.message}`);
      });
      const file = path.join(folder, `${name}-${theme}.png`);
      await workbench.page.screenshot({ path: file });
      console.log(path.relative(projectRoot, file));
    }
  } finally {
    await workbench.close();
  }
}

/**
 * Waits until theme and grammar are at work: the window stands long before they are.
 * @param {import("playwright-core").Page} page
 */
async function untilColoured(page) {
  await page.locator(".monaco-workbench.vs-dark, .monaco-workbench.vs").waitFor();
  await page.waitForFunction(() => {
    const classes = [...document.querySelectorAll(".view-line span span")].map((span) => span.className);
    return new Set(classes).size > 1;
  });
  await page.waitForTimeout(SETTLE_MS);
}

/**
 * Makes the README's pictures, each in light and in dark, or with `all` those of every lesson and panel; only those
 * whose names begin with some of `names`, if there are any.
 * @param {{ names: readonly string[], all: boolean }} chosen
 */
export async function takeScreenshots({ names, all }) {
  if (!(await ensureCjkFonts())) console.log("No font with Chinese characters: they will be missing in the pictures.");
  await build({ production: true });
  const [there, way] = all ? [[...(await lessonShots()), ...panelShots], wayOfAll] : [shots, wayOfReadme];
  const wanted = there.filter(({ name }) => names.length === 0 || names.some((begin) => name.startsWith(begin)));
  if (wanted.length === 0) throw new Error(`There are these shots: ${there.map(({ name }) => name).join(", ")}.`);
  await mkdir(way.folder, { recursive: true });
  const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-shots-"));
  const workspace = path.join(scratch, "sample");
  const extensionsDir = path.join(scratch, "extensions");
  onEndSignal(stopAllGroups);
  try {
    await cp(sampleDir, workspace, { recursive: true });
    await linkExtension(extensionsDir);
    const server = await startServer({ dataDir: path.join(scratch, "data"), extensionsDir });
    for (const theme of /** @type {(keyof typeof themes)[]} */ (Object.keys(themes))) {
      for (const language of /** @type {const} */ (["en", "zh-cn"])) {
        const some = wanted.filter((shot) => shot.language === language);
        if (some.length > 0) await takeShots(some, way, language, theme, server, workspace);
      }
    }
    await server.stop();
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}
