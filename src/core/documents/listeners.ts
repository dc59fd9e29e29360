import type { Span } from "./sysctlConf";

/** What a service's configuration says of a socket it listens on: its port, or the backlog it hands to listen(2). */
export interface Listener {
  readonly service: string;
  readonly kind: "port" | "backlog";
  readonly value: number;
  /** Of the number. */
  readonly span: Span;
}

interface Service {
  readonly name: string;
  /** Which files are its configuration. */
  readonly file: RegExp;
  /** Lines that name a port or a backlog, in groups of that name. */
  readonly lines: readonly RegExp[];
}

/** What stands further right on a line is no setting a person wrote. */
const longestLine = 500;

const services: readonly Service[] = [
  {
    name: "nginx",
    file: /\/nginx(?:\/(?:[^/]+\/)*[^/]+|[^/]*)(?<=\.conf|\.j2|\.erb|\.template)$/i,
    lines: [
      /^listen\s+(?:(?:\[[^\]]*\]|[\w.*-]+):)?(?<port>\d{1,5})\b(?![.:\w-])(?:[^;#]{0,200}\sbacklog=(?<backlog>\d{1,9})\b)?/d,
    ],
  },
  {
    name: "redis",
    file: /\/(?:redis|valkey)[^/]*\.conf(?:\.j2|\.erb)?$|\/(?:redis|valkey)\/[^/]+\.conf$/i,
    lines: [/^tcp-backlog\s+(?<backlog>\d{1,9})\s*$/d, /^port\s+(?<port>\d{1,5})\s*$/d],
  },
  {
    name: "haproxy",
    file: /\/haproxy[^/]*\.(?:cfg|conf)(?:\.j2|\.erb)?$|\/haproxy\/[^/]+\.cfg$/i,
    lines: [
      /^backlog\s+(?<backlog>\d{1,9})\s*(?:#|$)/d,
      /^bind\s+(?:(?:ipv[46]@)?(?:\[[^\]]*\]|[\w.*:]*):)(?<port>\d{1,5})\b(?![.:\w-])(?:[^#]{0,200}\sbacklog\s+(?<backlog>\d{1,9})\b)?/d,
    ],
  },
  {
    name: "httpd",
    file: /\/(?:httpd|apache2?)(?:\/(?:[^/]+\/)*[^/]+)?\.conf$/i,
    lines: [
      /^ListenBackLog\s+(?<backlog>\d{1,9})\s*$/di,
      /^Listen\s+(?:(?:\[[^\]]*\]|[\w.*-]+):)?(?<port>\d{1,5})(?:\s+\w+)?\s*$/di,
    ],
  },
  {
    name: "PHP-FPM",
    file: /\/(?:php-?fpm[^/]*|fpm)\/(?:[^/]+\/)*[^/]+\.conf$|\/php-?fpm[^/]*\.conf$/i,
    lines: [
      /^listen\.backlog\s*=\s*(?<backlog>\d{1,9})\s*(?:;|$)/d,
      /^listen\s*=\s*(?:[\d.]+:)?(?<port>\d{1,5})\s*(?:;|$)/d,
    ],
  },
  {
    name: "MySQL",
    file: /\/(?:my\.cnf|(?:mysql|mariadb|my\.cnf)[^/]*\/(?:[^/]+\/)*[^/]+\.cnf)$/i,
    lines: [/^back[_-]log\s*=\s*(?<backlog>\d{1,9})\s*(?:#|$)/d],
  },
  { name: "sshd", file: /\/sshd_config(?:\.d\/[^/]+\.conf)?$/, lines: [/^Port\s+(?<port>\d{1,5})\s*$/di] },
  {
    name: "systemd",
    file: /\/[^/]+\.socket$/,
    lines: [
      /^Backlog\s*=\s*(?<backlog>\d{1,9})\s*$/d,
      /^Listen(?:Stream|Datagram)\s*=\s*(?:(?:\[[^\]]*\]|[\d.]+):)?(?<port>\d{1,5})\s*$/d,
    ],
  },
];

/** Whether the name of a file says that it configures a service that listens. */
export function mayListen(file: string): boolean {
  return serviceOf(file) !== undefined;
}

/** The ports and backlogs of a service's configuration, as far as they are written plainly. Never throws. */
export function findListeners(text: string, file: string): readonly Listener[] {
  const service = serviceOf(file);
  if (!service) return [];
  const found: Listener[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const content = line.slice(0, longestLine).trimStart();
    const indent = start + Math.min(line.length, longestLine) - content.length;
    for (const pattern of service.lines) {
      const groups = pattern.exec(content)?.indices?.groups;
      for (const kind of ["port", "backlog"] as const) {
        const at = groups?.[kind];
        if (!at) continue;
        const span = { start: indent + at[0], end: indent + at[1] };
        found.push({ service: service.name, kind, value: Number(text.slice(span.start, span.end)), span });
      }
    }
    start += line.length + 1;
  }
  return found;
}

function serviceOf(file: string): Service | undefined {
  const path = `/${file.replaceAll("\\", "/")}`;
  // Settings for the sake of a service are none of its own.
  if (/sysctl[^/]*$/i.test(path)) return undefined;
  return services.find((service) => service.file.test(path));
}
