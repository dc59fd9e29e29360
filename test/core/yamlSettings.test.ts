import assert from "node:assert/strict";
import fc from "fast-check";
import { elementAt, readSettings } from "../../src/core/documents/settings";
import { textOf, type Assignment } from "../../src/core/documents/sysctlConf";
import { findYamlSettings } from "../../src/core/documents/yamlSettings";
import { isYaml } from "../../src/core/documents/yamlText";
import { readCursor, readMarks } from "../support/marks";
import { seeded } from "../support/property";

/** Every marked span is the key or the value of a setting, and no other is; `expected` tells which belong together. */
function expectSettings(marked: string, ...expected: readonly string[]): readonly Assignment[] {
  const { text, spans } = readMarks(marked);
  const found = findYamlSettings(text);
  assert.deepEqual(found.map(({ key, value }) => `${textOf(text, key)} = ${textOf(text, value)}`), expected); // prettier-ignore
  const places = new Set(found.flatMap(({ key, value }) => [`${key.start}-${key.end}`, `${value.start}-${value.end}`]));
  assert.deepEqual(places, new Set(spans.map(({ start, end }) => `${start}-${end}`)));
  return found;
}

describe("settings in YAML", () => {
  it("are keys with a value, in maps of either style, quoted or not", () => {
    expectSettings(
      `machine:
  sysctls:
    «net.core.somaxconn»: "«65535»" # net.core.optmem_max: 1
    "«net.ipv4.tcp_rmem»": '«4096 87380 6291456»'
    «net/ipv4/conf/eth0.1/rp_filter»: «0»
    ? «vm.swappiness»
    : «10»
    vm.dirty_ratio:
    vm.page-cluster: ~
  flow: {«net.ipv4.tcp_sack»: «1», "«vm.dirty_bytes»": «2», net.core.rmem_max: }
  kernel.toml: |
    [one]
    [two]
  folded:
    «net.ipv4.tcp_wmem»: >-
      «4096 16384 4194304»
`,
      "net.core.somaxconn = 65535",
      "net.ipv4.tcp_rmem = 4096 87380 6291456",
      "net/ipv4/conf/eth0.1/rp_filter = 0",
      "vm.swappiness = 10",
      "net.ipv4.tcp_sack = 1",
      "vm.dirty_bytes = 2",
      "net.ipv4.tcp_wmem = 4096 16384 4194304",
    );
  });

  it("are maps of a name and a value in any order, but never across maps", () => {
    expectSettings(
      `sysctls:
- name: «net.core.somaxconn»
  comment: |
    Set net.core.somaxconn = 3
    value: 4
  value: "«1024»"
- {value: «7», key: "«vm.swappiness»"}
- name: net.core.rmem_max
- value: 5
- name: net.core.wmem_max
  nested: {value: 1}
- name: vm.dirty_ratio
  value: 1
  state: absent
---
name: «vm.page-cluster»
value: «3»
`,
      "net.core.somaxconn = 1024",
      "vm.swappiness = 7",
      "vm.page-cluster = 3",
    );
  });

  it("are entries of lists and lines of scalars", () => {
    expectSettings(
      `sysctlParameters:
- «net.ipv4.ip_forward»=«1»
- "«net.ipv4.ip_local_port_range»=«1024 65535»"
allowedUnsafeSysctls: [net.core.somaxconn, "net.ipv4.*"]
args: ["--allowed-unsafe-sysctls=net.core.somaxconn,net.ipv4.tcp_sack"]
command: ["sh", "-c", "sysctl -w «net.core.somaxconn»=«4096» && exec x"]
run: |
  # net.core.optmem_max=1
  sudo sysctl -w «vm.max_map_count»=«262144»
  echo «1» > /proc/sys/«net/ipv4/tcp_sack»
escaped: "sysctl -w «vm.swappiness»=«1»\\nsysctl -w «vm.dirty_ratio»=«2»\\n"
`,
      "net.ipv4.ip_forward = 1",
      "net.ipv4.ip_local_port_range = 1024 65535",
      "net.core.somaxconn = 4096",
      "vm.max_map_count = 262144",
      "net/ipv4/tcp_sack = 1",
      "vm.swappiness = 1",
      "vm.dirty_ratio = 2",
    );
  });

  it("stand in files that a file describes", () => {
    expectSettings(
      `#cloud-config
write_files:
  - path: /etc/sysctl.d/99-net.conf
    content: |
      # net.core.optmem_max = 1
      «net.core.default_qdisc» = «fq»
      -«kernel.core_pattern»=«|/bin/core %e; x»
  - path: /etc/motd
    content: Keep net.core.somaxconn big
storage:
  files:
    - path: /etc/sysctl.d/90.conf
      contents:
        inline: «vm.swappiness» = «1»
data:
  50-sysctl.conf: "«net.ipv4.tcp_rmem» = «1 2 3»\\n«fs.file-max» = «9»"
`,
      "net.core.default_qdisc = fq",
      "kernel.core_pattern = |/bin/core %e; x",
      "vm.swappiness = 1",
      "net.ipv4.tcp_rmem = 1 2 3",
      "fs.file-max = 9",
    );
  });

  it("are Ansible tasks: in full, on one line, in loops", () => {
    expectSettings(
      `- name: Set vm.swappiness = 3
  ansible.posix.sysctl:
    name: «vm.swappiness»
    value: '«5»'
  when: x != 'net.core.somaxconn=1'
- sysctl: name=«net.core.somaxconn» value="«1024»" state=present
- local_action: sysctl name=vm.dirty_ratio value=1 state=absent
- sysctl:
    name: "{{ item }}"
    value: "«1»"
  with_items:
    - «net.ipv4.conf.all.rp_filter»
    - '«net.ipv4.conf.default.rp_filter»'
- sysctl: name={{ item.0 }} value={{ item.1 }}
  loop: [[«net.ipv4.tcp_sack», «0»], [net.ipv4.tcp_fack]]
- sysctl: {name: "{{ one.k }}", value: "{{ one.v | string }}"}
  loop_control: {loop_var: one}
  loop:
    - {k: «net.core.rmem_max», v: «7»}
- debug: var=item
  loop: [net.core.optmem_max]
- lineinfile: {path: /etc/sysctl.conf, regexp: '^vm.dirty_ratio=1', line: '«vm.overcommit_memory»=«{{ mode }}»'}
- lineinfile: {path: /etc/sysctl.conf, line: vm.page-cluster=1, state: absent}
`,
      "vm.swappiness = 5",
      "net.core.somaxconn = 1024",
      "net.ipv4.conf.all.rp_filter = 1",
      "net.ipv4.conf.default.rp_filter = 1",
      "net.ipv4.tcp_sack = 0",
      "net.core.rmem_max = 7",
      "vm.overcommit_memory = {{ mode }}",
    );
  });

  it("are Salt states", () => {
    expectSettings(
      `{% set small = {'«net.ipv4.tcp_sack»': «0»} %}
«net.core.somaxconn»:
  sysctl.present:
    - value: «9»
    - config: /etc/sysctl.d/salt.conf
forwarding:
  sysctl.present:
    - name: «net.ipv4.ip_forward»
    - value: «{{ salt['pillar.get']('sysctl:vm.swappiness', 1) }}»
{{ grains.id }} {{ grains.os }} memory:
  cmd.run:
    - name: sysctl -w «vm.max_map_count»=«262144»
`,
      "net.ipv4.tcp_sack = 0",
      "net.core.somaxconn = 9",
      "net.ipv4.ip_forward = {{ salt['pillar.get']('sysctl:vm.swappiness', 1) }}",
      "vm.max_map_count = 262144",
    );
  });

  it("count once where they are shared, with the value that an alias stands for", () => {
    expectSettings(
      `x-max: &max "«4096»"
x-base: &base
  «net.core.somaxconn»: *max
services:
  a:
    sysctls:
      <<: *base
      «net.ipv4.tcp_max_syn_backlog»: *max
  b: {sysctls: *base}
list:
- &one {value: «1»}
- {<<: *one, name: «vm.swappiness»}
`,
      "net.core.somaxconn = 4096",
      "net.ipv4.tcp_max_syn_backlog = 4096",
      "vm.swappiness = 1",
    );
  });

  it("are found among templates, which count as unknown words", () => {
    expectSettings(
      `{{- if .Values.enabled }}
spec:
  securityContext:
    {{- with .Values.security }}
    sysctls:
    {{- range $name, $value := .sysctls }}
    - name: {{ $name }}
      value: {{ $value | quote }}
    {{- end }}
    - name: «net.core.somaxconn»
      value: "«{{ index .Values "max" }}»"
    - name: net.ipv4.conf.{{ .dev }}.rp_filter
      value: "1"
{{ .Values.extra | indent 4 }}
    - { name: "«vm.swappiness»", value: «{{ .swap }}» }
    {{- end }}
  «kernel.sem»: >-
    «{{ sem }}»
{{- end }}
---
{{/* net.core.optmem_max: 1
*/}}
«net.ipv4.tcp_rmem»: 4096 {{ default }} 8192
`.replace("4096 {{ default }} 8192", "«4096 {{ default }} 8192»"),
      'net.core.somaxconn = {{ index .Values "max" }}',
      "vm.swappiness = {{ .swap }}",
      "kernel.sem = {{ sem }}",
      "net.ipv4.tcp_rmem = 4096 {{ default }} 8192",
    );
  });

  it("are found by their lines where a document is none yet, without harm to the others", () => {
    expectSettings(
      `sysctls:
  - name: «net.core.somaxconn»
    value: "«12»
---
comment: Set vm.swappiness = 3
settings: {«vm.swappiness»: «5»}
---
sysctls:
  «net.core.rmem_max»: «10»
  net.ipv4.ip_for
  «vm.page-cluster»: «2»
`.replace('"«12»', '«12»\n    x: ["'),
      "net.core.somaxconn = 12",
      "vm.swappiness = 5",
      "net.core.rmem_max = 10",
      "vm.page-cluster = 2",
    );
  });
});

describe("a setting in YAML", () => {
  const placesIn = (text: string): readonly unknown[] => findYamlSettings(text).map(({ place }) => place);

  it("knows the pod it is for", () => {
    const pod = (more: string): string =>
      `kind: Deployment
spec:
  template:
    spec:
      securityContext:
        sysctls:
        - {name: net.core.somaxconn, value: "1"}
${more}      containers: [{command: [sysctl, -w, vm.swappiness=1]}]
`;
    assert.deepEqual(placesIn(pod("")), [{ kind: "pod", hostNetwork: false }, undefined]);
    assert.deepEqual(placesIn(pod("      hostNetwork: true\n")), [{ kind: "pod", hostNetwork: true }, undefined]);
    // Another pod's.
    assert.deepEqual(placesIn(`${pod("")}---\nspec: {hostNetwork: true}\n`)[0], { kind: "pod", hostNetwork: false });
  });

  it("knows the service of Compose it is for, through what services share", () => {
    const text = `services:
  a: {network_mode: host, sysctls: [net.core.somaxconn=1]}
  b:
    sysctls: {net.ipv4.tcp_sack: 1}
  c: {<<: *c}
`;
    assert.deepEqual(placesIn(text), [
      { kind: "container", hostNetwork: true },
      { kind: "container", hostNetwork: false },
    ]);
    assert.deepEqual(placesIn(`x: &c\n  sysctls: {vm.swappiness: 1}\n${text}`)[0], { kind: "container", hostNetwork: false }); // prettier-ignore
    assert.deepEqual(placesIn("run: docker run --network=host --sysctl net.core.somaxconn=1 x"), [
      { kind: "container", hostNetwork: true },
    ]);
    assert.deepEqual(placesIn("machine: {sysctls: {net.core.somaxconn: 1}}"), [undefined]);
  });

  it("is found by its place", () => {
    const under = (marked: string): string | undefined => {
      const { text, cursor } = readCursor(marked);
      const element = elementAt(text, findYamlSettings(text), cursor);
      return element && `${element.word ?? "key"} ${textOf(text, element.span)}`;
    };
    assert.equal(under("- value: 1 2<|>2 3\n  name: net.ipv4.tcp_rmem\n"), "1 22");
    assert.equal(under("- value: 1 22 3\n  name: net.ip<|>v4.tcp_rmem\n"), "key net.ipv4.tcp_rmem");
    assert.equal(under("- value: 1 22 3\n  na<|>me: net.ipv4.tcp_rmem\n"), undefined);
    assert.equal(under('a: &b "<|>7"\nvm.swappiness: *b\n'), "0 7");
  });
});

describe("a text", () => {
  it("is YAML by its name, its language or cloud-init's header", () => {
    for (const file of ["a.yml", "a.YAML", "a.sls", "a.yaml.j2", "a.yml.tpl", "cloud/user-data"]) assert.ok(isYaml("", file), file);
    for (const file of ["a.tpl", "a.yml.sh", "user-data.sh", "yaml", ""]) assert.ok(!isYaml("", file), file);
    assert.ok(isYaml("", "Untitled-1", "dockercompose"));
    assert.ok(isYaml("#cloud-config\n", "x.txt"));
    assert.ok(!isYaml("#!/bin/sh\n", "user-data"));
    assert.ok(!isYaml("#!py\n", "a.sls"));
    assert.ok(isYaml("#!jinja|yaml\n", "a.sls"));
    assert.equal(readSettings("comment: net.core.a=1", "a.yml").dialect, "embedded");
  }); // prettier-ignore

  it("of any kind never makes the reader throw; what it finds lies in order inside the text", () => {
    const piece = fc.oneof(
      fc.constantFrom("net.core.somaxconn", "name: ", "value: ", "- ", "? ", "\n", "\n", "  ", "    ", "=", ": ", '"', "'", "|\n", ">-\n", "[", "]", "{", "}", ", ", "&a ", "*a", "<<: ", "---\n", "# ", "{{ x }}", "{% if a %}", "{{", "sysctl: ", "loop:", "{{ item }}", "services:", "sysctls:", "securityContext:", "state: absent", "\r\n", "\\n", "\t", "path: /etc/sysctl.d/a", "!!str "),
      fc.string({ maxLength: 6 }),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        let last = -1;
        for (const { key, value } of findYamlSettings(text)) {
          assert.ok(last < key.start && key.start < key.end && key.end <= text.length);
          assert.ok(value.start < value.end && value.end <= text.length);
          assert.match(textOf(text, key), /^[\w.*/-]+$/);
          last = key.start;
        }
      }),
      seeded,
    );
  });

  it("whose manifests are damaged at one place still gives the settings of the others", () => {
    const manifest = (value: number): string =>
      `kind: Pod\nspec:\n  securityContext:\n    sysctls:\n    - name: net.core.somaxconn\n      value: "${value}"\n`;
    const whole = manifest(1);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(8), fc.constantFrom("", '"', "'", "[", "{", ":", "- ", "\n", "\t", "{{", "&", "|"), (at, cut, put) => {
        const damaged = whole.slice(0, at) + put + whole.slice(at + cut);
        const text = `${manifest(2)}---\n${damaged}${damaged.endsWith("\n") ? "" : "\n"}---\n${manifest(3)}`;
        const values = findYamlSettings(text).map(({ value }) => textOf(text, value));
        assert.ok(values[0] === "2" && values.at(-1) === "3", text);
      }),
      seeded,
    ); // prettier-ignore
  });
});
