// @ts-check
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * A browser of the Chromium family that is on this machine already.
 * @returns {string | undefined}
 */
export function installedChromium() {
  return [...usualPlaces(), ...playwrightPlaces()].find(isExecutable);
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].flatMap((app) =>
      ["/Applications", path.join(os.homedir(), "Applications")].map((dir) =>
        path.join(dir, `${app}.app`, "Contents", "MacOS", app),
      ),
    );
  }
  if (process.platform === "win32") {
    const roots = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].map((name) => process.env[name] ?? "");
    const programs = ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"];
    return roots.filter(Boolean).flatMap((root) => programs.map((program) => path.join(root, program)));
  }
  const names = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "microsoft-edge"];
  const dirs = [
    ...(process.env["PATH"] ?? "").split(path.delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/opt/google/chrome",
  ];
  return names.flatMap((name) => dirs.filter(Boolean).map((dir) => path.join(dir, name)));
}

/** Browsers that Playwright downloaded, newest first. */
function playwrightPlaces() {
  const cache = process.env["PLAYWRIGHT_BROWSERS_PATH"] ?? defaultPlaywrightCache();
  if (!existsSync(cache)) return [];
  const program = /^(chrome|chromium|headless_shell|chrome-headless-shell|Chromium|Google Chrome for Testing)(\.exe)?$/;
  return readdirSync(cache)
    .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
    .sort((a, b) => Number(b.split("-").at(-1)) - Number(a.split("-").at(-1)))
    .flatMap((name) =>
      readdirSync(path.join(cache, name), { recursive: true, encoding: "utf8" })
        .filter((file) => program.test(path.basename(file)))
        .map((file) => path.join(cache, name, file)),
    );
}

function defaultPlaywrightCache() {
  const home = os.homedir();
  if (process.platform === "darwin") return path.join(home, "Library", "Caches", "ms-playwright");
  if (process.platform === "win32") return path.join(process.env["LOCALAPPDATA"] ?? home, "ms-playwright");
  return path.join(process.env["XDG_CACHE_HOME"] ?? path.join(home, ".cache"), "ms-playwright");
}

/**
 * Whether a path is a program we may run.
 * @param {string} file
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
