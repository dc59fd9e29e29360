import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { alternate } from "./measure";

const fileCount = 5000;

/** What checking is held against: as grep -rl does, every file is read and looked through for one word. */
const search = `
const fs = require("node:fs"), path = require("node:path");
let found = 0;
const walk = (folder) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(file);
    else if (fs.readFileSync(file, "utf8").includes("net.")) found++;
  }
};
walk(process.argv[1]);
console.log(found);`;

/** A tree as repositories are: manifests, scripts, prose, a settings file here and there. */
function makeTree(root: string): void {
  const prose = "The listener accepts what the queue holds, and drops the rest.\n".repeat(30);
  const texts: readonly (readonly [string, string])[] = [
    ["yaml", `apiVersion: v1\nkind: ConfigMap\ndata:\n${"  key: some value of no interest\n".repeat(60)}`],
    ["md", `# Notes\n\n${prose}`],
    ["sh", `#!/bin/sh\nset -eu\n${"echo step\n".repeat(80)}`],
    ["yaml", `sysctls:\n${"- name: net.core.somaxconn\n  value: '4096'\n".repeat(10)}`],
    ["sysctl", "# tuning\nnet.ipv4.tcp_rmem = 4096 131072 6291456\n".repeat(20)],
  ];
  for (let number = 0; number < fileCount; number++) {
    const folder = path.join(root, `part-${number % 50}`);
    if (number < 50) mkdirSync(folder);
    const [extension, text] = texts[number % texts.length] ?? ["txt", ""];
    writeFileSync(path.join(folder, `${number}.${extension}`), `${text}# ${number}\n`);
  }
}

function run(...args: readonly string[]): void {
  const { error, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (error || stderr !== "") throw error ?? new Error(stderr);
}

const root = mkdtempSync(path.join(os.tmpdir(), "netstack-lens-bench-"));
try {
  makeTree(root);
  const cli = path.join(process.cwd(), "dist", "cli.js");
  const { ours, baseline, ratio } = alternate(5, () => run(cli, "check", root), () => run("-e", search, root)); // prettier-ignore
  const rate = (milliseconds: number): string => ((fileCount / milliseconds) * 1000).toFixed(0);
  console.log(
    `check of ${fileCount} files: ${rate(ours)} files/s, reading them in search of one word ${rate(baseline)} files/s, time ratio ${ratio.toFixed(2)}; starts of both programs included`,
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
