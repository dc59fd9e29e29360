import { readFileSync } from "node:fs";
import path from "node:path";
import { loadKnowledge } from "../../src/core/knowledge/knowledge";
import { parseSysctlName } from "../../src/core/knowledge/sysctlName";
import { alternate } from "./measure";

const lookups = 100_000;

for (const language of ["en", "zh-cn"]) {
  const file = path.join(process.cwd(), "dist", "content", `knowledge.${language}.jsonl`);
  const heap = usedHeap();
  // The very first time, as a reader meets it: reading, parsing and the first answer.
  const start = performance.now();
  const knowledge = loadKnowledge(readFileSync(file, "utf8"));
  knowledge.find(parseSysctlName("net.ipv4.conf.eth0.rp_filter"));
  const firstKey = performance.now() - start;
  const between = performance.now();
  knowledge.dumps().find("TcpExtListenDrops");
  const firstField = performance.now() - between;
  const memory = usedHeap() - heap;

  const names = knowledge.data.sysctls.map(({ name }) => name.replace("*", "eth0"));
  const parsed = names.map(parseSysctlName);
  const fields = knowledge
    .dumps()
    .all()
    .flatMap((dump) => dump.fields.map((field) => `${dump.id}:${field.name}`));
  const plain = new Map(names.map((name) => [name, name]));
  const many =
    <Item>(items: readonly Item[], work: (item: Item) => unknown) =>
    (): number => {
      let found = 0;
      for (let i = 0; i < lookups; i++) if (work(items[i % items.length] as Item)) found++;
      return found;
    };
  const mapGet = many(names, (name) => plain.get(name));
  const keys = alternate(7, many(parsed, (name) => knowledge.find(name)), mapGet); // prettier-ignore
  const counters = alternate(7, many(fields, (name) => knowledge.dumps().find(name).length), mapGet); // prettier-ignore
  const each = (milliseconds: number): string => ((milliseconds / lookups) * 1000).toFixed(2);
  console.log(
    `knowledge ${language}: first lookup ${firstKey.toFixed(1)} ms, first counter ${firstField.toFixed(1)} ms more (aim: under 20); ` +
      `later ${each(keys.ours)} µs a key (${keys.ratio.toFixed(1)} times a map access), ${each(counters.ours)} µs a counter (${counters.ratio.toFixed(1)} times; aim: under 5 µs); ` +
      `memory ${(memory / 1e6).toFixed(1)} MB (aim: under 15)`,
  );
}

/** Bytes in use after everything unreachable is gone; needs --expose-gc. */
function usedHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
