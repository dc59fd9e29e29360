import { checkMarked as check } from "../../support/checkMarked";

describe("rules about TCP", () => {
  it("find bbr without fq on kernels that need it", () => {
    check("net.ipv4.tcp_congestion_control = «sysctl/bbr-needs-fq:bbr»", { kernel: "4.12" });
    check("net.core.default_qdisc = fq\nnet.ipv4.tcp_congestion_control = bbr", { kernel: "4.12" });
    check("net.ipv4.tcp_congestion_control = cubic", { kernel: "4.12" });
    check("net.ipv4.tcp_congestion_control = bbr", { kernel: "4.13" });
  });

  it("find reuse without timestamps", () => {
    const off = "net.ipv4.tcp_timestamps = «sysctl/timestamps-off:0»";
    const reuse = "«sysctl/tw-reuse-outgoing-only:1»";
    check(`${off}\n«sysctl/reuse-without-timestamps:net.ipv4.tcp_tw_reuse» = ${reuse}`);
    check(`${off}\nnet.ipv4.tcp_tw_reuse = 0`);
    check(`net.ipv4.tcp_timestamps = «sysctl/default-value:1»\nnet.ipv4.tcp_tw_reuse = ${reuse}`);
    check("net.ipv4.tcp_tw_reuse = «sysctl/tw-reuse-outgoing-only:1»");
  });

  it("find keepalive that gives up at once", () => {
    check("net.ipv4.tcp_keepalive_intvl = 2\nnet.ipv4.tcp_keepalive_probes = «sysctl/keepalive-hasty:3»");
    check("net.ipv4.tcp_keepalive_intvl = 15\nnet.ipv4.tcp_keepalive_probes = 3");
    check("net.ipv4.tcp_keepalive_probes = 1");
  });

  it("find small tables of TIME_WAIT", () => {
    check("net.ipv4.tcp_max_tw_buckets = «sysctl/small-time-wait-table:5000»");
    check("net.ipv4.tcp_max_tw_buckets = 1440000");
  });

  it("find SYN backlogs that no listener reaches", () => {
    check("net.ipv4.tcp_max_syn_backlog = «sysctl/syn-backlog-above-somaxconn:8192»");
    check(
      "net.ipv4.tcp_max_syn_backlog = «sysctl/syn-backlog-above-somaxconn:8192»\nnet.core.somaxconn = «sysctl/lowered-limit:1024»",
    );
    check("«sysctl/syn-backlog-unused:net.ipv4.tcp_max_syn_backlog» = 8192\nnet.core.somaxconn = 65535");
    check("«sysctl/syn-backlog-unused:net.ipv4.tcp_max_syn_backlog» = 4096");
    check("net.ipv4.tcp_max_syn_backlog = «sysctl/syn-backlog-above-somaxconn:4096»", { kernel: "4.19" });
    check("net.ipv4.tcp_max_syn_backlog = 8192", { kernel: "4.3" });
    check("net.ipv4.tcp_syncookies = «security/syncookies-off:0»\nnet.ipv4.tcp_max_syn_backlog = «sysctl/syn-backlog-above-somaxconn:8192»"); // prettier-ignore
    check("net.ipv4.tcp_max_syn_backlog: 4096", { file: "x.yaml" });
  });

  it("find few ports, services inside the range and reservations outside it", () => {
    check("net.ipv4.ip_local_port_range = «sysctl/few-ephemeral-ports:61000 62001»");
    check("net.ipv4.ip_local_port_range = «sysctl/range-covers-services:1024 65535»");
    check("net.ipv4.ip_local_port_range = 1024 65535\nnet.ipv4.ip_local_reserved_ports = 8080");
    check("net.ipv4.ip_local_port_range = 15000 65001");
    check("net.ipv4.ip_local_port_range = «sysctl/port-range-parity:15000 65000»");
    check("net.ipv4.ip_local_port_range = 15000 65000", { kernel: "4.1" });
    check("net.ipv4.ip_local_reserved_ports = «sysctl/reserved-outside-range:8080,30000-32767»");
    check("net.ipv4.ip_local_reserved_ports = 30000-32768");
    check("net.ipv4.ip_local_port_range = 10000 65535\nnet.ipv4.ip_local_reserved_ports = 30000-32767");
    check("net.ipv4.ip_local_reserved_ports = 50000");
  });
});
