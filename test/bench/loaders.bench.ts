import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { loadKnowledge } from "../../src/core/knowledge/knowledge";
import { alternate } from "./measure";
import { makeSysctlFile } from "./sysctlFile";

/** Both take the square of the length, so a tenth of the long file has to do. */
const lineCount = 20_000;

const knowledge = loadKnowledge(readFileSync(path.join(process.cwd(), "dist/content/knowledge.en.jsonl"), "utf8"));
const text = makeSysctlFile(knowledge, lineCount);
const root = mkdtempSync(path.join(tmpdir(), "netstack-lens-bench-"));
const file = path.join(root, "etc", "sysctl.conf");
mkdirSync(path.dirname(file));
writeFileSync(file, text);

/** What others take to read the same file, with the start of their process; neither writes anything. */
const readers = {
  "sysctl --dry-run": () => spawnSync("sysctl", ["--dry-run", "-p", file], { stdio: "ignore" }),
  "the sysctl lens of augeas": () =>
    spawnSync("augtool", ["-r", root, "-A", "-t", "Sysctl incl /etc/sysctl.conf"], {
      input: "match /files/etc/sysctl.conf/*\n",
      stdio: ["pipe", "ignore", "ignore"],
    }),
};

try {
  for (const [name, read] of Object.entries(readers)) {
    if (read().error) {
      console.log(`${name}: not on this machine, not compared`);
      continue;
    }
    const { ours, baseline } = alternate(2, () => diagnoseSysctl(text, knowledge).length, read);
    console.log(
      `check of ${lineCount} lines: ${ours.toFixed(1)} ms, ${name} ${baseline.toFixed(0)} ms: ${(baseline / ours).toFixed(0)} times faster${name.includes("augeas") ? " (aim: 25)" : ""}`,
    );
  }
} finally {
  rmSync(root, { recursive: true });
}
