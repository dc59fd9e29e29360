import { hoverAt } from "../support/hoverAt";
import { buildEntry, knowledgeOf, realKnowledge } from "../support/knowledge";

describe("hovering a value", () => {
  it("names each number of a triple, in human units, against the default", () => {
    hoverAt("net.ipv4.tcp_rmem = 4096 «87<|>380» 6291456")
      .says(
        "87380 = 85.3 KiB",
        "min / default / max",
        "Below the default 131072 (128 KiB)",
        "Stored exactly as written",
      )
      .coversSpan();
    hoverAt("net.ipv4.tcp_rmem = 4096 131072 «6291<|>456»").says("6291456 = 6 MiB").coversSpan();
    hoverAt("net.ipv4.tcp_rmem = «40<|>96» 131072 6291456").says("Same as the default");
  });

  it("compares with the default of the chosen kernel", () => {
    hoverAt("net.ipv4.tcp_rmem = 4096 87<|>380 6291456", { kernel: "4.14" })
      .says("Same as the default")
      .neverSays("Stored exactly");
  });

  it("works out what follows from the value", () => {
    hoverAt("net.core.somaxconn = 12<|>8").says("129 connections");
    hoverAt("net.core.somaxconn = 12<|>8", { length: "short" }).says("129 connections").neverSays("ListenOverflows");
    hoverAt("net.ipv4.ip_local_port_range = 1024 655<|>35").says("64,512 ports");
  });

  it("says what the kernel stores when that is something else", () => {
    hoverAt("net.core.somaxconn = 0x<|>80").says("The kernel stores 128");
    hoverAt("net.core.somaxconn = 010<|>0 # octal").says("The kernel stores 64", "pays no attention to # octal");
    hoverAt("net.ipv4.tcp_rmem = 40<|>96").says("The last 2 of the key's numbers keep what they had");
    const flag = buildEntry({
      value: { type: "flag01", unit: "flag", default: "0", choices: [{ value: "1", meaning: "it is on" }] },
    });
    hoverAt("net.core.example = 2<|>", {}, knowledgeOf([flag])).says("The kernel stores 1", "it is on");
  });

  it("says what the kernel refuses, and why", () => {
    hoverAt("net.core.somaxconn = -<|>1").says("refuses this value (EINVAL)", "-1 lies outside 0 to 2,147,483,647");
    hoverAt("net.core.somaxconn = -<|>1", { kernel: "5.4" }).neverSays("refuses", "Stored exactly");
    hoverAt("net.core.somaxconn = 4<|>k").says("EINVAL", "4k is not a number");
    hoverAt("net.ipv4.tcp_rmem = 1 2 6<|>M").says("6M is not a number", "The 2 before it are stored all the same");
    hoverAt("net.ipv4.ip_local_port_range = 500<|>0 4000").says("must not be below the first");
    hoverAt("net.ipv4.ip_local_reserved_ports = 80,<|> 443").says("80, 443 is not a list");
    const plain = buildEntry({ value: { type: "u8", unit: "packets", default: "0" } });
    hoverAt("net.core.example = 30<|>0", {}, knowledgeOf([plain])).says("300 lies outside 0 to 255");
    hoverAt("net.core.somaxconn = 12<|>8").neverSays("refuses");
  });

  it("decodes choices and bit masks", () => {
    hoverAt("net.ipv4.conf.all.rp_filter = 2<|>").says("→").neverSays("Not one of the values");
    const mask = buildEntry({
      value: { type: "int", unit: "bitmask", default: "0", bits: [{ mask: 1, meaning: "first" }, { mask: 2, meaning: "second" }] }, // prettier-ignore
    });
    hoverAt("net.core.example = <|>3", {}, knowledgeOf([mask])).says("0x1 — first", "0x2 — second");
    hoverAt("net.core.example = <|>9", {}, knowledgeOf([mask]))
      .says("0x1 — first", "0x8 — bits")
      .neverSays("second");
    hoverAt("net.core.example = <|>0", {}, knowledgeOf([mask])).says("No bit is set");
    const choice = buildEntry({ value: { type: "int", unit: "choice", default: "0", choices: [{ value: "0", meaning: "none" }] } }); // prettier-ignore
    hoverAt("net.core.example = <|>7", {}, knowledgeOf([choice])).says("Not one of the values");
  });

  it("admits that a template has no value yet", () => {
    hoverAt("net.core.somaxconn = {{ back<|>log }}").says("template").neverSays("refuses", "default 4096");
  });

  it("points out a number too many", () => {
    hoverAt("net.ipv4.tcp_rmem = 1 2 3 <|>4")
      .says("one number too many: the key takes 3")
      .neverSays("min / default / max");
  });

  it("does not judge values of a removed key", () => {
    hoverAt("net.ipv4.tcp_tw_recycle = <|>1").says("Gone since Linux 4.12").neverSays("Stored exactly");
  });

  it("speaks Chinese", () => {
    hoverAt("net.ipv4.tcp_rmem = 4096 87<|>380 6291456", {}, realKnowledge("zh-cn")).says(
      "低于默认值 131072",
      "原样保存",
    );
  });

  it("survives huge and hostile values", () => {
    hoverAt(`net.core.somaxconn = ${"9".repeat(100_000)}<|>`).says("EINVAL", "…");
    hoverAt("net.core.somaxconn = `<|>[x](command:y)`").says("`[x](command:y)`");
  });
});
