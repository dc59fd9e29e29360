// @ts-check
// npm run screenshots [-- NAME…]: makes the README's pictures, each in light and in dark.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { build } from "./build.mjs";
import { ensureDependencies } from "./lib/dependencies.mjs";
import { stopAllGroups } from "./lib/processes.mjs";
import { inProject, projectRoot } from "./lib/project.mjs";
import { onEndSignal } from "./lib/shutdown.mjs";
import { makeWorkspace } from "./lib/workspace.mjs";
import { shots } from "./screenshots/shots.mjs";
import { ensureCjkFonts } from "./vscode/chromium.mjs";
import { startServer } from "./vscode/server.mjs";
import { openWorkbench } from "./vscode/workbench.mjs";

const themes = /** @type {const} */ ({ light: "Light 2026", dark: "Dark 2026" });

/** Settings for pictures only: what would draw the eye from the subject is off. */
const pictureSettings = {
  "editor.minimap.enabled": false,
  "editor.fontSize": 14,
  "breadcrumbs.enabled": false,
  "workbench.layoutControl.enabled": false,
};

/**
 * Takes the shots in one theme.
 * @param {readonly import("./screenshots/shots.mjs").Shot[]} wanted
 * @param {keyof typeof themes} theme
 * @param {import("./vscode/server.mjs").RunningServer} server
 * @param {string} workspace
 */
async function takeShots(wanted, theme, server, workspace) {
  const workbench = await openWorkbench({
    server,
    workspace,
    extensionPath: projectRoot,
    openFile: path.join(workspace, "sysctl.d", "99-tuning.conf"),
    settings: { ...pictureSettings, "workbench.colorTheme": themes[theme] },
    colorScheme: theme,
    viewport: { width: 1200, height: 750 },
    deviceScaleFactor: 2,
  });
  try {
    for (const { name, run } of wanted) {
      await run(workbench.page);
      const file = inProject("media", "screenshots", `${name}-${theme}.png`);
      await workbench.page.screenshot({ path: file });
      console.log(path.relative(projectRoot, file));
    }
  } finally {
    await workbench.close();
  }
}

await ensureDependencies();
const names = process.argv.slice(2);
const wanted = names.length === 0 ? shots : shots.filter(({ name }) => names.includes(name));
if (wanted.length === 0) throw new Error(`There are these shots: ${shots.map(({ name }) => name).join(", ")}.`);
if (!(await ensureCjkFonts())) console.log("No font with Chinese characters: they will be missing in the pictures.");
await build({ production: true });
await mkdir(inProject("media", "screenshots"), { recursive: true });
const scratch = await mkdtemp(path.join(os.tmpdir(), "netstack-lens-shots-"));
const workspace = await makeWorkspace();
onEndSignal(stopAllGroups);
try {
  const server = await startServer({
    dataDir: path.join(scratch, "data"),
    extensionsDir: path.join(scratch, "extensions"),
    testing: true,
  });
  for (const theme of /** @type {(keyof typeof themes)[]} */ (Object.keys(themes))) {
    await takeShots(wanted, theme, server, workspace);
  }
  await server.stop();
} finally {
  for (const folder of [scratch, workspace]) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
