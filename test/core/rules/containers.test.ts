import assert from "node:assert/strict";
import { diagnoseSysctl } from "../../../src/core/diagnose/diagnoseSysctl";
import type { JudgedSetting } from "../../../src/core/diagnose/judgedSetting";
import { containerSetting } from "../../../src/core/diagnose/rules/containers";
import type { SettingPlace } from "../../../src/core/documents/sysctlConf";
import { parseSysctlName } from "../../../src/core/knowledge/sysctlName";
import { checkMarked as check } from "../../support/checkMarked";
import { realKnowledge } from "../../support/knowledge";

/** A setting of 1 at a place. */
function settingOf(key: string, place: SettingPlace | undefined): JudgedSetting {
  const entry = realKnowledge().find(parseSysctlName(key));
  assert.ok(entry, key);
  return { entry, key, value: "1", outcome: { kind: "unknown" }, ignoresErrors: false, place, isCommand: false };
}

/** What is said of a key in a pod or a container. */
function codesOf(key: string, place: SettingPlace | undefined): readonly string[] {
  const knowledge = realKnowledge();
  const setting = settingOf(key, place);
  const codes: string[] = [];
  const context = {
    knowledge,
    kernel: knowledge.data.newestKernel,
    dialect: "embedded",
    hasWord: () => false,
  } as const;
  containerSetting(setting, context, (code) => codes.push(code));
  return codes;
}

const pod: SettingPlace = { kind: "pod", hostNetwork: false };
const container: SettingPlace = { kind: "container", hostNetwork: false };

describe("rules about pods and containers", () => {
  it("find keys of the whole machine", () => {
    assert.deepEqual(codesOf("vm.max_map_count", pod), ["container/not-namespaced"]);
    assert.deepEqual(codesOf("vm.max_map_count", container), ["container/not-namespaced"]);
    assert.deepEqual(codesOf("kernel.domainname", pod), ["container/not-namespaced"]);
    assert.deepEqual(codesOf("kernel.domainname", container), []);
    assert.deepEqual(codesOf("kernel.shmmax", container), []);
    assert.deepEqual(codesOf("vm.max_map_count", undefined), []);
  });

  it("find keys that no network namespace of its own lets write", () => {
    assert.deepEqual(codesOf("net.core.netdev_max_backlog", container), ["container/missing-in-namespace"]);
    assert.deepEqual(codesOf("net.core.rmem_max", pod), ["container/missing-in-namespace"]);
    assert.deepEqual(codesOf("net.core.somaxconn", container), []);
  });

  it("find keys that a node has to allow", () => {
    assert.deepEqual(codesOf("net.core.somaxconn", pod), ["container/unsafe-sysctl"]);
    assert.deepEqual(codesOf("kernel.msgmax", pod), ["container/unsafe-sysctl"]);
    assert.deepEqual(codesOf("net.ipv4.tcp_rmem", pod), []);
    assert.deepEqual(codesOf("kernel.shm_rmid_forced", pod), []);
  });

  it("find keys of the network where that is the machine's", () => {
    assert.deepEqual(codesOf("net.ipv4.ip_forward", { ...container, hostNetwork: true }), ["container/host-network"]);
    assert.deepEqual(codesOf("net.ipv4.tcp_rmem", { ...pod, hostNetwork: true }), ["container/host-network"]);
    assert.deepEqual(codesOf("kernel.shmmax", { ...container, hostNetwork: true }), []);
  });
});

describe("rules about machines that run containers", () => {
  const node = { file: "/etc/sysctl.d/99-kubernetes.conf" };

  it("find what kubelet overwrites", () => {
    check("«container/kubelet-overwrites:vm.overcommit_memory» = 0", node);
    check("vm.overcommit_memory = 1\nkernel.panic = 10\nkernel.panic_on_oops = 1", node);
    check("vm.overcommit_memory = 0", { file: "/etc/sysctl.d/kubernetes/99-redis.conf" });
    check("-net.bridge.bridge-nf-call-iptables = 1\n«container/kubelet-overwrites:kernel.panic» = 5");
    check("-net.bridge.bridge-nf-call-iptables = 0\nkernel.panic = 5");
  });

  it("find what kube-proxy overwrites", () => {
    check("-«container/kube-proxy-overwrites:net.netfilter.nf_conntrack_max» = 65536", node);
    check("-net.netfilter.nf_conntrack_max = 1048576", node);
    check("«container/kube-proxy-overwrites:net.ipv4.conf.all.route_localnet» = 0", node);
    check("-net.netfilter.nf_conntrack_max = 65536");
  });

  it("find what Docker overwrites", () => {
    check("«container/docker-overwrites:net.ipv4.ip_forward» = 0", { file: "sysctl.d/60-docker.conf" });
    check("net.ipv4.ip_forward = 1", { file: "sysctl.d/60-docker.conf" });
    check("net.ipv4.ip_forward = 0", { file: "sysctl.d/docker/60-net.conf" });
  });
});

describe("findings of one setting", () => {
  it("come in the order of the text", () => {
    const text = "services:\n  web:\n    sysctls:\n      kernel.pid_max: 1\n";
    const codes = diagnoseSysctl(text, realKnowledge(), { file: "compose.yaml" }).map(({ code }) => code);
    assert.deepEqual(codes, ["container/not-namespaced", "sysctl/refused-value"]);
  });
});

describe("the settings of a file together", () => {
  it("leave out what pods and containers set", () => {
    const settings = "        net.ipv4.tcp_tw_reuse: '1'\n        net.ipv4.tcp_timestamps: '0'\n";
    const codes = (text: string): string[] =>
      diagnoseSysctl(text, realKnowledge(), { file: "x.yaml" }).map(({ code }) => code);
    assert.ok(codes(`machine:\n    sysctls:\n${settings}`).includes("sysctl/reuse-without-timestamps"));
    assert.ok(!codes(`services:\n  web:\n    sysctls:\n${settings}`).includes("sysctl/reuse-without-timestamps"));
  });
});
