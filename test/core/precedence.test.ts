import assert from "node:assert/strict";
import { hidingPlaces, loadOrder, placeOnMachine, type Loader } from "../../src/core/documents/precedence";

const orderOf = (loader: Loader, ...files: readonly string[]): string[] =>
  loadOrder(files.flatMap((file) => placeOnMachine(file) ?? []), loader).applied.map(({ path }) => path); // prettier-ignore

describe("the place of a file on its machine", () => {
  const place = (file: string): string => {
    const found = placeOnMachine(file);
    return found ? `${found.kind} ${found.name} of ${found.root}|${found.path}` : "none";
  };

  it("is below etc, run or usr, and what stands before is the root", () => {
    assert.equal(place("etc/sysctl.d/10-a.conf"), "sysctl.d 10-a.conf of |/etc/sysctl.d/10-a.conf");
    assert.equal(place("/etc/sysctl.conf"), "sysctl.conf sysctl.conf of |/etc/sysctl.conf");
    assert.equal(place("roles/a/files/etc/sysctl.d/10-a.conf"), "sysctl.d 10-a.conf of roles/a/files|/etc/sysctl.d/10-a.conf"); // prettier-ignore
    assert.equal(place("C:\\r\\usr\\local\\lib\\sysctl.d\\a.conf"), "sysctl.d a.conf of C:/r|/usr/local/lib/sysctl.d/a.conf"); // prettier-ignore
    assert.equal(place("r/usr/lib/sysctl.d/a.conf"), "sysctl.d a.conf of r|/usr/lib/sysctl.d/a.conf");
    assert.equal(place("r/lib/sysctl.d/a.conf"), "sysctl.d a.conf of r|/lib/sysctl.d/a.conf");
    assert.equal(place("/home/etc/r/etc/sysctl.d/a.conf"), "sysctl.d a.conf of /home/etc/r|/etc/sysctl.d/a.conf");
    assert.equal(place("r/etc/tuned/web/tuned.conf"), "tuned web of r|/etc/tuned/web/tuned.conf");
    assert.equal(place("r/usr/lib/tuned/profiles/web/tuned.conf"), "tuned web of r|/usr/lib/tuned/profiles/web/tuned.conf"); // prettier-ignore
    assert.equal(place("r/etc/modules"), "modules-load modules of r|/etc/modules");
    assert.equal(place("r/etc/nginx/nginx.conf"), "other nginx.conf of r|/etc/nginx/nginx.conf");
  });

  it("is etc for a sysctl.d by itself, and nowhere for other files", () => {
    assert.equal(place("deploy/sysctl.d/a.conf"), "sysctl.d a.conf of deploy|/sysctl.d/a.conf");
    for (const file of ["sysctl.conf", "templates/sysctl.conf", "sysctl.d/a.conf.j2", "sysctl.d/.a.conf", "a.yaml", ""])
      assert.equal(place(file), "none", file);
    assert.equal(placeOnMachine("r/etc/sysctl.d/a.conf.j2")?.kind, "other");
  });
});

describe("the order of loaders", () => {
  // What `sysctl --system` (procps 4.0.2) and systemd-sysctl (252) said of these files in a mount namespace.
  const files = [
    "etc/sysctl.d/20-a.conf", "run/sysctl.d/30-b.conf", "usr/local/lib/sysctl.d/40-c.conf", "usr/lib/sysctl.d/50-d.conf",
    "etc/sysctl.d/60-same.conf", "run/sysctl.d/60-same.conf", "usr/local/lib/sysctl.d/60-same.conf", "usr/lib/sysctl.d/60-same.conf",
    "run/sysctl.d/70-two.conf", "usr/local/lib/sysctl.d/70-two.conf", "usr/lib/sysctl.d/70-two.conf",
    "usr/local/lib/sysctl.d/80-three.conf", "usr/lib/sysctl.d/80-three.conf",
    "usr/lib/sysctl.d/90-Z.conf", "usr/lib/sysctl.d/90-a.conf", "usr/lib/sysctl.d/9-x.conf", "usr/lib/sysctl.d/100-y.conf",
    "usr/lib/sysctl.d/90_b.conf", "usr/lib/sysctl.d/ab.conf",
  ]; // prettier-ignore
  const measured = [
    "/usr/lib/sysctl.d/100-y.conf", "/etc/sysctl.d/20-a.conf", "/run/sysctl.d/30-b.conf", "/usr/local/lib/sysctl.d/40-c.conf",
    "/usr/lib/sysctl.d/50-d.conf", "/etc/sysctl.d/60-same.conf", "/run/sysctl.d/70-two.conf", "/usr/local/lib/sysctl.d/80-three.conf",
    "/usr/lib/sysctl.d/9-x.conf", "/usr/lib/sysctl.d/90-Z.conf", "/usr/lib/sysctl.d/90-a.conf", "/usr/lib/sysctl.d/90_b.conf",
    "/usr/lib/sysctl.d/ab.conf",
  ]; // prettier-ignore

  it("is by name, one file of each", () => {
    for (const loader of ["systemd-sysctl", "sysctl --system"] as const) {
      assert.deepEqual(orderOf(loader, ...files), measured);
      assert.deepEqual(orderOf(loader, ...files.toReversed()), measured);
    }
  });

  it("puts sysctl.conf last for procps, at the name of its link for systemd", () => {
    const some = ["etc/sysctl.conf", "etc/sysctl.d/99-a.conf", "etc/sysctl.d/ab.conf"];
    const [main = "", a = "", ab = ""] = some.map((file) => `/${file}`);
    assert.deepEqual(orderOf("sysctl --system", ...some), [a, ab, main]);
    assert.deepEqual(orderOf("systemd-sysctl", ...some), [a, main, ab]);
    const linked = [...some, "etc/sysctl.d/99-sysctl.conf"];
    assert.deepEqual(orderOf("systemd-sysctl", ...linked), [a, "/etc/sysctl.d/99-sysctl.conf", ab]);
  });

  it("says where a file would lie that hides another", () => {
    const places = (file: string): readonly string[] => {
      const place = placeOnMachine(file);
      return place ? hidingPlaces(place) : [];
    };
    assert.deepEqual(places("/r/usr/local/lib/sysctl.d/a.conf"), ["/r/etc/sysctl.d/a.conf", "/r/run/sysctl.d/a.conf"]);
    for (const file of ["/etc/sysctl.d/a.conf", "r/sysctl.d/a.conf", "r/usr/lib/tuned/a/tuned.conf"])
      assert.deepEqual(places(file), [], file);
  });

  it("says which file hides another", () => {
    const { hidden } = loadOrder(files.flatMap((file) => placeOnMachine(file) ?? []), "systemd-sysctl"); // prettier-ignore
    const pairs = Array.from(hidden, ([file, by]) => `${file.path} < ${by.path}`);
    assert.equal(pairs.length, 6);
    assert.ok(pairs.includes("/usr/lib/sysctl.d/70-two.conf < /run/sysctl.d/70-two.conf"));
  });
});
