import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../support/knowledge";

interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly languages: readonly {
      readonly id: string;
      readonly configuration?: string;
      readonly firstLine?: string;
    }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly svg: string; readonly altText: string } }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const read = (file: string): string => readFileSync(path.join(projectRoot, file), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const code = readdirSync(path.join(projectRoot, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => read(path.join("src", file)))
  .join("\n");

describe("the manifest", () => {
  it("names files that exist", () => {
    const { main, browser, icon, bin, contributes } = manifest;
    const files = [
      main,
      browser,
      icon,
      ...Object.values(bin),
      ...contributes.languages.flatMap((one) => one.configuration ?? []),
      ...contributes.grammars.map((one) => one.path),
    ];
    for (const file of files) assert.ok(existsSync(path.join(projectRoot, file)), file);
  });

  it("keeps diagrams and Markdown out of the extension's own bundles", () => {
    for (const bundle of [manifest.main, manifest.browser]) {
      const source = read(bundle);
      assert.ok(source.includes("netstackLens.openLesson"));
      assert.doesNotMatch(source, /node_modules\/(mermaid|markdown-it)\//, bundle);
    }
  });

  it("hands on the licences of what the bundles hold", () => {
    const notices = read("dist/ThirdPartyNotices.txt");
    for (const name of ["mermaid", "markdown-it", "yaml", "fastest-levenshtein", "picomatch"])
      assert.match(notices, new RegExp(`^${name} [\\d.]+ \\(`, "m"));
  });

  it("has every command the code registers, and the reverse", () => {
    const registered = [...code.matchAll(/registerCommand\(\s*"([^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(manifest.contributes.commands.map((one) => one.command).sort(), registered.sort());
    for (const one of manifest.contributes.commands) assert.equal(one.category, "Netstack Lens");
  });

  it("leads to no command there is not, from menus, the walkthrough and empty views", () => {
    const named = [...read("package.json").matchAll(/"command": "(netstackLens\.\w+)"|onCommand:(netstackLens\.\w+)/g)];
    const linked = ["package.nls.json", "package.nls.zh-cn.json"].flatMap((file) => [...read(file).matchAll(/\(command:(?:toSide:)?(netstackLens\.\w+)(?:\.focus)?/g)]); // prettier-ignore
    const known = new Set(manifest.contributes.commands.map((one) => one.command));
    const views = Object.values(manifest.contributes.views).flat().map(({ id }) => id); // prettier-ignore
    const unknown = [...named, ...linked].map(([, one, other]) => one ?? other ?? "").filter((name) => !known.has(name) && !views.includes(name)); // prettier-ignore
    assert.deepEqual(unknown, []);
    assert.ok(linked.length > 8);
  });

  it("has a picture for each step of the walkthrough, in colours of the theme", () => {
    for (const { media } of manifest.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const drawing = read(media.svg);
      assert.match(drawing, /var\(--vscode-/);
      assert.doesNotMatch(drawing, /#[0-9a-f]{3,8}\b|<script|\bon\w+=/i);
    }
  });

  it("has every setting the code reads, and the reverse", () => {
    const used = [...code.matchAll(/getConfiguration\(section(?:, file)?\)\.get<[^>]+>\("(\w+)"\)/g)].map(
      (match) => `netstackLens.${match[1]}`,
    );
    assert.deepEqual(Object.keys(manifest.contributes.configuration.properties).sort(), [...new Set(used)].sort());
  });

  it("activates for nothing but what needs it", () => {
    // Every window has texts of these languages from the start.
    const always = /^\*$|onStartupFinished|onLanguage:(plaintext|jsonc?)$/;
    for (const event of manifest.activationEvents) assert.doesNotMatch(event, always);
  });

  it("knows dumps by their first line", () => {
    const pattern = new RegExp(manifest.contributes.languages.find(({ id }) => id === "network-dump")?.firstLine ?? "^$");
    for (const line of ["Ip: Forwarding DefaultTTL", "000487d5 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000", "State  Recv-Q Send-Q Local Address:Port", "#kernel", "NIC statistics:"]) assert.match(line, pattern);
    for (const line of ["# Notes", "State of the union", "00000000 00000001", "name: value"]) assert.doesNotMatch(line, pattern);
  }); // prettier-ignore

  it("has types of the oldest editor it promises to run in", () => {
    const promised = manifest.engines.vscode.replace("^", "").split(".").slice(0, 2);
    assert.deepEqual(manifest.devDependencies["@types/vscode"]?.split(".").slice(0, 2), promised);
  });

  it("has every text in both languages", () => {
    const english = JSON.parse(read("package.nls.json")) as Record<string, string>;
    const chinese = JSON.parse(read("package.nls.zh-cn.json")) as Record<string, string>;
    const used = [...read("package.json").matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? "");
    assert.deepEqual(Object.keys(english).sort(), [...new Set(used)].sort());
    assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
  });

  it("has a Chinese text for every message of the code", () => {
    const bundle = JSON.parse(read("l10n/bundle.l10n.zh-cn.json")) as Record<string, string>;
    const used = [...code.matchAll(/l10n\.t\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
    assert.deepEqual(Object.keys(bundle).sort(), [...new Set(used)].sort());
  });
});
