// @ts-check
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { thirdPartyNotices } from "./lib/notices.mjs";
import { yamlParser } from "./lib/yamlParser.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outdir = path.join(root, "dist");

/**
 * Makes dist/: the extension for Node and for web workers, the panels, the command line, the compiled content.
 * @param {{ production?: boolean }} [options] production: minified, without source maps
 */
export async function build({ production = false } = {}) {
  // Mistakes in the content show here, while the last good build still stands.
  const content = await readContent();
  await rm(outdir, { recursive: true, force: true });
  await Promise.all([writeContent(content), buildCode(production)]);
}

async function readContent() {
  const [{ readContent: read }, { scenarioDependencies }, { importSource }] = await Promise.all([
    import("./lib/content.mjs"),
    import("./lib/scenarioDependencies.mjs"),
    import("./lib/importSource.mjs"),
  ]);
  const content = await read(path.join(root, "content"));
  const [knowledge, scenarios] = [content.knowledge[0], content.scenarios[0]];
  const dependencies = knowledge && scenarios && (await scenarioDependencies(scenarios.data, knowledge.data));
  const { searchedSections } = await importSource("core", "lessons", "sections.ts");
  const sections = content.knowledge.map(({ data: { language } }) => ({
    language,
    data: searchedSections(content.lessons.filter((lesson) => lesson.language === language)),
  }));
  return { ...content, dependencies, sections };
}

/**
 * Writes the content as JSON: one file of knowledge, of scenarios and of what lessons say a language, one a lesson and
 * language.
 * @param {Awaited<ReturnType<typeof readContent>>} content
 */
async function writeContent({ knowledge, lessons, scenarios, dependencies, sections }) {
  const files = [
    // A line is only parsed where it is needed.
    ...knowledge.map(({ data, dumps }) => ({
      name: `knowledge.${data.language}.jsonl`,
      lines: [data, dumps.map(outlineOf), ...dumps],
    })),
    ...lessons.map((data) => ({ name: `lessons/${data.id}.${data.language}.json`, lines: [data] })),
    ...sections.map(({ language, data }) => ({ name: `lessons/search.${language}.json`, lines: [data] })),
    ...scenarios.map(({ language, data }) => ({
      name: `scenarios.${language}.json`,
      lines: [{ ...data, dependencies }],
    })),
  ];
  await mkdir(path.join(outdir, "content", "lessons"), { recursive: true });
  await Promise.all(
    files.map(({ name, lines }) =>
      writeFile(path.join(outdir, "content", name), lines.map((line) => JSON.stringify(line)).join("\n")),
    ),
  );
}

/**
 * What of a dump the lookups need before it is read.
 * @param {import("../src/core/knowledge/types").Dump} dump
 */
function outlineOf({ id, places, sharesFieldsOf, fields }) {
  const outlines = fields.map(({ name, group, column, aliases, netstat }) => ({
    name,
    group,
    column,
    aliases,
    netstat,
  }));
  return { id, places, sharesFieldsOf, fields: outlines };
}

/** Each panel has a folder in src/webview with its script main.ts, and a style sheet of the folder's name. */
async function panelEntries() {
  const files = await readdir(path.join(root, "src", "webview"), { recursive: true });
  const panels = files.flatMap((file) => (path.basename(file) === "main.ts" ? path.dirname(file) : []));
  return Object.fromEntries(
    panels.flatMap((name) => [
      [name, `src/webview/${name}/main.ts`],
      [`${name}-style`, `src/webview/${name}/${name}.css`],
    ]),
  );
}

/** @param {boolean} production */
async function buildCode(production) {
  const esbuild = await import("esbuild");
  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  /** @type {import("esbuild").BuildOptions} */
  const shared = {
    bundle: true,
    minify: production,
    sourcemap: production ? false : "linked",
    target: "es2023",
    logLevel: "warning",
    absWorkingDir: root,
    metafile: true,
    plugins: [yamlParser(root)],
  };
  const bundles = await Promise.all([
    esbuild.build({
      ...shared,
      entryPoints: { extension: "src/extension.ts" },
      outdir,
      platform: "node",
      format: "cjs",
      external: ["vscode"],
    }),
    esbuild.build({
      ...shared,
      entryPoints: { "extension.web": "src/extension.ts" },
      outdir,
      platform: "browser",
      format: "cjs",
      external: ["vscode"],
    }),
    // A thread of its own in Node and in browsers alike.
    esbuild.build({
      ...shared,
      entryPoints: { simulation: "src/worker/simulation.ts" },
      outdir,
      platform: "browser",
      format: "iife",
    }),
    esbuild.build({
      ...shared,
      entryPoints: { cli: "src/cli/main.ts" },
      outdir,
      platform: "node",
      format: "cjs",
      banner: { js: "#!/usr/bin/env node" },
      define: { VERSION: JSON.stringify(version) },
    }),
    esbuild.build({
      ...shared,
      entryPoints: { lab: "src/cli/lab/participant.ts" },
      outdir,
      platform: "node",
      format: "cjs",
    }),
    // Modules with shared chunks, so that mermaid and each kind of diagram load only where one is drawn.
    esbuild.build({
      ...shared,
      entryPoints: await panelEntries(),
      outdir: path.join(outdir, "webview"),
      platform: "browser",
      format: "esm",
      splitting: true,
      chunkNames: "chunks/[name]-[hash]",
    }),
  ]);
  const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  await writeFile(path.join(outdir, "ThirdPartyNotices.txt"), await thirdPartyNotices(root, inputs));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ensureDependencies } = await import("./lib/dependencies.mjs");
  await ensureDependencies();
  await build({ production: process.argv.includes("--production") });
}
