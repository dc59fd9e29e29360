import assert from "node:assert/strict";
import { checkMarked as check, messagesOf } from "../../support/checkMarked";

describe("rules about values", () => {
  it("find bits and modes that do not exist", () => {
    check("kernel.sysrq = «sysctl/unknown-bit:1024»\nnet.ipv4.tcp_fastopen = «sysctl/unknown-bit:8»");
    check("kernel.sysrq = 438\nnet.ipv4.tcp_fastopen = 1027\nnet.ipv4.tcp_recovery = 7");
    check("net.ipv4.conf.all.rp_filter = «sysctl/unknown-mode:3»\nnet.ipv4.tcp_mtu_probing = «sysctl/unknown-mode:4»");
    check("net.ipv4.conf.all.arp_ignore = 8\nnet.ipv6.conf.eth0.accept_ra = 2\nkernel.perf_event_paranoid = 4");
    assert.match(messagesOf("net.ipv4.conf.all.rp_filter = 3")[0] ?? "", /there are 0, 1, 2/);
  });

  it("find limits below the default of the kernel", () => {
    check("net.core.somaxconn = «sysctl/lowered-limit:1024»");
    check("net.core.somaxconn = 1024", { kernel: "5.3" });
    check("net.core.somaxconn = 8192");
    check("net.core.rmem_max = «sysctl/lowered-limit:1048576»");
    check("net.core.rmem_max = 1048576", { kernel: "6.12" });
    check("net.ipv4.tcp_rmem = «sysctl/lowered-buffer-ceiling:4096 87380 4194304»", { kernel: "6.12" });
    check("net.ipv4.tcp_rmem = 4096 87380 16777216", { kernel: "6.12" });
    check("net.core.netdev_max_backlog = 0\nnet.ipv4.tcp_wmem = 4096 65536 16777216");
    assert.match(messagesOf("net.core.somaxconn = 1024", { kernel: "6.1" })[0] ?? "", /on Linux 6\.1, 4096/);
  });

  it("are silent about thresholds that another rule compares", () => {
    check("net.ipv4.neigh.default.gc_thresh2 = 256\nnet.ipv6.neigh.default.gc_thresh3 = 512");
  });

  it("point out the kernel's own values, in files of settings only", () => {
    check("net.ipv4.tcp_sack = «sysctl/default-value:1»");
    check("net.ipv4.tcp_sack = 1", { kernel: "4.19" });
    check("net.ipv4.tcp_sack: 1", { file: "x.yaml" });
    check("net.ipv4.tcp_syncookies = 1\nnet.ipv4.conf.all.rp_filter = 0\nvm.swappiness = 60");
  });

  it("find memory counted in the wrong unit", () => {
    check("net.ipv4.tcp_mem = «sysctl/bytes-for-pages:16777216 16777216 16777216»");
    check("net.ipv4.tcp_mem = 786432 1048576 1572864");
    assert.match(messagesOf("net.ipv4.tcp_mem = 1 1 16777216")[0] ?? "", /last number is 64 GiB/);
    check("kernel.shmmax = 68719476736\nkernel.shmall = «sysctl/shmall-in-bytes:68719476736»");
    check("kernel.shmmax = 17179869184\nkernel.shmall = 4194304\n");
    check("kernel.shmmax = 18446744073692774399\nkernel.shmall = 18446744073692774399\n");
    check("kernel.shmmax = 1152921504606846720\nkernel.shmall = 1152921504606846720\n");
    check("kernel.shmall = 2097152");
  });

  it("find times in another unit than the key's", () => {
    check(
      "net.ipv4.tcp_fin_timeout = «sysctl/wrong-time-unit:30000»\nvm.dirty_expire_centisecs = «sysctl/wrong-time-unit:30»",
    );
    check("net.ipv4.tcp_keepalive_time = «sysctl/wrong-time-unit:600000»\nnet.ipv4.tcp_keepalive_intvl = 60");
    check("vm.dirty_expire_centisecs = 500\nvm.dirty_writeback_centisecs = 0\nnet.ipv4.tcp_keepalive_time = 7201");
    assert.match(messagesOf("net.ipv4.tcp_fin_timeout = 30000")[0] ?? "", /is 8\.33 h/);
  });

  it("find keys that do nothing any more, by kernel", () => {
    check(
      "net.ipv4.udp_wmem_min = «sysctl/key-without-effect:8192»\nnet.ipv4.tcp_low_latency = «sysctl/key-without-effect:0»",
    );
    check("net.ipv4.conf.all.bootp_relay = «sysctl/key-without-effect:0»");
    check("net.ipv4.tcp_adv_win_scale = «sysctl/key-without-effect:1»", { kernel: "6.6" });
    check("net.ipv4.tcp_adv_win_scale = 1\nnet.ipv4.tcp_low_latency = 1\nnet.ipv4.udp_rmem_min = 8192", {
      kernel: "4.13",
    });
  });

  it("find lists of ports a loader cuts off", () => {
    const ports = (count: number): string => Array.from({ length: count }, (_, i) => 33000 + 2 * i).join(",");
    check(`net.ipv4.ip_local_reserved_ports = «sysctl/list-too-long:${ports(700)}»`);
    check(`net.ipv4.ip_local_reserved_ports = ${ports(600)}`);
    check(`net.ipv4.ip_local_reserved_ports: "${ports(700)}"`, { file: "x.yaml" });
  });
});

describe("rules about what people believe of a key", () => {
  it("tell what two TIME_WAIT keys do", () => {
    check(
      "net.ipv4.tcp_tw_reuse = «sysctl/tw-reuse-outgoing-only:1»\nnet.ipv4.tcp_fin_timeout = «sysctl/fin-timeout-not-time-wait:15»",
    );
    check("net.ipv4.tcp_tw_reuse = 2\nnet.ipv4.tcp_fin_timeout = 90\n");
    check("net.ipv4.tcp_tw_reuse: 1", { file: "x.yaml" });
  });

  it("find TCP options switched off", () => {
    check("net.ipv4.tcp_window_scaling = «sysctl/window-scaling-off:0»\nnet.ipv4.tcp_sack = «sysctl/sack-off:0»");
    check(
      "net.ipv4.tcp_timestamps = «sysctl/timestamps-off:0»\nnet.ipv4.tcp_moderate_rcvbuf = «sysctl/receive-autotuning-off:0»",
    );
  });

  it("say nothing beside a mistake in the same value", () => {
    check("net.ipv4.tcp_fin_timeout = «sysctl/changed-value:010»");
    check("net.ipv4.tcp_rmem = «sysctl/triple-order:4096 8388608 4194304»");
  });

  it("tell when the SYN backlog is not consulted", () => {
    check("«sysctl/syn-backlog-unused:net.ipv4.tcp_max_syn_backlog» = 4096");
    check("net.ipv4.tcp_syncookies = «security/syncookies-off:0»\nnet.ipv4.tcp_max_syn_backlog = 4096");
    check("net.ipv4.tcp_max_syn_backlog = 8192", { kernel: "3.10" });
    check("net.ipv4.tcp_syncookies = «sysctl/syncookies-always:2»");
  });
});

describe("rules about security", () => {
  it("find what is weaker than the kernel's default", () => {
    check("net.ipv4.conf.all.accept_source_route = «security/source-routes-accepted:1»");
    check("net.ipv4.icmp_echo_ignore_broadcasts = «security/broadcast-pings-answered:0»");
    check("kernel.randomize_va_space = «security/aslr-off:0»\n");
    check("kernel.randomize_va_space = «security/heap-not-randomized:1»\n");
    check("kernel.unprivileged_bpf_disabled = «security/unprivileged-bpf:0»\n");
    check(
      "kernel.yama.ptrace_scope = «security/ptrace-open:0»\nvm.mmap_min_addr = «security/low-addresses-mappable:0»",
    );
    check(
      "vm.unprivileged_userfaultfd = «security/userfaultfd-open:1»\nfs.suid_dumpable = «security/setuid-core-dumps:1»",
    );
    check("vm.mmap_min_addr = 4096\nvm.swappiness = 1\n");
    check("net.ipv4.conf.eth0.route_localnet = «security/loopback-reachable:1»");
    check(
      "kernel.perf_event_paranoid = «security/perf-open:-1»\nnet.core.bpf_jit_enable = «security/jit-code-logged:2»",
    );
  });

  it("find protections of distributions taken back", () => {
    check(
      "fs.protected_symlinks = «security/links-unprotected:0»\nfs.protected_fifos = «security/sticky-files-unprotected:0»",
    );
    check("fs.protected_symlinks = 1\nfs.protected_hardlinks = 1\nfs.protected_regular = 2\n");
  });

  it("say nothing of defaults that could be harder", () => {
    check(
      [
        "net.ipv4.conf.all.accept_redirects = 1",
        "net.ipv4.conf.all.rp_filter = 0",
        "kernel.kptr_restrict = 0",
        "kernel.dmesg_restrict = 0",
        "kernel.sysrq = 1",
        "fs.suid_dumpable = 2",
        "kernel.perf_event_paranoid = 2",
        "kernel.randomize_va_space = 2",
      ].join("\n"),
    );
    check("kernel.unprivileged_bpf_disabled = 0\nkernel.perf_event_paranoid = 0".split("\n")[0] ?? "", {
      kernel: "5.15",
    });
  });

  it("speak of low ports on machines only", () => {
    check("net.ipv4.ip_unprivileged_port_start = «security/low-ports-open:80»\nvm.swappiness = 1");
    check("net.ipv4.ip_unprivileged_port_start: 0", { file: "compose.yaml" });
    check("net.ipv4.ip_unprivileged_port_start = 1024");
  });

  it("look at keys together", () => {
    check("net.ipv4.conf.eth0.secure_redirects = «security/secure-redirects-off:0»");
    check("net.ipv4.conf.all.secure_redirects = «security/secure-redirects-off:0»");
    check("net.ipv4.conf.eth0.secure_redirects = 0\nnet.ipv4.conf.eth0.accept_redirects = 0");
    check("net.ipv4.conf.eth0.secure_redirects = 0\nnet.ipv4.conf.*.accept_redirects = 0");
    check("kernel.kptr_restrict = «security/kernel-addresses-open:0»\nkernel.perf_event_paranoid = 1");
    check("kernel.kptr_restrict = 1\nkernel.perf_event_paranoid = 1");
  });
});
