// @ts-check
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const STAMP = ".netstack-lens-stamp";

/**
 * Brings a folder about exactly once. It is filled under another name and renamed when complete, so
 * an interrupted install leaves nothing that looks finished, and of two at once the first one wins.
 * @param {object} job
 * @param {string} job.dir the folder wanted
 * @param {string} job.stamp names what belongs in it; another stamp means "install again"
 * @param {(dir: string) => Promise<void>} job.install fills the (empty) folder it is given
 */
export async function installOnce({ dir, stamp, install }) {
  if ((await readStamp(dir)) === stamp) return;
  await removeAbandoned(dir);
  const fresh = `${dir}.${process.pid}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  try {
    await install(fresh);
    await writeFile(path.join(fresh, STAMP), stamp);
    await moveIntoPlace(fresh, dir, stamp);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {string} dir
 * @returns {Promise<string | undefined>}
 */
async function readStamp(dir) {
  return readFile(path.join(dir, STAMP), "utf8").catch(() => undefined);
}

/**
 * @param {string} fresh
 * @param {string} dir
 * @param {string} stamp
 */
async function moveIntoPlace(fresh, dir, stamp) {
  const outdated = `${dir}.${process.pid}.old`;
  for (let attempt = 0; ; attempt++) {
    if ((await readStamp(dir)) === stamp) return;
    await rename(dir, outdated).catch(() => undefined);
    await rm(outdated, { recursive: true, force: true });
    try {
      return await rename(fresh, dir);
    } catch (error) {
      // Somebody else moved theirs in between; look again whether it is what we want.
      if (attempt === 3) throw error;
    }
  }
}

/**
 * Removes what a killed run left half-made. Folders of runs that still live are not touched.
 * @param {string} dir
 */
async function removeAbandoned(dir) {
  const parent = path.dirname(dir);
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const match = /^(.+)\.(\d+)\.(?:new|old)$/.exec(name);
    if (match?.[1] !== path.basename(dir) || isAlive(Number(match[2]))) continue;
    await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
