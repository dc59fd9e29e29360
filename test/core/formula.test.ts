import assert from "node:assert/strict";
import { compileFormula } from "../../src/core/knowledge/formula";

describe("formulas of derived figures", () => {
  const cases: readonly (readonly [formula: string, result: number])[] = [
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 2 - 3", 5],
    ["100 / 10 / 2", 5],
    ["2 ^ 3 ^ 2", 512],
    ["2 * 3 ^ 2", 18],
    ["value + 1", 129],
    ["max * page_size", 40_960],
    ["min(value, 7)", 7],
    ["max(value, 7, max)", 128],
    ["floor(7 / 2)", 3],
    ["1.5 * 2", 3],
  ];
  for (const [formula, result] of cases) {
    it(`${formula} is ${result}`, () =>
      assert.equal(compileFormula(formula)({ value: 128, page_size: 4096, max: 10 }), result));
  }

  it("is no number when a name has no value", () => {
    assert.ok(Number.isNaN(compileFormula("high - low")({ low: 1 })));
  });

  for (const bad of ["", "1 +", "(1", "1 2", "a.b", "min(1", "process;exit", "1 $ 2", "value value"]) {
    it(`refuses ${JSON.stringify(bad)}`, () => assert.throws(() => compileFormula(bad), /formula/));
  }
});
