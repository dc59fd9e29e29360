// @ts-check
import path from "node:path";
import { servedFile } from "./servedFile.mjs";

const MOUNT = "/dev-ext";
// VS Code runs tests in the host of the extension whose folder holds them, wherever they really lie.
const TESTS_MOUNT = `${MOUNT}/.tests`;

/**
 * Makes VS Code develop an extension inside the page, in its web extension host. The server's own
 * development arguments always lead to the Node host, so the page's configuration is rewritten on its
 * way to the browser, and the extension's files are answered from disk, on the page's own origin:
 * its content security policy allows no other.
 * @param {import('playwright-core').Page} page
 * @param {Pick<import('./server.mjs').RunningServer, 'origin' | 'authority'>} server
 * @param {string} extensionPath
 * @param {string} [testsPath]
 */
export async function developInPage(page, server, extensionPath, testsPath) {
  /** @param {string} mounted */
  const address = (mounted) => ({ scheme: "http", authority: server.authority, path: mounted });
  const developmentOptions = {
    extensions: [address(MOUNT)],
    ...(testsPath === undefined ? {} : { extensionTestsPath: address(`${TESTS_MOUNT}/${path.basename(testsPath)}`) }),
  };

  await page.route(
    (url) => url.origin === server.origin && url.pathname === "/",
    async (route) => {
      // Without this header the server calls itself "remote", and the page looks for a host of that name.
      const headers = { ...route.request().headers(), host: server.authority };
      const response = await route.fetch({ headers });
      const body = withDevelopmentOptions(await response.text(), server.authority, developmentOptions);
      await route.fulfill({ response, body });
    },
  );
  // Of two routes that match, the one added last answers.
  await mount(page, server.origin, MOUNT, extensionPath);
  if (testsPath !== undefined) await mount(page, server.origin, TESTS_MOUNT, path.dirname(testsPath));
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} origin
 * @param {string} prefix
 * @param {string} folder
 */
async function mount(page, origin, prefix, folder) {
  await page.route(
    (url) => url.origin === origin && url.pathname.startsWith(`${prefix}/`),
    async (route) => {
      const url = new URL(route.request().url());
      const file = await servedFile(folder, url.pathname.slice(prefix.length + 1));
      if (file === undefined) return route.fulfill({ status: 404, body: "Not found" });
      // Webviews are frames of another origin, and their modules and fonts ask for leave.
      const headers = { "access-control-allow-origin": "*", "cache-control": "no-store" };
      return route.fulfill({ status: 200, contentType: file.contentType, headers, body: file.body });
    },
  );
}

const CONFIGURATION = /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)(")/;

/**
 * @param {string} html the workbench's page
 * @param {string} authority
 * @param {object} developmentOptions
 */
export function withDevelopmentOptions(html, authority, developmentOptions) {
  if (!CONFIGURATION.test(html)) throw new Error("The workbench’s page holds no configuration where it was expected.");
  return html.replace(CONFIGURATION, (_all, before, settings, after) => {
    const configuration = JSON.parse(unescapeAttribute(settings));
    configuration.remoteAuthority = authority;
    configuration.developmentOptions = { ...configuration.developmentOptions, ...developmentOptions };
    return before + escapeAttribute(JSON.stringify(configuration)) + after;
  });
}

/** @param {string} text */
function unescapeAttribute(text) {
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** @param {string} text */
function escapeAttribute(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
