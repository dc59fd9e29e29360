import { readFileSync } from "node:fs";
import path from "node:path";
import { cellAt, fieldOf, findDumps } from "../../src/core/dumps/findDumps";
import { explainField } from "../../src/core/explain/explainField";
import { toMarkdown } from "../../src/core/explain/explanation";
import { loadKnowledge } from "../../src/core/knowledge/knowledge";
import { alternate, median, quantile, random } from "./measure";

const knowledge = loadKnowledge(readFileSync(path.join(process.cwd(), "dist/content/knowledge.en.jsonl"), "utf8"));
const size = 10e6;

const next = random(1);
const number = (limit: number): number => Math.floor(next() * limit);
const hex = (width: number): string => number(16 ** Math.min(width, 8)).toString(16).padStart(width, "0").toUpperCase(); // prettier-ignore

/** Long tables, as a busy machine prints them. */
const dumps = {
  "/proc/net/tcp": table(
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    () => `${String(number(99999)).padStart(4)}: ${hex(8)}:${hex(4)} ${hex(8)}:${hex(4)} 01 ${hex(8)}:${hex(8)} 00:00000000 00000000     0        0 ${number(1e6)} 1 0000000000000000 20 4 30 10 -1`,
  ),
  "ethtool -S": table("NIC statistics:", () => `     rx_queue_${number(64)}_packets: ${number(1e9)}`),
  "tc -s qdisc": table(
    "",
    () => `qdisc fq 8001: dev eth${number(999)} root refcnt 2 limit 10000p flow_limit 100p\n Sent ${number(1e9)} bytes ${number(1e6)} pkt (dropped ${number(999)}, overlimits 0 requeues 0)\n backlog 0b 0p requeues 0`,
  ),
  "ss -tn": table(
    "State Recv-Q Send-Q Local Address:Port Peer Address:Port Process",
    () => `ESTAB ${number(9999)} 0 10.0.0.${number(255)}:${number(65535)} 10.0.1.${number(255)}:443`,
  ),
}; // prettier-ignore

function table(header: string, row: () => string): string {
  const lines = header === "" ? [] : [header];
  for (let length = 0; length < size; length += (lines.at(-1)?.length ?? 0) + 1) lines.push(row());
  return lines.join("\n");
}

/** Times of hovers at places all over a text, in milliseconds, its dumps being known as they are in the editor. */
function hover(text: string): readonly number[] {
  const regions = [...findDumps(text)];
  const times: number[] = [];
  for (let tries = 0; tries < 5000 && times.length < 1000; tries++) {
    const at = number(text.length);
    const start = performance.now();
    const region = regions.find(({ span }) => span.start <= at && at <= span.end);
    const cell = region && cellAt(text, region, at);
    const hit = cell && fieldOf(cell, knowledge.dumps());
    const said = hit ? toMarkdown(explainField(knowledge, hit, { value: cell.value && text.slice(cell.value.start, cell.value.end) })) : ""; // prettier-ignore
    const took = performance.now() - start;
    if (said !== "") times.push(took);
  }
  return times;
}

for (const [name, text] of Object.entries(dumps)) {
  hover(text);
  const times = hover(text);
  if (times.length < 100) throw new Error(`no hovers in ${name}`);
  const lines = alternate(3, () => [...findDumps(text)], () => text.split("\n").length); // prettier-ignore
  console.log(
    `${name}, ${(text.length / 1e6).toFixed(0)} MB: found in ${lines.ours.toFixed(0)} ms, ${lines.ratio.toFixed(1)} times a split into lines; hover median ${median(times).toFixed(2)} ms, 99 % under ${quantile(times, 0.99).toFixed(2)} ms`,
  );
}
