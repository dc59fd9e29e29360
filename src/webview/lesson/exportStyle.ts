/** How a lesson looks as a file of its own, on screens and on paper. */
export const exportStyle = `
:root { --hardirq: #cf222e; --softirq: #9a6700; --ksoftirqd: #6f5b00; --process: #0969da; --hardware: #57606a; }
body { margin: 0 auto; padding: 2em 1.5em 4em; max-width: 46em; color: #1f2328; background: #fff; font: 16px/1.65 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
:lang(zh) { line-break: strict; line-height: 1.8; }
h1, h2, h3 { line-height: 1.3; break-after: avoid; }
h2 { margin-top: 2em; padding-bottom: .25em; border-bottom: 1px solid #d0d7de; }
.question, .facts, .kicker { color: #57606a; }
.question { font-size: 1.15em; }
.answer { padding: .8em 1.1em; border-left: 4px solid #0969da; background: #f6f8fa; }
.kicker { margin: 0; font-size: .8em; text-transform: uppercase; letter-spacing: .06em; }
.card { margin: 1.5em 0; padding: 1em 1.2em; border: 1px solid #d0d7de; border-radius: 6px; break-inside: avoid; }
.card h3 { margin: .2em 0 .8em; }
code, pre { font: .9em/1.5 ui-monospace, Consolas, monospace; }
code { padding: .1em .3em; border-radius: 3px; background: #eff1f3; }
pre { padding: .8em 1em; overflow-x: auto; background: #f6f8fa; border-radius: 4px; }
pre code { padding: 0; background: none; }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .35em .8em; border-bottom: 1px solid #d0d7de; text-align: left; vertical-align: top; font-weight: normal; }
thead th { font-weight: 600; }
table.figures td { text-align: right; font-variant-numeric: tabular-nums; }
td.changed { font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
figure { margin: 1.5em 0; text-align: center; break-inside: avoid; }
figure svg { max-width: 100%; height: auto; }
details { margin: .4em 0; }
.hardirq { --context: var(--hardirq); } .softirq { --context: var(--softirq); } .ksoftirqd { --context: var(--ksoftirqd); } .process { --context: var(--process); } .hardware { --context: var(--hardware); }
.node:is(.hardirq, .softirq, .ksoftirqd, .process, .hardware) :is(rect, path, polygon, circle) { fill: color-mix(in srgb, var(--context) 12%, #fff) !important; stroke: var(--context) !important; stroke-width: 1.5px !important; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } a { color: inherit; } details::details-content { content-visibility: visible; height: auto; } pre { white-space: pre-wrap; } }
`;
