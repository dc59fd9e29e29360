import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { runCli } from "../support/cli";
import { projectRoot } from "../support/knowledge";
import { scratchFolder } from "../support/scratchFolder";

interface Region {
  readonly startLine?: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly byteOffset?: number;
  readonly byteLength?: number;
}

interface Replacement {
  readonly deletedRegion: Region;
  readonly insertedContent?: { readonly text: string };
}

/** What the tests read of a log. */
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly fullDescription: { readonly text: string }; readonly help: { readonly text: string; readonly markdown: string }; readonly properties: { readonly tags: readonly string[] } }[] } };
  readonly invocations: readonly { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { readonly text: string } }[] }[];
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly partialFingerprints: Readonly<Record<string, string>>;
    readonly suppressions: readonly { readonly kind: string; readonly justification: string }[];
    readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: Region } }[];
    readonly fixes?: readonly { readonly description: { readonly text: string }; readonly artifactChanges: readonly { readonly replacements: readonly Replacement[] }[] }[];
  }[];
} // prettier-ignore

/** The published schema, with what the standard's errata added to it. */
function compileSchema(): (log: unknown) => void {
  const file = path.join(projectRoot, "test", "fixtures", "sarif", "sarif-2.1.0-rtm.5.json");
  const schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  // Keywords of an older draft than the one it is read as; nothing it uses changed in between.
  delete schema["$schema"];
  delete schema["id"];
  const { region } = schema["definitions"] as { region: Record<string, unknown> };
  region["anyOf"] = ["startLine", "charOffset", "byteOffset"].map((name) => ({ required: [name] }));
  // Formats are left to the reader, and one of its patterns is none in the strict notation.
  const options = { allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false };
  const validate = new Ajv(options).compile(schema);
  return (log) => assert.ok(validate(log), JSON.stringify(validate.errors, undefined, 2));
}

describe("check --format sarif", () => {
  const { at, file } = scratchFolder();
  let assertValid: (log: unknown) => void;
  before(() => {
    assertValid = compileSchema();
  });

  function run(...args: readonly string[]): Run {
    const log = JSON.parse(runCli("check", "--format", "sarif", ...args).out) as { runs: readonly [Run] };
    assertValid(log);
    return log.runs[0];
  }

  it("is valid, whatever is in the files", () => {
    assert.deepEqual(run(file("good.conf", "net.core.somaxconn = 4096\n")).results, []);
    const { results } = run(path.join(projectRoot, "test", "fixtures"), path.join(projectRoot, "content", "sample"));
    assert.ok(results.length > 2, String(results.length));
    assert.throws(() => {
      assertValid({ version: "2.1.0", runs: [{ tool: { driver: {} } }] });
    });
  });

  it("has rules with help, and says what the file itself ignores", () => {
    const { results, tool } = run(
      file(
        "ignored.conf",
        "# netstack-lens-ignore sysctl/removed-key -- old hosts\nnet.ipv4.tcp_tw_recycle = 1\nnet.core.somaxconn = x\n",
      ),
    );
    assert.deepEqual(results.map(({ ruleId, level }) => [ruleId, level]), [["sysctl/removed-key", "warning"], ["sysctl/refused-value", "error"]]); // prettier-ignore
    assert.deepEqual(results.map(({ suppressions }) => suppressions), [[{ kind: "inSource", justification: "old hosts" }], []]); // prettier-ignore
    const { rules } = tool.driver;
    assert.equal(rules[results[1]?.ruleIndex ?? -1]?.id, "sysctl/refused-value");
    for (const { id, fullDescription, help, properties } of rules) {
      assert.ok(fullDescription.text.length > 20 && fullDescription.text.length <= 1024, id);
      assert.ok(help.markdown.length > 50 && help.text.length > 50, id);
      assert.deepEqual(properties.tags, [id.split("/")[0]]);
    }
  });

  it("carries fixes that mend the file, the best first", () => {
    const text = "# é\r\nnet.core.somaxcon = 1\r\nnet.ipv4.tcp_tw_recycle = 1\r\n";
    const { results } = run(file("fix.conf", text));
    const mended = results.flatMap(({ fixes = [] }) => fixes.slice(0, 1)).reduceRight((before, fix) => apply(before, fix.artifactChanges[0]?.replacements ?? []), text); // prettier-ignore
    assert.equal(mended, "# é\r\nnet.core.somaxconn = 1\r\n# net.ipv4.tcp_tw_recycle = 1\r\n");
  });

  it("takes a byte order mark away by its bytes, since no column counts it", () => {
    const { results } = run(file("mark.conf", "\u{feff}net.core.somaxcon = 1\n"));
    const deleted = results.map(({ fixes }) => fixes?.[0]?.artifactChanges[0]?.replacements[0]?.deletedRegion);
    assert.deepEqual(deleted, [
      { byteOffset: 0, byteLength: 3 },
      { startLine: 1, startColumn: 1, endLine: 1, endColumn: 18 },
    ]);
  });

  it("offers no comment in a syntax that may have another", () => {
    const [result] = run(file("recycle.json", '{"net.ipv4.tcp_tw_recycle": 1}\n')).results;
    assert.equal(result?.ruleId, "sysctl/removed-key");
    assert.equal(result.fixes, undefined);
  });

  it("keeps fingerprints when lines move, and tells findings apart", () => {
    const prints = (text: string): string[] =>
      run(file("moved.conf", text)).results.map(({ partialFingerprints }) => Object.values(partialFingerprints).join());
    const first = prints("net.core.a = 1\nnet.core.a = 1\nnet.core.b = 1\n");
    assert.equal(new Set(first).size, 3);
    assert.deepEqual(prints("# one\n\nnet.core.a = 1\n# two\n  net.core.a = 1 \nnet.core.b = 1\n"), first);
  });

  it("names files as URIs, and those that cannot be read", () => {
    file("in folder/50%?#.conf", "net.core.somaxconn = x\n");
    file("in folder/zero.yaml", Buffer.from([0]));
    const { results, invocations } = run(at("in folder", "*"), at("missing.conf"));
    assert.match(results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? "", /^file:\/\/\/.*\/in%20folder\/50%25%3F%23\.conf$/); // prettier-ignore
    const [invocation] = invocations;
    assert.equal(invocation?.executionSuccessful, false);
    assert.deepEqual(
      invocation.toolExecutionNotifications.map(({ level, message }) => [level, path.basename(message.text)]),
      [["warning", "zero.yaml: a binary file, not text"], ["error", "missing.conf: no such file"]],
    ); // prettier-ignore
  });
});

/** A text after replacements within one line each, as whoever reads a log would make them. */
function apply(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((before, { deletedRegion, insertedContent }) => {
    const { startLine = 0, startColumn = 0, endLine, endColumn = 0 } = deletedRegion;
    assert.equal(startLine, endLine);
    return before
      .split(/(?<=\n)/)
      .map((line, index) =>
        index === startLine - 1
          ? line.slice(0, startColumn - 1) + (insertedContent?.text ?? "") + line.slice(endColumn - 1)
          : line,
      )
      .join("");
  }, text);
}
