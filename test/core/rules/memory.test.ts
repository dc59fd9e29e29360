import { checkMarked as check } from "../../support/checkMarked";

describe("rules about memory and limits", () => {
  it("find ceilings and defaults of buffers that do not fit", () => {
    const tcp = "net.ipv4.tcp_rmem = 4096 131072 33554432";
    check(`net.core.rmem_max = «sysctl/request-ceiling-below-tcp:8388608»\n${tcp}`);
    check(`net.core.rmem_max = «sysctl/request-ceiling-below-tcp:212992»\n${tcp}`, { kernel: "6.12" });
    check(`net.core.rmem_max = «sysctl/lowered-limit:212992»\n${tcp}`);
    // A program that asks gets the double.
    check(`net.core.rmem_max = 16777216\n${tcp}`);
    check(`net.core.rmem_max = 33554432\n${tcp}\nnet.core.wmem_max = «sysctl/lowered-limit:212992»`);
    check("net.core.rmem_default = «sysctl/default-above-ceiling:16777216»\nnet.core.rmem_max = 4194304");
    check("net.core.rmem_default = 8388608\nnet.core.rmem_max = 4194304");
    check("net.core.rmem_default = 16777216");
  });

  it("find less TCP memory than one socket may take", () => {
    check(
      "net.ipv4.tcp_mem = «sysctl/tcp-memory-below-one-socket:256 512 1024»\nnet.ipv4.tcp_wmem = 4096 16384 4198400",
    );
    check("net.ipv4.tcp_mem = 256 512 1024\nnet.ipv4.tcp_wmem = 4096 16384 4194304");
  });

  it("find conntrack tables that are large, crowded or forgetful", () => {
    check("-net.netfilter.nf_conntrack_max = «sysctl/conntrack-memory:4194304»");
    check("-net.netfilter.nf_conntrack_max = 4194303");
    const buckets = "-net.netfilter.nf_conntrack_buckets = 65536";
    check(`${buckets}\n-net.netfilter.nf_conntrack_max = «sysctl/conntrack-long-chains:1048576»`);
    check(`${buckets}\n-net.netfilter.nf_conntrack_max = 524288`);
    const established = "-net.netfilter.nf_conntrack_tcp_timeout_established";
    check(`${established} = «sysctl/conntrack-before-keepalive:1800»`);
    check(`${established} = 1800\nnet.ipv4.tcp_keepalive_time = 600`);
    check(`${established} = 86400`);
  });

  it("find dirty limits out of order and a commit limit nobody asks", () => {
    check("vm.dirty_background_ratio = «sysctl/background-not-below:20»\nvm.dirty_ratio = 10");
    check("vm.dirty_background_ratio = 5\nvm.dirty_ratio = 10\nvm.swappiness = 1");
    check("vm.dirty_background_bytes = 67108864\nvm.dirty_ratio = 1");
    check("vm.dirty_background_ratio = 20\n«sysctl/one-of-two:vm.dirty_ratio» = 10\nvm.dirty_bytes = 67108864");
    check(
      "vm.dirty_ratio = 0\nvm.dirty_background_bytes = «sysctl/background-not-below:20000»\nvm.dirty_bytes = 10000",
    );
    check("vm.overcommit_memory = 1\n«sysctl/commit-limit-unused:vm.overcommit_ratio» = 80");
    check("vm.overcommit_memory = 2\nvm.overcommit_ratio = 80");
    check("vm.overcommit_ratio = 50");
  });

  it("find thresholds of the neighbour table that do not rise", () => {
    const keys = [1, 2, 3].map((level) => `net.ipv4.neigh.default.gc_thresh${level}`);
    check(`${keys[0]} = «sysctl/neighbour-thresholds:4096»`);
    check(`${keys[2]} = «sysctl/neighbour-thresholds:256»`);
    check(`${keys[0]} = 1024\n${keys[1]} = «sysctl/neighbour-thresholds:8192»\n${keys[2]} = 4096`);
    check(`${keys[0]} = 4096\n${keys[1]} = 8192\n${keys[2]} = 8192`);
    check(`${keys[2]} = 4096`);
  });

  it("find limits of files and of shared memory that contradict each other", () => {
    check("fs.nr_open = «sysctl/process-above-machine:4194304»\nfs.file-max = 1048576");
    check("fs.nr_open = 1048576\nfs.file-max = 1048576");
    check("fs.file-max = «sysctl/few-open-files:65535»");
    check("kernel.shmmax = «sysctl/segment-above-total:68719476736»\nkernel.shmall = 4194304");
    check("kernel.shmmax = 17179869184\nkernel.shmall = 4194304");
    check("kernel.shmmax = 18446744073692774399\nkernel.shmall = 4194304");
  });

  it("find a panic that nobody ends", () => {
    check("«sysctl/panic-without-reboot:kernel.panic_on_oops» = 1");
    check("kernel.panic = 0\n«sysctl/panic-without-reboot:vm.panic_on_oom» = 1");
    check("kernel.panic = 10\nkernel.panic_on_oops = 1");
    check("kernel.panic = -1\nkernel.panic_on_oops = 1");
    check("kernel.panic_on_oops = 0");
  });
});
