import assert from "node:assert/strict";
import { linkKeys } from "../../src/core/explain/keyLinks";
import { realKnowledge } from "../support/knowledge";
import { readMarks } from "../support/marks";

/** Expects links exactly where the text has marks; answers their addresses. */
function links(marked: string): readonly string[] {
  const { text, spans } = readMarks(marked);
  const found = linkKeys(text, realKnowledge());
  const marks = spans.map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(found.map(({ span }) => text.slice(span.start, span.end)), marks); // prettier-ignore
  assert.deepEqual(found.map(({ span }) => span.start), spans.map(({ start }) => start)); // prettier-ignore
  return found.map(({ url }) => url);
}

describe("links to the kernel's documents", () => {
  it("stand at keys and paths, in any notation", () => {
    const [url] = links("# see «net.core.somaxconn».\n-«net.ipv4.tcp_rmem»\n«net/ipv4/conf/eth0.100/rp_filter» = 2\n");
    assert.equal(url, "https://docs.kernel.org/networking/ip-sysctl.html#:~:text=somaxconn");
    links("echo 1 > «/proc/sys/net/ipv4/ip_forward»\r\n  «net.ipv4.tcp_syncookies»: '1'\n");
    links("cat /host«/proc/sys/net/ipv4/ip_forward»");
  });

  it("stand at the name of a family", () => void links("`«net.ipv4.conf.*.rp_filter»`"));

  it("stay away from names without a page, and from addresses", () => {
    links("net.core.nothing_such net.ifnames=0 fs.readFile user.name example.net.core.somaxconn");
    links("https://example.org/x/proc/sys/net/ipv4/ip_forward");
  });
});
