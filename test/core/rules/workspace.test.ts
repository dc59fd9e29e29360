import assert from "node:assert/strict";
import fc from "fast-check";
import { definitionsOf, describeDefinitions } from "../../../src/core/diagnose/workspace/definitions";
import { diagnoseWorkspace } from "../../../src/core/diagnose/workspace/diagnoseWorkspace";
import { concernsMachine, summarize } from "../../../src/core/diagnose/workspace/summary";
import { diagnoseSysctl } from "../../../src/core/diagnose/diagnoseSysctl";
import { realKnowledge } from "../../support/knowledge";
import { readMarks } from "../../support/marks";
import { seeded } from "../../support/property";

type Files = Readonly<Record<string, string>>;

/** Compares all findings of the files of a workspace with their «code:spans»; answers the messages. */
function check(files: Files, kernel?: string): readonly string[] {
  const read = Object.entries(files).map(([file, marked]) => ({ file, ...readMarks(marked) }));
  const { of } = diagnoseWorkspace(read.map(({ text, file }) => summarize(text, file)), realKnowledge(), { kernel }); // prettier-ignore
  for (const { file, text, spans } of read) {
    const found = of(file).map(({ code, span }) => `${file} ${code}:${text.slice(span.start, span.end)}@${span.start}`);
    assert.deepEqual(found, spans.map(({ label, start, end }) => `${file} ${label}:${text.slice(start, end)}@${start}`)); // prettier-ignore
  }
  return read.flatMap(({ file }) => of(file).map(({ message }) => message));
}

describe("check of the files of a machine", () => {
  it("finds lines that a file loaded later overrides", () => {
    const [message = ""] = check({
      "etc/sysctl.d/10-a.conf":
        "«workspace/overridden-elsewhere:net.core.somaxconn» = 1024\nnet.ipv4.tcp_rmem = 1 2  3",
      "etc/sysctl.d/20-b.conf": "net/core/somaxconn = 4096\nnet.core.somaxconn = 8192\nnet.ipv4.tcp_rmem = 1 2 3",
    });
    assert.match(message, /^\/etc\/sysctl\.d\/20-b\.conf .* sets net\.core\.somaxconn to 8192; with/);
    check({
      "etc/sysctl.d/10-a.conf": "a.b = 1\n«workspace/overridden-elsewhere:a.b» = 2",
      "run/sysctl.d/20-b.conf": "a.b = 3",
    });
  });

  it("names the condition where it is sysctl.conf that overrides", () => {
    const files = {
      "etc/sysctl.d/10-a.conf": "«workspace/overridden-elsewhere:a.b» = 1",
      "etc/sysctl.conf": "a.b = 2",
    };
    assert.match(check(files)[0] ?? "", /sets a\.b to 2, where \/etc\/sysctl\.conf is read;/);
    assert.match(check({ ...files, "etc/sysctl.d/99-sysctl.conf": "a.b = 2" })[0] ?? "", /sets a\.b to 2;/);
  });

  it("finds files of packages that win over the administrator's, not the reverse", () => {
    check({
      "etc/sysctl.d/10-a.conf": "«workspace/vendor-file-wins:a.b» = 1",
      "usr/lib/sysctl.d/50-b.conf": "a.b = 2",
    });
    check({ "etc/sysctl.d/60-a.conf": "a.b = 1", "usr/lib/sysctl.d/50-b.conf": "a.b = 2" });
  });

  it("finds keys on which the loaders disagree", () => {
    const [message = ""] = check({
      "etc/sysctl.conf": "«workspace/loaders-disagree:a.b» = 0",
      "etc/sysctl.d/99-zz.conf": "«workspace/loaders-disagree:a.b» = 1",
    });
    assert.match(message, /leaves a\.b at 1 \(\/etc\/sysctl\.d\/99-zz\.conf\), sysctl --system at 0 \(\/etc\/sysctl\.conf\)$/); // prettier-ignore
  });

  it("says nothing of files of several machines, files without an order, and templates", () => {
    check({ "a/etc/sysctl.d/1.conf": "a.b = 1", "b/etc/sysctl.d/2.conf": "a.b = 2" });
    check({ "etc/sysctl.d/1.conf": "a.b = 1", "templates/sysctl.conf": "a.b = 2", "tasks/main.yml": "net.a.b: 3" });
    check({ "etc/sysctl.d/1.conf": "a.b = {{ x }}", "etc/sysctl.d/2.conf": "a.b = 2" });
    check({ "etc/sysctl.d/1.conf": "a.b = 1", "etc/sysctl.d/README.conf": "a.b = 2" });
  });

  it("says nothing of wildcards and the keys kept from them", () => {
    check({ "etc/sysctl.d/1.conf": "net.ipv4.conf.lo.tag = 1", "etc/sysctl.d/2.conf": "net.ipv4.conf.*.tag = 2" });
    check({ "etc/sysctl.d/1.conf": "a.b = 1", "etc/sysctl.d/2.conf": "a.b = 2", "etc/sysctl.d/3.conf": "-a.b" });
  });

  it("finds files that one of the same name replaces, unless that is empty or sets the same keys", () => {
    const hidden = "usr/lib/sysctl.d/50-a.conf";
    const [message = ""] = check({
      "etc/sysctl.d/50-a.conf": "a.b = 1",
      [hidden]: "a.b = 2\n«workspace/masked-file:a.c» = 3\na.d = 4",
    });
    assert.match(message, /^Not read: \/etc\/sysctl\.d\/50-a\.conf .*: 2, a\.c among them$/);
    check({ "etc/sysctl.d/50-a.conf": "# off", [hidden]: "a.c = 3" });
    check({ "etc/sysctl.d/50-a.conf": "a.b = 1", "etc/sysctl.d/60-b.conf": "a.? = 3", [hidden]: "a.b = 2\na.c = 3" });
  });
});

describe("check of TuneD profiles beside sysctl files", () => {
  const profile = (value: string): string => `[main]\nsummary=x\n[sysctl]\n${value}\n`;

  it("finds settings that TuneD writes over again", () => {
    const [message = ""] = check({
      "etc/tuned/web/tuned.conf": profile('«workspace/tuned-overridden:a.b»="1  2"'),
      "etc/sysctl.d/10-a.conf": "a.b = 3",
      "usr/lib/sysctl.d/90-b.conf": "a.c = 1",
    });
    assert.match(
      message,
      /^While profile web is active, TuneD writes \/etc\/sysctl\.d\/10-a\.conf .* a\.b stays at 3$/,
    );
  });

  it("finds lines that stay overridden where that is turned off", () => {
    check({
      "etc/tuned/web/tuned.conf": profile("a.b=1"),
      "etc/tuned/tuned-main.conf": "# x\nreapply_sysctl = 0\n",
      "etc/sysctl.d/10-a.conf": "«workspace/tuned-overrides:a.b» = 3",
    });
  });

  it("says nothing of equal values, computed ones, and files TuneD does not read", () => {
    check({ "etc/tuned/web/tuned.conf": profile('a.b="1\t2"'), "etc/sysctl.d/10-a.conf": "a.b = 1 2" });
    check({ "etc/tuned/web/tuned.conf": profile("a.b=${x}"), "etc/sysctl.d/10-a.conf": "a.b = 1" });
    check({ "etc/tuned/web/tuned.conf": profile("a.b=1"), "usr/lib/sysctl.d/10-a.conf": "a.b = 2" });
    check({ "etc/tuned/web/tuned.conf": profile("a.b=1"), "etc/sysctl.d/10-a.conf": "-a.b = 2" });
  });
});

describe("check of services beside sysctl files", () => {
  const line = "«workspace/backlog-above-somaxconn:net.core.somaxconn» = 1024";

  it("finds backlogs above somaxconn", () => {
    const services: Files = {
      "etc/nginx/conf.d/a.conf": "server {\n  listen [::]:443 ssl backlog=4096;\n listen 80 backlog=1025; }",
      "etc/redis/redis.conf": "tcp-backlog 4096",
      "etc/haproxy/haproxy.cfg": "frontend x\n  bind :80 maxconn 9 backlog 4096\n",
      "etc/httpd/conf/httpd.conf": "ListenBacklog 4096",
      "etc/php/8.2/fpm/pool.d/www.conf": "listen.backlog = 4096 ; x",
      "etc/mysql/my.cnf": "[mysqld]\nback_log=4096",
      "usr/lib/systemd/system/x.socket": "[Socket]\nBacklog=4096\n",
      "files/nginx.conf": "  listen 80 default_server backlog=4096;",
    };
    for (const [file, text] of Object.entries(services)) {
      const [message = ""] = check({ "etc/sysctl.d/10-a.conf": line, [file]: text });
      assert.match(message, /asks for a backlog of 4096 in .*; on a machine with this setting it gets 1024$/, file);
    }
    assert.ok(Object.keys(services).every(concernsMachine));
  });

  it("says nothing of smaller ones, other machines, comments, and what is not known", () => {
    const plain = "net.core.somaxconn = 1024";
    check({ "etc/sysctl.d/10-a.conf": plain, "etc/redis/redis.conf": "tcp-backlog 1024\n# tcp-backlog 4096" });
    check({ "a/etc/sysctl.d/10-a.conf": plain, "b/etc/redis/redis.conf": "tcp-backlog 4096" });
    check({ "a/etc/sysctl.d/1.conf": plain, "b/etc/sysctl.d/1.conf": plain, "redis.conf": "tcp-backlog 4096" });
    check({ "etc/sysctl.d/1.conf": plain, "docker/redis.conf": "tcp-backlog 4096" });
    check({ "etc/sysctl.d/1.conf": "net.core.somaxconn = {{ x }}", "redis.conf": "tcp-backlog 65536" });
    check({
      "etc/sysctl.d/1.conf": plain,
      "etc/nginx/nginx.conf": "listen 80 backlog={{ x }};\nlisten 80 # backlog=9999",
    });
  });

  it("compares with the default where nothing on the machine sets it", () => {
    const files = (backlog: string): Files => ({
      "etc/sysctl.d/10-a.conf": "net.ipv4.ip_forward = 1",
      "etc/nginx/nginx.conf": `listen 80 backlog=${backlog};`,
    });
    check(files("«workspace/backlog-above-default:65535»"));
    check(files("4096"));
    check(files("«workspace/backlog-above-default:4096»"), "5.3");
    check({ "etc/nginx/nginx.conf": "listen 80 backlog=65535;" });
    check({ ...files("65535"), "etc/tuned/a/tuned.conf": "[main]\n[sysctl]\nnet.core.somaxconn=65535" });
  });

  it("finds ports inside the range of the kernel's own choice", () => {
    const range = "«workspace/ephemeral-port-listens:net.ipv4.ip_local_port_range» = 1024 65535";
    const [message = ""] = check({
      "etc/sysctl.d/10-a.conf": range,
      "etc/nginx/conf.d/a.conf":
        "listen 80;\nlisten 8080 ssl;\nlisten 127.0.0.1:9090;\nlisten [::]:8080;\nlisten unix:/x;\n",
    });
    assert.match(message, /holds port 8080, 9090, on which nginx listens \(\/etc\/nginx\/conf\.d\/a\.conf\)/);
    for (const [file, text] of Object.entries({ "redis.conf": "port 6379", "etc/haproxy/haproxy.cfg": "bind *:8443 ssl", "etc/ssh/sshd_config": "Port 2222", "etc/systemd/system/a.socket": "ListenStream=[::]:9000" })) check({ "etc/sysctl.d/10-a.conf": range, [file]: text }); // prettier-ignore
  });

  it("says nothing of reserved ports, ports outside, and addresses", () => {
    const range = "net.ipv4.ip_local_port_range = 1024 65535";
    const listen = { "etc/nginx/nginx.conf": "listen 8080;\nlisten 9005;" };
    check({ "etc/sysctl.d/1.conf": `${range}\nnet.ipv4.ip_local_reserved_ports = 8080,9000-9010`, ...listen });
    check({ "etc/sysctl.d/1.conf": "net.ipv4.ip_local_port_range = 10000 65535", ...listen });
    check({
      "etc/sysctl.d/1.conf": range,
      "etc/nginx/nginx.conf": "listen 10.0.0.1;\nlisten 8080-8090;\nlisten {{ p }};",
    });
  });
});

describe("findings of a file on its own", () => {
  it("give way to what the services beside it say", () => {
    const text = "net.ipv4.ip_local_port_range = 1024 65535\n";
    const file = "etc/sysctl.d/1.conf";
    const own = diagnoseSysctl(text, realKnowledge(), { file });
    const joined = (services: Files): readonly string[] => {
      const summaries = Object.entries({ [file]: text, ...services }).map(([name, content]) =>
        summarize(content, name),
      );
      return diagnoseWorkspace(summaries, realKnowledge())
        .join(file, own)
        .map(({ code }) => code);
    };
    assert.deepEqual(joined({}), ["sysctl/range-covers-services"]);
    assert.deepEqual(joined({ "etc/nginx/nginx.conf": "listen 8080;" }), ["workspace/ephemeral-port-listens"]);
  });
});

describe("modules loaded at boot", () => {
  it("settle the keys that need them", () => {
    const text = "net.bridge.bridge-nf-call-iptables = 1\nnet.netfilter.nf_conntrack_max = 1\n";
    const file = "etc/sysctl.d/1.conf";
    const own = diagnoseSysctl(text, realKnowledge(), { file }).filter(({ code }) => code === "sysctl/needs-module");
    assert.equal(own.length, 2);
    const left = (modules: Files): number => {
      const summaries = Object.entries({ [file]: text, ...modules }).map(([name, content]) => summarize(content, name));
      const { join } = diagnoseWorkspace(summaries, realKnowledge());
      return join(file, own).length;
    };
    assert.equal(left({ "etc/modules-load.d/k8s.conf": "# x\noverlay\nbr_netfilter\n" }), 1);
    assert.equal(left({ "etc/modules": "br-netfilter\nnf_conntrack hashsize=1\n" }), 0);
    assert.equal(left({ "b/etc/modules-load.d/k8s.conf": "br_netfilter\n" }), 2);
  });
});

describe("the lines of a workspace that set a key", () => {
  const summaries = Object.entries({
    "tasks/main.yml": "net.core.somaxconn: 5",
    "b/etc/sysctl.d/1.conf": "net.core.somaxconn = 6",
    "a/etc/sysctl.d/1.conf": "net.core.somaxconn = 1",
    "a/etc/sysctl.d/9.conf": "net.core.somaxconn = 2\nvm.swappiness = 1\nnet/core/somaxconn = 3",
    "a/etc/tuned/p/tuned.conf": "[main]\n[sysctl]\nnet.core.somaxconn=4",
  }).map(([file, text]) => summarize(text, file));

  it("begin with the one that counts on the machine of the asking file", () => {
    const seen = (from: string): string =>
      definitionsOf(summaries, "net.core.somaxconn", from).lines.map(({ setting }) => setting.value).join(""); // prettier-ignore
    assert.equal(seen("a/etc/sysctl.d/5.conf"), "321465");
    assert.equal(seen("b/etc/sysctl.d/1.conf"), "632145");
    assert.equal(definitionsOf(summaries, "vm.max_map_count", "a/etc/sysctl.d/1.conf").lines.length, 0);
  });

  it("are summed up in a sentence that links the winner", () => {
    const say = (key: string, from: string): string | undefined =>
      describeDefinitions(definitionsOf(summaries, key, from), realKnowledge(), ({ summary }, name) => `<${name} ${summary.file}>`); // prettier-ignore
    assert.equal(say("net.core.somaxconn", "a/etc/sysctl.d/1.conf"), "Set in 5 files of this workspace; </etc/sysctl.d/9.conf:3 a/etc/sysctl.d/9.conf> wins with `3`"); // prettier-ignore
    assert.match(say("net.core.somaxconn", "tasks/x.yml") ?? "", /^Set in 5 files of this workspace: </);
    assert.equal(say("vm.swappiness", "a/etc/sysctl.d/1.conf"), undefined);
  });
});

describe("workspaces made to keep a reader busy", () => {
  const names = ["etc/sysctl.d/1.conf", "usr/lib/sysctl.d/1.conf", "etc/sysctl.conf", "etc/tuned/a/tuned.conf", "etc/tuned/tuned-main.conf", "etc/modules-load.d/a.conf", "etc/nginx/nginx.conf", "redis.conf", "etc/haproxy/haproxy.cfg", "my.cnf", "a.socket", "x.yaml"]; // prettier-ignore
  const keys = ["net.core.somaxconn", "net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "a.*.c", "-a.b"]; // prettier-ignore
  const line = fc.oneof(
    fc.tuple(fc.constantFrom(...keys), fc.constantFrom(" = ", "=", ""), fc.constantFrom("1 2", "4k", "1-,", "{{ x }}", "99999999999999999999", "")).map((parts) => parts.join("")),
    fc.constantFrom("[sysctl]", "[main]", "listen 1 backlog=99999;", "port 70000", "bind :1", "Backlog=9", "reapply_sysctl=0", "back_log="),
    fc.string({ maxLength: 30 }),
  ); // prettier-ignore

  it("never throw", () => {
    const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));
    const workspace = fc.dictionary(fc.constantFrom(...names), text);
    fc.assert(
      fc.property(workspace, (files) => {
        const summaries = Object.entries(files).map(([file, content]) => summarize(content, file));
        const { join } = diagnoseWorkspace(summaries, realKnowledge());
        for (const [file, content] of Object.entries(files)) {
          for (const { span, message } of join(file, [])) assert.ok(span.end <= content.length && message !== "");
          for (const key of keys) definitionsOf(summaries, key, file);
        }
      }),
      seeded,
    );
  });

  // A text that does so runs into the time limit of the test.
  it("are read to their end", () => {
    for (const piece of [
      "listen a.a.a.a.",
      "listen [[[[",
      "bind :::::",
      "bind 1.1.1.1.",
      "backlog 1",
      "net.core.somaxconn=1\n",
      "listen 1 \n",
      "a-",
      "reapply_sysctl = ",
    ])
      // prettier-ignore
      for (const file of names) summarize(piece.repeat(100_000 / piece.length), file);
    const many = Array.from({ length: 2000 }, (_, index) => summarize(`net.core.somaxconn = ${index}\n`.repeat(20), `etc/sysctl.d/${index}.conf`)); // prettier-ignore
    assert.equal(diagnoseWorkspace(many, realKnowledge()).files.size, 1999);
  });
});
