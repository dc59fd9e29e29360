import assert from "node:assert/strict";
import { formatBytes, formatFigure, groupDigits, humanize } from "../../src/core/explain/figures";
import type { Unit } from "../../src/core/knowledge/types";
import { realKnowledge } from "../support/knowledge";

const { wording, units } = realKnowledge().data;
const chinese = realKnowledge("zh-cn").data.wording;

describe("figures for people", () => {
  it("groups digits from five on", () => {
    assert.equal(groupDigits(4096), "4096");
    assert.equal(groupDigits(10000), "10,000");
    assert.equal(groupDigits(-2147483648n), "-2,147,483,648");
    assert.equal(groupDigits(18446744073709551615n), "18,446,744,073,709,551,615");
  });

  it("turns bytes into the largest binary unit", () => {
    assert.equal(formatBytes(6291456), "6 MiB");
    assert.equal(formatBytes(87380), "85.3 KiB");
    assert.equal(formatBytes(1023), "1023 B");
    assert.equal(formatBytes(2 ** 63), "8 EiB");
  });

  const cases: readonly (readonly [value: number, unit: Unit, text: string | undefined])[] = [
    [212992, "bytes", "208 KiB"],
    [512, "bytes", undefined],
    [98304, "pages", "384 MiB with 4 KiB pages"],
    [7200, "seconds", "2 h"],
    [432000, "seconds", "5 days"],
    [59, "seconds", undefined],
    [90, "seconds", "1.5 min"],
    [1000, "milliseconds", "1 s"],
    [8000, "microseconds", "8 ms"],
    [250000, "packets", "250,000"],
    [1000, "packets", undefined],
  ];
  for (const [value, unit, text] of cases) {
    it(`${value} ${unit}: ${text ?? "nothing to add"}`, () => assert.equal(humanize(value, unit, wording), text));
  }

  it("speaks Chinese", () => {
    assert.equal(humanize(7200, "seconds", chinese), "2 小时");
    assert.equal(humanize(98304, "pages", chinese), "按 4 KiB 页计为 384 MiB");
  });

  it("names computed figures with their unit", () => {
    assert.equal(formatFigure(129, "connections", units, wording), "129 connections");
    assert.equal(formatFigure(63, "seconds", units, wording), "1.05 min");
    assert.equal(formatFigure(2 ** 20, "bytes", units, wording), "1 MiB");
  });
});
