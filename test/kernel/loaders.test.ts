import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { loadOrder, placeOnMachine, type Loader } from "../../src/core/documents/precedence";
import { seeded } from "../support/property";
import { needsNamespace } from "./support/namespace";

/** A key of the network namespace that takes any small number. */
const key = "net.ipv4.ip_default_ttl";
const systemd = ["/usr/lib/systemd/systemd-sysctl", "/lib/systemd/systemd-sysctl"].find(existsSync);

/** Files that go into folders nobody else sees; the machine's own lie hidden below. */
const preparation = `set -e
mount --make-rprivate /
mount -t tmpfs none /usr/local/lib; mkdir /usr/local/lib/sysctl.d
mount -t tmpfs none /usr/lib/sysctl.d
mount -t tmpfs none /etc/sysctl.d
mount -t tmpfs none /run; mkdir /run/sysctl.d
touch /run/empty /run/sysctl.conf; mount --bind /run/sysctl.conf /etc/sysctl.conf
`;

const directories = ["etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d"];
const names = ["10-a.conf", "9-b.conf", "90-C.conf", "90-c.conf", "99-sysctl.conf", "99-t.conf", "z.conf"];
const machine = fc.record({
  dropIns: fc.uniqueArray(fc.tuple(fc.constantFrom(...directories), fc.constantFrom(...names)).map((parts) => parts.join("/")), { minLength: 1, maxLength: 8 }),
  hasMain: fc.boolean(),
}); // prettier-ignore

describe("the order in which loaders apply files", () => {
  before(function () {
    needsNamespace(this);
    const { stdout } = spawnSync("sysctl", ["--version"], { encoding: "utf8" });
    const isThere = ["/etc/sysctl.conf", "/etc/sysctl.d", "/usr/lib/sysctl.d", "/usr/local/lib"].every(existsSync);
    if (systemd === undefined || !isThere || !/procps-ng [4-9]/.test(stdout)) this.skip();
  });

  it("is the one foretold", () => {
    const cases = fc.sample(machine, { seed: seeded.seed, numRuns: 40 }).map(({ dropIns, hasMain }) => {
      // Systemd reads the main file by a link, as distributions have it, or not at all.
      const hasLink = hasMain && !dropIns.includes("etc/sysctl.d/99-sysctl.conf");
      return { files: hasMain ? [...dropIns, "etc/sysctl.conf"] : dropIns, hasLink };
    });
    const script = cases.map(({ files, hasLink }) =>
      [
        "rm -f /etc/sysctl.d/* /run/sysctl.d/* /usr/local/lib/sysctl.d/* /usr/lib/sysctl.d/*; : > /etc/sysctl.conf",
        ...files.map((file, index) => `echo ${key} = ${index + 1} > /${file}`),
        `sysctl -qw ${key}=64; sysctl --system > /dev/null; sysctl -n ${key}`,
        ...(hasLink ? ["ln -s ../sysctl.conf /etc/sysctl.d/99-sysctl.conf"] : []),
        `sysctl -qw ${key}=64; ${systemd}; sysctl -n ${key}`,
      ].join("\n"),
    );
    const shell = spawnSync("unshare", ["--mount", "sh"], { input: preparation + script.join("\n"), encoding: "utf8" });
    assert.equal(shell.status, 0, shell.stderr);
    const measured = shell.stdout.trim().split("\n").map(Number);
    const foretold = cases.flatMap(({ files }) =>
      (["sysctl --system", "systemd-sysctl"] as const).map((loader) => winnerOf(files, loader)),
    );
    assert.deepEqual(measured, foretold);
  });
});

/** The number that the last file of an order sets. */
function winnerOf(files: readonly string[], loader: Loader): number {
  const places = files.flatMap((file) => placeOnMachine(file) ?? []);
  return files.indexOf(loadOrder(places, loader).applied.at(-1)?.file ?? "") + 1;
}
