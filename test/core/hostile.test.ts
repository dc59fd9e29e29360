import assert from "node:assert/strict";
import { begunValue } from "../../src/core/complete/completeText";
import { begunKey, begunYamlKey } from "../../src/core/complete/keyPlace";
import { diagnoseSysctl } from "../../src/core/diagnose/diagnoseSysctl";
import { applySuppressions } from "../../src/core/diagnose/suppressions";
import { cellsOf, findDumps } from "../../src/core/dumps/findDumps";
import { linkKeys } from "../../src/core/explain/keyLinks";
import { realKnowledge } from "../support/knowledge";

const size = 100_000;

/** Pieces that made some expression or lookup take the square of the length, or worse. */
const pieces = [
  "- net.core.a ", "net.core.a=<a ", "name: net.core.somaxconn value ", '"net.core.somaxconn": "', "echo 1 > /proc/sys/net/core/somaxconn ", "sysctl 'net.core.somaxconn' do value ",
  "net.core.a: [", "- - net.core.a: ", "net.core.a: &a *a {{ x }}\n", "docker --sysctl net.core.a=1 \\\n", "default['sysctl']['net']['a']", "{% net.core.a: 1 ",
  "users:((a),(b),", "a:(a:(", "skmem:(r0,", "value      ", "{{ net.core.a = ", "# netstack-lens-ignore a, ", "net.a.a.a.a.a.", "TcpExt: A ", "00000000 ", "tcp 6 1 src=a dst=b ",
]; // prettier-ignore
const openings = ["", "State Recv-Q Send-Q Local\n", "qdisc fq 1: dev a\n", "NIC statistics:\n"];

describe("texts made to keep a reader busy", () => {
  // A text that does so runs into the time limit of the test.
  for (const opening of openings) {
    it(`behind ${JSON.stringify(opening)} are read to their end`, () => {
      const knowledge = realKnowledge();
      for (const piece of pieces) {
        const text = opening + piece.repeat(Math.ceil(size / piece.length));
        for (const file of ["x.yaml", "x.conf"]) {
          const findings = applySuppressions(text, diagnoseSysctl(text, knowledge, { file }), knowledge);
          assert.ok(findings.every(({ span }) => span.end <= text.length));
        }
        assert.ok(linkKeys(text, knowledge).every(({ span }) => span.end <= text.length));
        for (const file of ["x.yaml", "x.conf"]) begunValue(text, size - 1, file);
        begunKey(text, "prose");
        begunYamlKey(text, [text, text]);
        for (const region of findDumps(text))
          for (const cell of cellsOf(text, region)) assert.ok(cell.names.length > 0);
      }
    });
  }
});
