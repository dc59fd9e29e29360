import assert from "node:assert/strict";
import { realKnowledge } from "../support/knowledge";
import { measureCoverage } from "./support/coverage";
import { kernelSeries, needsNamespace } from "./support/namespace";

describe("the knowledge and the running kernel", () => {
  before(function () {
    needsNamespace(this);
  });

  it("leave no key and no field without an entry", function () {
    const knowledge = realKnowledge();
    const coverage = measureCoverage(knowledge);
    const { keys, fields, keysWithout, fieldsWithout } = coverage;
    console.log(`  Linux ${kernelSeries()}: ${keys} keys, ${keysWithout.length} without an entry; ${fields} fields, ${fieldsWithout.length} without`); // prettier-ignore
    assert.ok(keys > 100 && fields > 300, `${keys} keys, ${fields} fields`);
    // A kernel newer than those covered may have more.
    if (kernelSeries() !== knowledge.data.newestKernel) this.skip();
    assert.deepEqual([...keysWithout, ...fieldsWithout], []);
  });
});
