import assert from "node:assert/strict";
import { drawPath } from "../../../src/core/simulation/pathPicture";
import { PathReader, tightRows } from "../../../src/core/simulation/pathReader";
import { reviewText } from "../../../src/core/simulation/reviewText";
import { seriesTable } from "../../../src/core/simulation/seriesTable";
import { realKnowledge } from "../../support/knowledge";
import { panelMessages } from "../../support/simulatorPanel";
import type { PanelStudy, ToSimulatorPanel } from "../../../src/protocol/simulatorPanel";

function studyOf(id: string, set: Record<string, string>, change?: Record<string, string>): PanelStudy {
  const shown = panelMessages(id, set, change).find((one): one is Extract<ToSimulatorPanel, { type: "showStudy" }> => one.type === "showStudy"); // prettier-ignore
  return shown?.study ?? assert.fail();
}

const { wording } = realKnowledge().data;
const study = studyOf("accept-queue", { backlog: "2", connections: "6" }, { backlog: "20" });

describe("where it gets tight on the path", () => {
  it("is where packets were lost, else where a queue was fullest", () => {
    const rows = (id: string, set = {}): string[] =>
      tightRows(studyOf(id, set).runs.map(({ timeline }) => new PathReader(timeline))).map(({ id: row }) => row);
    assert.deepEqual(rows("accept-queue"), ["server/receive"]);
    assert.deepEqual(rows("ring-overflow"), ["server/receive"]);
    assert.deepEqual(rows("transmit-queue"), ["client/transmit"]);
    assert.deepEqual(rows("accept-queue", { connections: "2" }), ["server/receive"]);
  });

  it("can be read at any time", () => {
    const [before = assert.fail()] = study.runs.map(({ timeline }) => new PathReader(timeline));
    const station = before.timeline.stations.find(({ kind }) => kind === "accept-queue") ?? assert.fail();
    const vessel = station.vessels[0] ?? assert.fail();
    assert.deepEqual(before.level(vessel, 0), { level: 0, limit: 3 });
    assert.deepEqual(before.level(vessel, before.timeline.endNs), { level: 3, limit: 3 });
    assert.deepEqual(before.losses(station, before.timeline.endNs), [{ place: "accept-queue-syn", count: 3 }]);
    assert.equal(before.isActive(station, 0, before.timeline.endNs), true);
    assert.equal(before.isActive(station, before.timeline.endNs - 1, before.timeline.endNs), false);
  });
});

describe("what a study is exported as", () => {
  it("is a picture that says level, limit, losses and counter, and holds nothing but shapes and text", () => {
    const evil = `<script>alert(1)</script>&"'`;
    const svg = drawPath(study.runs, 900_000_000, { wording, counters: { ...study.dropCounters, "accept-queue-syn": evil }, title: evil }); // prettier-ignore
    assert.match(svg, /accept queue<\/text>/);
    assert.match(svg, />3 \/ 3<\/text>/);
    assert.match(svg, />3 \/ 21<|>6 \/ 21</);
    assert.match(svg, /→ 3 lost/);
    assert.deepEqual([...new Set([...svg.matchAll(/<([a-z]+)/g)].map(([, tag]) => tag))].sort(), ["path", "rect", "svg", "text"]); // prettier-ignore
    assert.doesNotMatch(svg, /\bon\w+=|href|style=/);
  });

  it("is Markdown for a review, with differences, figures, sentences and the command", () => {
    const text = reviewText({ title: "A *server*", madeWith: "Linux 6.18, seed 1", command: "netstack-lens simulate accept-queue", study }, wording); // prettier-ignore
    assert.match(text, /^## A \\\*server\\\*\n/);
    assert.match(text, /All 3 losses are gone\./);
    assert.match(text, /\| `TcpExt\.ListenOverflows` \| 3 \| 0 \| −3 \| backlog \|/);
    assert.match(text, /was full: 3 connections\./);
    assert.match(text, /```console\n\$ netstack-lens simulate accept-queue\n```/);
    assert.doesNotMatch(text, /^\| {2}\|/m);
  });

  it("is a table of every change, safe for spreadsheets", () => {
    const [run = assert.fail()] = study.runs;
    const table = seriesTable([{ ...run, name: '=cmd|"x",y' }]);
    const lines = table.trimEnd().split("\n");
    assert.equal(lines[0], "run,series,ns,value,limit");
    assert.ok(lines.includes(`"'=cmd|""x"",y",server/tcp:80.acceptQueue,0,0,3`));
    const changes = run.timeline.series.reduce((sum, { times }) => sum + times.length, 0);
    assert.equal(lines.length, 1 + changes);
  });
});
