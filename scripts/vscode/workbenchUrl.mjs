// @ts-check

/**
 * @typedef {object} Opening
 * @property {Pick<import("./server.mjs").RunningServer, "origin" | "authority" | "token">} server
 * @property {string} workspace the folder to open
 * @property {string | undefined} [openFile] a file to show
 * @property {string | undefined} [extensionPath] an extension to develop in the Node host; the server must be `testing`
 * @property {string | undefined} [testsPath] a script whose `run()` that host calls
 */

/**
 * The address at which a server's workbench opens a folder.
 * @param {Opening} opening
 */
export function workbenchUrl({ server, workspace, openFile, extensionPath, testsPath }) {
  const payload = [["skipWelcome", "true"]];
  for (const [key, file] of Object.entries({
    openFile,
    extensionDevelopmentPath: extensionPath,
    extensionTestsPath: testsPath,
  })) {
    if (file !== undefined) payload.push([key, `vscode-remote://${server.authority}${urlPath(file)}`]);
  }
  const query = new URLSearchParams({
    ...(server.token === undefined ? {} : { tkn: server.token }),
    folder: urlPath(workspace),
    payload: JSON.stringify(payload),
  });
  return `${server.origin}/?${query}`;
}

/**
 * A file's path as addresses have it: slashes only, one in front.
 * @param {string} file
 */
function urlPath(file) {
  const slashes = file.replaceAll("\\", "/");
  return slashes.startsWith("/") ? slashes : `/${slashes}`;
}
