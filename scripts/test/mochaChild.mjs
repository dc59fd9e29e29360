// @ts-check
// Runs compiled Mocha files in a process of their own: node mochaChild.mjs REPORT TIMEOUT_MS FILE…
import { writeFile } from "node:fs/promises";
import Mocha from "mocha";
import { countingReporter } from "../lib/mochaReport.mjs";
import { stopAllGroups } from "../lib/processes.mjs";
import { onEndSignal } from "../lib/shutdown.mjs";

const [reportFile = "", timeoutMs, ...files] = process.argv.slice(2);
onEndSignal(stopAllGroups);
const { report, Reporter } = countingReporter();
const mocha = new Mocha({ reporter: Reporter, timeout: Number(timeoutMs), forbidOnly: true });
for (const file of files) mocha.addFile(file);
await mocha.loadFilesAsync();
await new Promise((resolve) => void mocha.run(resolve));
await writeFile(reportFile, JSON.stringify(report));
// A handle some test forgot must not keep the run waiting.
process.exit(report.failed > 0 ? 1 : 0);
