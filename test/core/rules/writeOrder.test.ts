import { checkMarked as check } from "../../support/checkMarked";

describe("rules about the order of writing", () => {
  it("find lines that a later one overwrites", () => {
    check("«sysctl/undone-by-later-line:net.ipv6.conf.lo.disable_ipv6» = 0\nnet.ipv6.conf.all.disable_ipv6 = 1");
    check("«sysctl/undone-by-later-line:net.ipv6.conf.eth0.disable_ipv6» = 1\nnet.ipv6.conf.all.disable_ipv6 = 0");
    check("«sysctl/undone-by-later-line:net.ipv4.conf.eth0.forwarding» = 0\nnet.ipv4.ip_forward = 1");
    check("«sysctl/undone-by-later-line:net.ipv4.conf.all.accept_redirects» = 1\nnet.ipv4.ip_forward = 1");
    check("«sysctl/undone-by-later-line:net.ipv4.ip_forward» = 1\nnet.ipv4.conf.all.forwarding = 0");
    check("-«sysctl/undone-by-later-line:net.nf_conntrack_max» = 65536\n-net.netfilter.nf_conntrack_max = 131072");
    check("«sysctl/undone-by-later-line:net.ipv6.route.gc_min_interval» = 1\nnet.ipv6.route.gc_min_interval_ms = 500");
  });

  it("are silent where the exception comes last or nothing changes", () => {
    check("net.ipv6.conf.all.disable_ipv6 = 1\nnet.ipv6.conf.lo.disable_ipv6 = 0");
    check("net.ipv6.conf.eth0.disable_ipv6 = 1\nnet.ipv6.conf.all.disable_ipv6 = 1");
    check("net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.accept_redirects = 1");
    check("net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.forwarding = 1");
    check("net.ipv6.route.gc_min_interval = 1\nnet.ipv6.route.gc_min_interval_ms = 1000");
    // IPv4 copies only when the value of all changes.
    check("net.ipv4.conf.eth0.forwarding = 1\nnet.ipv4.ip_forward = 0");
  });

  it("are silent where the text is not the order of writing", () => {
    check('"net.ipv6.conf.lo.disable_ipv6" = 0;\n"net.ipv6.conf.all.disable_ipv6" = 1;', { file: "a.nix" });
  });

  it("find keys that exclude each other, in any order", () => {
    check("«sysctl/one-of-two:vm.dirty_bytes» = 268435456\nvm.dirty_ratio = 10");
    check("«sysctl/one-of-two:vm.dirty_background_ratio» = 5\nvm.dirty_background_bytes = 67108864");
    check('"«sysctl/one-of-two:vm.dirty_ratio»" = 10;\n"vm.dirty_bytes" = 268435456;', { file: "a.nix" });
    check("vm.dirty_ratio = 0\nvm.dirty_bytes = 268435456\nvm.dirty_background_ratio = 5");
  });
});
