import assert from "node:assert/strict";
import { checkMarked as check, messagesOf } from "../../support/checkMarked";

describe("rules about interfaces", () => {
  it("find an all that no interface looks at", () => {
    check("«sysctl/all-without-effect:net.ipv6.conf.all.accept_ra» = 2");
    check(
      "«sysctl/all-without-effect:net.ipv6.conf.all.accept_redirects» = 0\nnet.ipv6.conf.eth0.accept_redirects = 1",
    );
    check('"«sysctl/all-without-effect:net.ipv6.conf.all.autoconf»" = 0;', { file: "a.nix" });
    assert.match(messagesOf("net.ipv6.conf.all.accept_ra = 0")[0] ?? "", /net\.ipv6\.conf\.default\.accept_ra is for/);
  });

  it("are silent where all counts, repeats the default or is not alone", () => {
    check("net.ipv6.conf.all.accept_ra = 1\nnet.ipv6.conf.all.disable_ipv6 = 1\nnet.ipv6.conf.all.hop_limit = 70");
    check("net.ipv6.conf.all.accept_ra = 0\nnet.ipv6.conf.eth0.accept_ra = 0");
    check("net.ipv6.conf.all.accept_ra = 0\nnet.ipv6.conf.*.accept_ra = 0");
  });

  it("find the pair of all and default that leaves existing interfaces out", () => {
    check("«sysctl/only-new-interfaces:net.ipv6.conf.all.accept_ra» = 0\nnet.ipv6.conf.default.accept_ra = 0");
    check("net.ipv6.conf.all.accept_ra = 0\nnet.ipv6.conf.default.accept_ra = 0\nnet.ipv6.conf.eth0.accept_ra = 0");
    // IPv4 copies its default to interfaces that exist.
    const interval = (member: string): string => `net.ipv4.conf.${member}.igmpv2_unsolicited_report_interval`;
    check(`${interval("all")} = 500\n${interval("default")} = 500`);
    check(`«sysctl/all-without-effect:${interval("all")}» = 500`);
    check("«sysctl/all-without-effect:net.ipv6.conf.all.accept_ra» = 0\nnet.ipv6.conf.default.accept_ra = 2");
  });

  it("find a default alone in IPv6 only", () => {
    check("«sysctl/default-alone:net.ipv6.conf.default.autoconf» = 0");
    check("net.ipv4.conf.default.rp_filter = 1\nnet.ipv6.conf.default.autoconf = 1");
    check("net.ipv6.conf.default.autoconf = 0\nnet.ipv6.conf.eth0.autoconf = 1");
  });

  it("find interfaces that all overrules", () => {
    check("net.ipv4.conf.all.rp_filter = 1\n«sysctl/overruled-by-all:net.ipv4.conf.tun0.rp_filter» = 0");
    check("net.ipv4.conf.all.rp_filter = 2\n«sysctl/overruled-by-all:net.ipv4.conf.eth0/100.rp_filter» = 1");
    check("net.ipv4.conf.all.log_martians = 1\n«sysctl/overruled-by-all:net.ipv4.conf.default.log_martians» = 0");
    check("«sysctl/overruled-by-all:net.ipv6.conf.eth0.seg6_enabled» = 1");
    check("net.ipv4.conf.all.accept_source_route = 0\n«sysctl/overruled-by-all:net.ipv4.conf.eth0.accept_source_route» = 1"); // prettier-ignore
  });

  it("are silent on interfaces that count", () => {
    check("net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.tun0.rp_filter = 2");
    check("net.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.eth0.rp_filter = 1");
    // What another file sets for all may be anything.
    check("net.ipv4.conf.eth0.send_redirects = 0\nnet.ipv4.conf.eth0.rp_filter = 0");
    check("net.ipv6.conf.all.seg6_enabled = 1\nnet.ipv6.conf.eth0.seg6_enabled = 1");
    check("net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.*.rp_filter = 0");
  });

  it("find a 0 in all that leaves the interfaces at 1", () => {
    check("«sysctl/all-zero-not-enough:net.ipv4.conf.all.send_redirects» = 0");
    check("«sysctl/all-zero-not-enough:net.ipv6.conf.all.accept_dad» = 0");
    check("net.ipv4.conf.all.send_redirects = 0\nnet.ipv4.conf.default.send_redirects = 0");
    check("net.ipv4.conf.all.send_redirects = 1\nnet.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.all.accept_source_route = 0"); // prettier-ignore
  });

  it("find redirects that a host still obeys", () => {
    check("«sysctl/redirects-still-accepted:net.ipv4.conf.all.accept_redirects» = 0");
    check("net.ipv4.ip_forward = 0\n«sysctl/redirects-still-accepted:net.ipv4.conf.all.accept_redirects» = 0");
    check("net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.accept_redirects = 0");
    check("net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.conf.default.accept_redirects = 0");
  });
});
