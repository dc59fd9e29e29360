import assert from "node:assert/strict";
import { applyEdits, planWriteBack, type WriteBack } from "../../../src/core/simulation/writeBack";
import { realKnowledge } from "../../support/knowledge";

const plan = (text: string, file: string, values: Record<string, string>): WriteBack =>
  planWriteBack(text, file, values, realKnowledge(), "6.18");

/** The file after it, where nothing stood in the way. */
function written(text: string, file: string, values: Record<string, string>): string {
  const { edits, hindrances } = plan(text, file, values);
  assert.deepEqual(hindrances, []);
  return applyEdits(text, edits);
}

const somaxconn = { "net.core.somaxconn": "4096" };
const rmem = { "net.ipv4.tcp_rmem": "4096 87380 33554432" };

describe("writing values back", () => {
  it("changes the words that differ and nothing else: comments, order, layout, line ends stay", () => {
    const text =
      "# head\r\n\r\nnet.ipv4.tcp_rmem  =  4096\t131072\t6291456\r\n; other\r\n-net/core/somaxconn=128\r\nvm.swappiness = 10";
    assert.equal(
      written(text, "sysctl.conf", { ...somaxconn, ...rmem }),
      "# head\r\n\r\nnet.ipv4.tcp_rmem  =  4096\t87380\t33554432\r\n; other\r\n-net/core/somaxconn=4096\r\nvm.swappiness = 10",
    );
  });

  it("changes the line that decides, where several set a key", () => {
    const text = "net.core.somaxconn = 1\nnet.core.somaxconn = 2\n";
    assert.equal(written(text, "a.sysctl", somaxconn), "net.core.somaxconn = 1\nnet.core.somaxconn = 4096\n");
  });

  it("adds what a sysctl.conf does not have at its end, written like the others", () => {
    for (const [text, result] of [
      ["", "net.core.somaxconn = 4096\n"],
      ["vm.swappiness=10", "vm.swappiness=10\nnet.core.somaxconn=4096\n"],
      ["vm.swappiness=10\n", "vm.swappiness=10\nnet.core.somaxconn=4096\n"],
      ["vm.swappiness = 10\r\n# end\r\n", "vm.swappiness = 10\r\n# end\r\nnet.core.somaxconn = 4096\r\n"],
      ["vm.swappiness = 10\n\n\n", "vm.swappiness = 10\nnet.core.somaxconn = 4096\n\n\n"],
    ] as const) {
      assert.equal(written(text, "x/sysctl.d/9.conf", somaxconn), result);
    }
    const { changes } = plan("vm.swappiness=10\n", "sysctl.conf", somaxconn);
    assert.deepEqual(changes, [{ name: "net.core.somaxconn", line: 2, before: undefined, after: "net.core.somaxconn=4096" }]); // prettier-ignore
  });

  const syntaxes: readonly (readonly [name: string, file: string, text: string, result: string])[] = [
    ["a map of YAML", "values.yaml", "sysctls:\n  net.core.somaxconn: 128 # low\n", "sysctls:\n  net.core.somaxconn: 4096 # low\n"],
    ["quotes", "values.yaml", "sysctls:\n  net.core.somaxconn: '128'\n", "sysctls:\n  net.core.somaxconn: '4096'\n"],
    ["a pod", "pod.yaml", "spec:\n  securityContext:\n    sysctls:\n    - name: net.core.somaxconn\n      value: \"128\"\n", "spec:\n  securityContext:\n    sysctls:\n    - name: net.core.somaxconn\n      value: \"4096\"\n"],
    ["a list of compose", "compose.yaml", "services:\n  a:\n    sysctls:\n      - net.core.somaxconn=128\n", "services:\n  a:\n    sysctls:\n      - net.core.somaxconn=4096\n"],
    ["a task of Ansible", "main.yml", "- sysctl:\n    name: net.core.somaxconn\n    value: '128'\n    state: present\n", "- sysctl:\n    name: net.core.somaxconn\n    value: '4096'\n    state: present\n"],
    ["a shell script", "tune.sh", "#!/bin/sh\nsysctl -w net.core.somaxconn=128 # why\n", "#!/bin/sh\nsysctl -w net.core.somaxconn=4096 # why\n"],
    ["a write to /proc", "tune.sh", "echo 128 > /proc/sys/net/core/somaxconn\n", "echo 4096 > /proc/sys/net/core/somaxconn\n"],
    ["Docker", "run.sh", "docker run --sysctl net.core.somaxconn=128 nginx\n", "docker run --sysctl net.core.somaxconn=4096 nginx\n"],
    ["Nix", "configuration.nix", '{ boot.kernel.sysctl = { "net.core.somaxconn" = 128; }; }\n', '{ boot.kernel.sysctl = { "net.core.somaxconn" = 4096; }; }\n'],
    ["JSON", "a.json", '{ "net.core.somaxconn": "128" }\n', '{ "net.core.somaxconn": "4096" }\n'],
    ["Terraform", "main.tf", 'x = { "net.core.somaxconn" = "128" }\n', 'x = { "net.core.somaxconn" = "4096" }\n'],
    ["a tuned profile", "tuned.conf", "[main]\nsummary=x\n\n[sysctl]\nnet.core.somaxconn=128\n", "[main]\nsummary=x\n\n[sysctl]\nnet.core.somaxconn=4096\n"],
    ["a script within YAML", "ds.yaml", "command:\n- sh\n- -c\n- |\n  sysctl -w net.core.somaxconn=128\n  sleep 1\n", "command:\n- sh\n- -c\n- |\n  sysctl -w net.core.somaxconn=4096\n  sleep 1\n"],
  ]; // prettier-ignore
  for (const [name, file, text, result] of syntaxes) {
    it(`keeps the layout of ${name}`, () => assert.equal(written(text, file, somaxconn), result));
  }

  it("replaces several words within their quotes, and one by several only there", () => {
    const quoted = 'sysctl -w net.ipv4.tcp_rmem="4096 131072 6291456"\n';
    assert.equal(written(quoted, "a.sh", rmem), 'sysctl -w net.ipv4.tcp_rmem="4096 87380 33554432"\n');
    const bare = "sysctl -w net.ipv4.tcp_rmem=4096\n";
    assert.deepEqual(plan(bare, "a.sh", rmem).hindrances, [{ kind: "form", name: "net.ipv4.tcp_rmem", line: 1 }]);
    assert.deepEqual(plan(bare, "a.sh", rmem).edits, []);
  });

  it("shows each line it would change, the value's where that is another than the key's", () => {
    const pod = 'sysctls:\n- name: net.core.somaxconn\n  value: "128"\n';
    assert.deepEqual(plan(pod, "pod.yaml", somaxconn).changes, [
      { name: "net.core.somaxconn", line: 3, before: '  value: "128"', after: '  value: "4096"' },
    ]);
  });

  it("does nothing where the file says the same", () => {
    assert.deepEqual(plan("net.core.somaxconn = 4096\n", "a.sysctl", somaxconn), { edits: [], changes: [], hindrances: [] }); // prettier-ignore
  });

  it("writes nothing the kernel would refuse, nothing over a template, nothing into a file with no place for it", () => {
    const [refused] = plan("net.core.somaxconn = 1\n", "a.sysctl", { "net.core.somaxconn": "-1" }).hindrances;
    assert.equal(refused?.kind, "refused");
    const template = plan("net.core.somaxconn = {{ backlog }}\n", "a.sysctl", somaxconn);
    assert.deepEqual(template.hindrances, [{ kind: "template", name: "net.core.somaxconn", line: 1 }]);
    const missing = plan("sysctls:\n  vm.swappiness: 1\n", "values.yaml", somaxconn);
    assert.deepEqual(missing.hindrances, [
      { kind: "missing", name: "net.core.somaxconn", line: "net.core.somaxconn = 4096" },
    ]);
    for (const one of [template, missing]) assert.deepEqual(one.edits, []);
  });

  it("lets no value become more than a value", () => {
    for (const value of ["fq; rm -rf /", "fq\nvm.swappiness=1", "$(id)", "fq # x", "fq'"]) {
      const { edits } = plan("sysctl -w net.core.default_qdisc=fq_codel\n", "a.sh", {
        "net.core.default_qdisc": value,
      });
      assert.deepEqual(edits, [], value);
    }
  });
});
