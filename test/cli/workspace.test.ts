import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runCli } from "../support/cli";

describe("check of a folder with the files of machines", () => {
  let folder = "";
  const write = (name: string, content: string): void => {
    const place = path.join(folder, name);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, content);
  };
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "netstack-lens-workspace-"));
    write("a/etc/sysctl.d/10-a.conf", "net.core.somaxconn = 8192\nnet.bridge.bridge-nf-call-iptables = 1\n");
    write("a/etc/sysctl.d/20-b.conf", "# netstack-lens-ignore workspace/backlog-above-somaxconn -- later\nnet.core.somaxconn = 6000\n"); // prettier-ignore
    write("a/etc/modules-load.d/k8s.conf", "br_netfilter\n");
    write("a/etc/nginx/nginx.conf", "server { # no settings of the kernel\n  listen 8080 backlog=9000;\n}\n");
    write("a/etc/sysctl.conf", "net.ipv4.ip_forward = 1\n");
    symlinkSync("../sysctl.conf", path.join(folder, "a/etc/sysctl.d/99-sysctl.conf"));
    write("b/etc/sysctl.d/10-a.conf", "net.core.somaxconn = 4096\n");
    // Switched off, so it overrides nothing.
    write("b/usr/lib/sysctl.d/20-b.conf", "net.core.somaxconn = 8192\n");
    symlinkSync("/dev/null", path.join(folder, "b/etc/sysctl.d/20-b.conf"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("tells what they say of each other", () => {
    const { out, status } = runCli("check", folder);
    const lines = out.replaceAll(`${folder}${path.sep}`, "").trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => line.split(" ").slice(0, 3).join(" ")),
      [path.join("a", "etc", "sysctl.d", "10-a.conf") + ":1:1: information workspace/overridden-elsewhere"],
    );
    assert.match(lines[0] ?? "", /\/etc\/sysctl\.d\/20-b\.conf is loaded later and sets net\.core\.somaxconn to 6000/);
    assert.equal(status, 1);
  });

  it("honours ignore comments", () => {
    const { out } = runCli("check", folder, "--no-inline-ignore");
    assert.match(out, /20-b\.conf:2:1: warning workspace\/backlog-above-somaxconn nginx asks for a backlog of 9000/);
  });

  it("knows the place of a file from where it is called, and says nothing of one alone", () => {
    const inside = path.join(folder, "a", "etc");
    const { out } = runCli("check", path.relative(process.cwd(), path.join(inside, "sysctl.d")));
    assert.match(out, /overridden-elsewhere/);
    assert.doesNotMatch(runCli("check", path.join(inside, "sysctl.d", "10-a.conf")).out, /workspace\//);
  });
});
