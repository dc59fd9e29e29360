import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { findEmbeddedSettings } from "../../src/core/documents/embeddedSettings";
import { elementAt, readSettings } from "../../src/core/documents/settings";
import { keyOf } from "../../src/core/documents/sysctlConf";
import { projectRoot } from "../support/knowledge";
import { seeded } from "../support/property";

const settingsIn = (text: string): string[] =>
  Array.from(findEmbeddedSettings(text), ({ key, value }) => `${text.slice(key.start, key.end)} ← ${text.slice(value.start, value.end)}`); // prettier-ignore

describe("settings in other syntaxes", () => {
  it("are found in manifests, playbooks, scripts and configuration languages, and nothing else is", () => {
    const text = readFileSync(path.join(projectRoot, "test", "fixtures", "embedded", "mixed.txt"), "utf8");
    assert.deepEqual(settingsIn(text), [
      "net.ipv4.ip_local_port_range ← 1024 65535", // Kubernetes
      "net.ipv4.tcp_syncookies ← 1",
      "net.core.somaxconn ← 1024",
      "net.ipv4.ip_forward ← 1", // Ansible
      "vm.swappiness ← 5",
      "net.core.somaxconn ← 1024", // Compose
      "net.ipv4.tcp_syncookies ← 0",
      "net.ipv4.ip_forward ← 1", // Puppet
      "net.ipv4.tcp_max_syn_backlog ← 12345", // Chef
      "net.ipv4.tcp_fin_timeout ← 15", // Salt
      "net.core.rmem_max ← 123", // Nix
      "vm.swappiness ← 10",
      "net.core.somaxconn ← 65535", // Dockerfile
      "net.core.rmem_max ← 1",
      "net.ipv4.ip_local_port_range ← 1024 65000", // docker run
      "net/ipv4/tcp_rmem ← 1 2 3", // tee
      "user.max_user_namespaces ← 16384", // TOML
      "net.ipv4.tcp_rmem ← 1 2 3", // HCL
      "net.core.somaxconn ← 2048",
      "net.ipv4.tcp_rmem ← 4096 87380 6291456", // sysctl -w
      "net.core.wmem_max ← 99",
      "net.ipv4.tcp_fin_timeout ← 30", // Nix, with a priority
      "net.core.optmem_max ← 65536",
      "fs.file-max ← 6553600", // Puppet's map
      "fs.inotify.max_user_watches ← 1048576", // lists of other field names
      "net.ipv4.tcp_sack ← 1",
      "net.core.optmem_max ← 3",
      "vm.vfs_cache_pressure ← 100", // with a comment before the value
      "vm.dirty_ratio ← 7", // not the item before it
      "net.ipv4.tcp_wmem ← 1 2 3", // Chef's own resources
      "vm.page-cluster ← 1", // not what takes a setting away
      "net.core.somaxconn ← 511",
      "net.ipv4.conf.all.rp_filter ← 1", // a loop, and not a list of names
      "net.ipv4.conf.default.rp_filter ← 1",
    ]);
  });

  it("are told by place, also where the value stands below its key", () => {
    const text = 'sysctls:\n- name: net.ipv4.ip_local_port_range\n  value: "1024 65535"\n';
    const at = (place: string): ReturnType<typeof elementAt> =>
      elementAt(text, findEmbeddedSettings(text), text.indexOf(place));
    assert.equal(at("65535")?.word, 1);
    assert.deepEqual(at("ip_local")?.span, { start: 17, end: 45 });
    assert.equal(at("name"), undefined);
  });

  it("of Chef may have their names in nested attributes", () => {
    const text = [
      "default['sysctl']['params']['net']['ipv4']['tcp_rmem'] = '1 2 3'",
      'node.default["sysctl"]["vm"]["swappiness"] = 0 if small?',
      "override[:base][:sysctl][:params][:net][:core][:somaxconn] = 9 # more",
      "default['sysctl']['params']['net.ipv4.conf']['all']['rp_filter'] = 1",
      "node.default['sysctl']['net.core.rmem_max'] = 7",
      "# default['sysctl']['params']['vm']['swappiness'] = 1",
      "default['sysctl']['params']['vm']['swappiness'] == 1",
      "default['sysctl']['conf_dir']['path'] = 1",
    ].join("\n");
    const found = Array.from(findEmbeddedSettings(text), (one) => `${keyOf(text, one)} ← ${text.slice(one.value.start, one.value.end)} at ${text.slice(one.key.start, one.key.end)}`); // prettier-ignore
    assert.deepEqual(found, [
      "net.ipv4.tcp_rmem ← 1 2 3 at ['net']['ipv4']['tcp_rmem']",
      'vm.swappiness ← 0 at ["vm"]["swappiness"]',
      "net.core.somaxconn ← 9 at [:net][:core][:somaxconn]",
      "net.ipv4.conf.all.rp_filter ← 1 at ['net.ipv4.conf']['all']['rp_filter']",
      "net.core.rmem_max ← 7 at net.core.rmem_max",
    ]);
  });

  it("of containers are told from those of the machine", () => {
    const placeIn = (text: string): unknown => Array.from(findEmbeddedSettings(text), ({ place }) => place)[0];
    const own = { kind: "container", hostNetwork: false };
    const shared = { kind: "container", hostNetwork: true };
    assert.deepEqual(placeIn("docker run --rm --sysctl net.core.somaxconn=1 x"), own);
    assert.deepEqual(placeIn("podman --remote run --sysctl 'net.core.somaxconn=1' --net=host x"), shared);
    assert.deepEqual(placeIn("RUN nerdctl create \\\n  --sysctl=net.core.somaxconn=1 \\\n  --network host x"), shared);
    assert.deepEqual(placeIn("docker run --network host x; docker run --sysctl net.core.somaxconn=1 x"), own);
    assert.deepEqual(placeIn("docker run --sysctl net.core.somaxconn=1 x && docker run --network host x"), own);
    assert.deepEqual(placeIn("docker run --sysctl net.core.somaxconn=1 x\ndocker run --network host x"), own);
    assert.equal(placeIn("docker ps; sysctl -w net.core.somaxconn=1"), undefined);
  });

  it("are looked for by the name of the file, and in scripts", () => {
    const dialect = (file: string, text = ""): string => readSettings(text, file).dialect;
    assert.equal(dialect("roles/x/tasks/main.yml"), "embedded");
    assert.equal(dialect("docker/Dockerfile.web"), "embedded");
    assert.equal(dialect("/etc/sysctl.d/99-x.conf"), "sysctl.conf");
    assert.equal(dialect("templates/sysctl.conf.j2"), "sysctl.conf");
    assert.equal(dialect("tune", "#!/bin/sh\n"), "embedded");
    assert.equal(dialect("tune", "#!/usr/sbin/sysctl -p\n"), "sysctl.conf");
    assert.equal(dialect("tuned.conf", "[main]\n"), "tuned");
    assert.equal(dialect("x.service", "[Unit]\n"), "embedded");
    assert.equal(dialect("notes.md", "[TOC]\n"), "embedded");
    assert.equal(dialect("app.Dockerfile", "FROM x\n"), "embedded");
    assert.equal(dialect("/etc/sysctl.d/README.sysctl", "Files found here\n"), "embedded");
  });

  it("never make it throw, and lie in order inside the text", () => {
    const piece = fc.oneof(
      fc.constantFrom("net.core.somaxconn", "name: ", "value: ", "- ", "\n", "  ", "=", ": ", '"', "{{ x }}", "sysctl_param '", "echo 1 > /proc/sys/"),
      fc.string({ maxLength: 6 }),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        for (const { key, value } of findEmbeddedSettings(text)) {
          assert.ok(key.start < key.end && key.end <= text.length);
          assert.ok(value.start <= value.end && value.end <= text.length);
        }
      }),
      seeded,
    );
  });
});
