import { checkMarked as check } from "../../support/checkMarked";

describe("rules about forwarding", () => {
  it("find router advertisements that a router ignores", () => {
    check("net.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.eth0.accept_ra = «sysctl/accept-ra-needs-two:1»");
    check("net.ipv6.conf.eth0.forwarding = 1\nnet.ipv6.conf.eth0.accept_ra = «sysctl/accept-ra-needs-two:1»");
    check("net.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.eth0.accept_ra = 2");
    check("net.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.eth0.forwarding = 0\nnet.ipv6.conf.eth0.accept_ra = 1");
    check("net.ipv6.conf.all.forwarding = 0\nnet.ipv6.conf.eth0.accept_ra = 1");
  });

  it("mention them where forwarding stands alone", () => {
    check("«sysctl/forwarding-ignores-ra:net.ipv6.conf.all.forwarding» = 1");
    check("net.ipv6.conf.all.forwarding = 0");
    check("net.ipv4.ip_forward = 1");
  });

  it("find IPv6 that is off and forwards", () => {
    check("net.ipv6.conf.all.disable_ipv6 = 1\n«sysctl/disabled-but-forwarding:net.ipv6.conf.all.forwarding» = 1");
    check("net.ipv6.conf.all.disable_ipv6 = 1\nnet.ipv6.conf.all.forwarding = 0");
    check("net.ipv6.conf.all.disable_ipv6 = 1\nnet.ipv6.conf.eth0.disable_ipv6 = 0\nnet.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.eth0.accept_ra = 2"); // prettier-ignore
    check("net.ipv6.conf.eth0.disable_ipv6 = 1\nnet.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.eth1.accept_ra = 2");
  });

  it("find a strict check that does not look at marks", () => {
    const strict = "net.ipv4.conf.all.rp_filter = «sysctl/strict-check-ignores-marks:1»";
    check(`${strict}\nnet.ipv4.tcp_fwmark_accept = 1`);
    check(`net.ipv4.fwmark_reflect = 1\n${strict}`);
    check("net.ipv4.conf.all.rp_filter = 2\nnet.ipv4.fwmark_reflect = 1");
    check("net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.fwmark_reflect = 1\nnet.ipv4.conf.all.src_valid_mark = 1");
    check("net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.fwmark_reflect = 0");
  });
});
