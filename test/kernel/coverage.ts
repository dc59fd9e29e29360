// npm run kernel:coverage: what of the kernel it runs on has no entry.
import os from "node:os";
import { realKnowledge } from "../support/knowledge";
import { measureCoverage } from "./support/coverage";

const { keys, keysWithout, fields, fieldsWithout, absentFiles } = measureCoverage(realKnowledge());
console.log(`Linux ${os.release()}`);
console.log(`${keys} net.* sysctls, ${keysWithout.length} without an entry`);
for (const key of keysWithout) console.log(`  ${key}`);
console.log(`${fields} fields of /proc/net and its kin, ${fieldsWithout.length} without an entry`);
for (const field of fieldsWithout) console.log(`  ${field}`);
for (const file of absentFiles) console.log(`not on this kernel: ${file}`);
process.exitCode = keysWithout.length + fieldsWithout.length > 0 ? 1 : 0;
