import { checkMarked as check } from "../../support/checkMarked";

describe("rules are silent about", () => {
  it("values to fill in, and names that a program completes", () => {
    const file = "x.md";
    check('`sysctl -w net.ipv4.tcp_rmem="min default max"`', { file });
    check('`sysctl -w net.ipv4.tcp_rmem="«sysctl/refused-value:1 default 3»"`', { file });
    check("a file with `net.ipv4.ping_group_range=0 $MAX_UID`", { file });
    check("net.ipv4.ping_group_range=«sysctl/wrong-arity:0»", { file });
    check("net.ipv4.conf.all.rp_filter=0/2", { file: "x.sh" });
    check("echo 1 > /proc/sys/net/ipv4/conf/<device>/rp_filter", { file: "x.sh" });
    check('sysctl "net.ipv4.neigh.default.gc_thresh#{i}" do\n  value 1\nend', { file: "x.rb" });
    check("present(name='net.ipv4.conf.peer/' + netdev + '.rp_filter',\n  value=0)", { file: "x.py" });
    check('{ "vm.dirty_ratio": "vm.dirty_ratio" }', { file: "x.go" });
  });

  it("what stands behind a value in a string, a sentence or a tag", () => {
    check('content => "net.ipv4.ip_forward = 1\\n",', { file: "x.rb" });
    check('value => "4096\\t131072\\t131072"\nsysctl { "net.ipv4.tcp_rmem": value => "4096\\t1\\t2" }', {
      file: "x.pp",
    });
    check('echo "cannot set fs.inotify.max_user_instances=512: ${out}"', { file: "x.sh" });
    check("Set net.ipv4.ip_forward=1. <pre>net.ipv4.ip_forward = 1</pre>", { file: "x.md" });
    check("Set net.ipv4.ip_forward=«sysctl/refused-value:1x». Done", { file: "x.md" });
  });

  it("options of other names, expected states, remarks and removals", () => {
    check('settings = {\n  kernel.sysrq = "sak";\n};', { file: "x.nix" });
    check('boot.kernel.sysctl = {\n  "kernel.sysrq" = "«sysctl/refused-value:sak»";\n};', { file: "x.nix" });
    check('kernel-param:\n  net.ipv6.conf.all.accept_ra:\n    value: "0"\n', { file: "goss.yaml" });
    check("ocil: |-\n  must not show:\n  kernel.randomize_va_space = 0\n", { file: "rule.yml" });
    check('* Remove unnecessary sysctl "net.ipv6.conf.all.accept_ra=2"', { file: "NOTES.md" });
  });

  it("actions that a command starts", () => {
    check("echo 1 > /proc/sys/vm/drop_caches\nsysctl -w vm.drop_caches=3 net.ipv4.route.flush=1", { file: "x.sh" });
    check("echo «sysctl/stored-action:vm.drop_caches»=3 >> /etc/sysctl.conf", { file: "x.sh" });
    check("sysctl '«sysctl/stored-action:vm.drop_caches»' do\n  value 3\nend", { file: "x.rb" });
    check("docker run --sysctl «sysctl/stored-action:net.ipv4.route.flush»=1 x", { file: "x.sh" });
  });

  it("modules that the text loads", () => {
    const key = "net.bridge.bridge-nf-call-iptables";
    check(`modprobe br_netfilter\nsysctl -w ${key}=1`, { file: "x.sh" });
    check(`modules:\n  - br_netfilter\nsysctls:\n  ${key}: 1\n`, { file: "x.yaml" });
    check(`# br_netfilter\n«sysctl/needs-module:${key}» = 1`);
    check(
      "«sysctl/needs-module:sunrpc.tcp_slot_table_entries» = 128\n«sysctl/needs-module:sunrpc/tcp_slot_table_entries» = 128",
    );
    check("«sysctl/needs-module:net.netfilter.nf_conntrack_max» = 262144\n#x\n");
  });

  it("what TuneD leaves as it is", () => {
    check('[sysctl]\nvm.nr_hugepages=""\nnet.core.somaxconn=>2048\n');
    check("[sysctl]\nnet.core.somaxconn=«sysctl/lowered-limit:2048»\nvm.swappiness=>«sysctl/refused-value:x»\n");
    check("[sysctl]\nnet.core.somaxconn =\nnet.core.somaxconn = 8192\n");
  });

  it("texts about something else, unless their name says they are settings", () => {
    const kconfig = 'config A\n\tbool "a"\n\tdepends on B\n\thelp\n\t  echo 1 > /proc/sys/net/ipv4/ip_forward\n';
    check(kconfig, { file: "net/Kconfig" });
    check("«sysctl/no-equals-sign:a»\n«sysctl/no-equals-sign:b»\n«sysctl/no-equals-sign:c»\n", {
      file: "/etc/sysctl.conf",
    });
    check("«sysctl/no-equals-sign:net.ipv4.ip_forward 1»\n«sysctl/unknown-key:net.x.y» = 1\n«sysctl/no-equals-sign:oops»\n", { file: "my.conf" }); // prettier-ignore
  });
});
