import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { mayHoldSettings } from "../../src/core/documents/settings";
import { projectRoot } from "../support/knowledge";
import { scratchFolder } from "../support/scratchFolder";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly { readonly run: string; readonly shell: string; readonly env: Readonly<Record<string, string>> }[];
  };
} // prettier-ignore

const read = (name: string): unknown => parse(readFileSync(path.join(projectRoot, name), "utf8"));

describe("the GitHub Action", () => {
  const { at, file } = scratchFolder();
  const action = read("action.yml") as Action;

  /** Runs the steps in a workspace as a runner does: expressions are replaced in the environment, then bash runs. */
  function runSteps(inputs: Readonly<Record<string, string>>): {
    readonly status: number | null;
    readonly log: string;
  } {
    let log = "";
    for (const { run, shell, env } of action.runs.steps) {
      assert.equal(shell, "bash");
      const values = Object.fromEntries(
        Object.entries(env).map(([name, value]) => [
          name,
          value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input: string) => {
            const known = action.inputs[input];
            assert.ok(known, `no input ${input}`);
            return inputs[input] ?? known.default;
          }),
        ]),
      );
      const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
        cwd: at("workspace"),
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C.UTF-8", ...values, GITHUB_ACTION_PATH: projectRoot },
      });
      log += stdout + stderr;
      if (status !== 0) return { status, log };
    }
    return { status: 0, log };
  }

  before(function () {
    if (process.platform === "win32") this.skip();
    mkdirSync(at("workspace"));
    file("workspace/deploy/sysctl.d/1.conf", "net.core.somaxconn = x\n");
    file("workspace/deploy/pod.yaml", "sysctls:\n- name: net.ipv4.tcp_tw_recycle\n  value: '1'\n");
  });

  it("annotates what is wrong in the workspace and fails", () => {
    const { status, log } = runSteps({});
    assert.equal(status, 1);
    assert.match(log, /^::warning file=deploy\/pod\.yaml,line=2,.*\n::error file=deploy\/sysctl\.d\/1\.conf,line=1,/);
  });

  it("takes paths, a kernel, a severity and a file for SARIF", () => {
    const inputs = { paths: "deploy/**/*.yaml\n\n  deploy/sysctl.d  ", "sarif-file": "out.sarif" };
    assert.equal(runSteps({ ...inputs, paths: "deploy/*.yaml", kernel: "4.9" }).status, 0);
    assert.equal(runSteps({ ...inputs, paths: "deploy/*.yaml", "fail-on": "error", format: "text" }).status, 0);
    assert.equal(runSteps(inputs).status, 1);
    const sarif = JSON.parse(readFileSync(at("workspace", "out.sarif"), "utf8")) as { runs: { results: unknown[] }[] };
    assert.equal(sarif.runs[0]?.results.length, 2);
  });

  it("runs nothing that an input says, and refuses another release", () => {
    const { status, log } = runSteps({ paths: '$(touch ran); "; touch ran; `touch ran`' });
    assert.equal(status, 2);
    assert.match(log, /: no file matches\n$/);
    assert.ok(!existsSync(at("workspace", "ran")));
    assert.equal(runSteps({ paths: "--help" }).status, 2);
    for (const { run } of action.runs.steps) assert.ok(!run.includes("${{"));
    const { version } = read("package.json") as { version: string };
    assert.equal(runSteps({ version: `v${version}`, paths: "deploy/*.yaml", "fail-on": "error" }).status, 0);
    assert.match(runSteps({ version: "99.0.0" }).log, /not 99\.0\.0/);
  });
});

describe("the pre-commit hook", () => {
  it("is given the files that check looks for in a folder", () => {
    const [hook] = read(".pre-commit-hooks.yaml") as { files: string }[];
    assert.ok(hook);
    assert.ok(hook.files.startsWith("(?i)"));
    const pattern = new RegExp(hook.files.slice("(?i)".length), "i");
    const settings = readFileSync(path.join(projectRoot, "src", "core", "documents", "settings.ts"), "utf8");
    const words = settings.match(/\w+/g) ?? [];
    const names = [...new Set(words)].flatMap((word) => [`a.${word}`, `x/${word}`, `x/my${word}.dev`, `sysctl.d/a.conf.${word}`]); // prettier-ignore
    for (const name of [
      "LICENSE",
      "a.conf",
      "sysctl.conf",
      "etc/sysctl.d/9.conf",
      "x.sysctl",
      "t/tuned.conf",
      ...names,
    ])
      assert.equal(pattern.test(name), mayHoldSettings(name), name);
  });
});
