import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import type { Machine, SysctlEntry } from "../../src/core/knowledge/types";
import type { WriteOutcome } from "../../src/core/writes/outcome";
import { predict } from "../../src/core/writes/predict";
import { realKnowledge } from "../support/knowledge";
import { thisMachine } from "./support/machine";
import { kernelSeries, needsNamespace } from "./support/namespace";
import { listKeys, readKey, writeKey } from "./support/procSys";
import { writtenValues } from "./support/values";

const leastCases = Number(process.env["KERNEL_CASES"] ?? 20_000);
const leastAgreement = 0.999;
const seed = Number(process.env["KERNEL_SEED"] ?? Date.now() % 2 ** 31);

interface Subject {
  readonly key: string;
  readonly entry: SysctlEntry;
}

describe("writes to the running kernel", function () {
  this.timeout(180_000);
  const knowledge = realKnowledge();

  before(function () {
    needsNamespace(this);
    addInterface();
  });

  /** Keys that belong to the namespace alone; whatever is global is never written. */
  function subjects(): Subject[] {
    return listKeys("net").flatMap(({ key, mode }) => {
      const entry = knowledge.find(parseSysctlName(key));
      return entry?.scope === "namespace" && !entry.value.readOnly && (mode & 0o222) !== 0 ? [{ key, entry }] : [];
    });
  }

  it("do what the validator foretells", () => {
    const all = subjects();
    const machine = thisMachine();
    const each = Math.ceil((leastCases * 1.02) / all.length);
    const counts = { cases: 0, accepted: 0, refused: 0 };
    const disagreements: string[] = [];
    for (const [index, { key, entry }] of all.entries()) {
      const values = fc.sample(writtenValues(entry, wordsOf(machine, entry)), { seed: seed + index, numRuns: each });
      for (const value of values) {
        counts.cases++;
        const { foretold, happened } = writeOnce(key, entry, value, machine);
        counts[happened.startsWith("stores") ? "accepted" : "refused"]++;
        if (foretold !== happened) disagreements.push(`${key} ${JSON.stringify(value.slice(0, 80))}: foretold ${foretold}, ${happened}`); // prettier-ignore
      }
    }
    const agreement = 1 - disagreements.length / counts.cases;
    console.log(
      `  ${counts.cases} writes to ${all.length} keys of Linux ${kernelSeries()}, seed ${seed}: ` +
        `${(agreement * 100).toFixed(3)} % as foretold (${counts.accepted} accepted, ${counts.refused} refused)`,
    );
    for (const line of disagreements.slice(0, 40)) console.log(`    ${line}`);

    assert.ok(counts.cases >= leastCases, `${counts.cases} cases`);
    assert.ok(counts.accepted > counts.cases / 10 && counts.refused > counts.cases / 10, JSON.stringify(counts));
    // Bounds differ between releases, even patch levels; the entries state those of the newest one covered.
    if (kernelSeries() === knowledge.data.newestKernel) assert.ok(agreement >= leastAgreement, `${agreement}`);
  });

  /** One write and what came of it, in the same words foretold and seen. The key gets its old value back. */
  function writeOnce(
    key: string,
    entry: SysctlEntry,
    value: string,
    machine: Machine,
  ): { foretold: string; happened: string } {
    const before = readKey(key);
    const foretold = predict(knowledge, entry, key, value, {
      kernel: knowledge.data.newestKernel,
      current: readKey,
      machine,
    });
    const errno = writeKey(key, value);
    const after = readKey(key);
    if (before !== undefined && after !== before) writeKey(key, before === "" ? "\n" : before);
    return { foretold: say(foretold, before), happened: `${errno ?? "stores"} ${after ?? "nothing"}` };
  }
});

function say(outcome: WriteOutcome, before: string | undefined): string {
  if (outcome.kind === "unknown") return "unknown";
  if (outcome.kind === "accepted") return `stores ${outcome.stored ?? "nothing"}`;
  return `${outcome.errno} ${outcome.stored ?? before ?? "nothing"}`;
}

function wordsOf(machine: Machine, entry: SysctlEntry): readonly string[] {
  const { words = [], prefixes = {}, refused = {} } = machine.words[entry.name] ?? {};
  return [...words, ...Object.values(prefixes).flat(), ...Object.keys(refused)];
}

/** Without iproute2 the families are tried with the loopback device alone. */
function addInterface(): void {
  try {
    execFileSync("ip", ["link", "add", "nsl0", "type", "veth", "peer", "name", "nsl1"], { stdio: "pipe" });
  } catch (error) {
    console.log(`  no veth pair, so only lo, all and default are written: ${(error as Error).message.split("\n")[0]}`);
  }
}
