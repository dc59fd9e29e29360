/** Sentences of the product around the facts; their texts are content/wording.yaml. */
export type WordingId =
  | "fact.default" | "fact.defaultBefore" | "fact.noDefault" | "fact.triggerOnly"
  | "scope.namespace" | "scope.global" | "scope.global-read-only" | "scope.global-writable"
  | "scope.ipc-namespace" | "scope.uts-namespace" | "scope.pid-namespace" | "scope.user-namespace"
  | "fact.module" | "fact.readOnly" | "fact.page"
  | "label.effective" | "label.interfaces" | "label.raise" | "label.lower" | "label.risk" | "label.sign"
  | "label.default" | "label.kernel" | "label.kernelDocument" | "label.lesson" | "suggestion"
  | "presence.removed" | "presence.not-yet" | "presence.replacedBy" | "presence.note" | "version.removed" | "version.added" | "version.default" | "version.range" | "version.behaviour"
  | "glob.matches" | "exclusion" | "interface.all" | "interface.default" | "interface.one"
  | "value.element" | "value.elementExtra" | "value.equalsDefault" | "value.aboveDefault" | "value.belowDefault" | "value.otherThanDefault"
  | "value.bitsNone" | "value.bitUnknown" | "value.choiceUnknown" | "value.unknown"
  | "write.asWritten" | "write.storesOther" | "write.ignoresRest" | "write.keepsRest" | "write.ticks"
  | "write.refused" | "write.partly"
  | "refusal.not-a-number" | "refusal.too-long" | "refusal.out-of-range" | "refusal.empty" | "refusal.negative"
  | "refusal.order" | "refusal.below-neighbour" | "refusal.above-neighbour"
  | "refusal.not-a-list" | "refusal.not-a-mask" | "refusal.not-a-key" | "refusal.not-an-address"
  | "refusal.not-this-member" | "refusal.unknown-word" | "refusal.not-allowed-word" | "refusal.read-only"
  | "validate.accepted" | "validate.refused" | "validate.reads" | "validate.missing" | "validate.unknown"
  | "label.points" | "label.counted" | "label.keys" | "label.beside"
  | "field.counter" | "field.gauge" | "field.limit" | "field.state" | "field.flags" | "field.identity" | "field.text" | "field.hex"
  | "growth.normal" | "growth.watch" | "growth.bad"
  | "dump.namespace" | "dump.machine" | "dump.device" | "dump.socket" | "dump.process" | "dump.fields"
  | "workspace.ifLinked" | "workspace.set" | "workspace.setUnclear" | "workspace.setWins"
  | "parity.even" | "parity.odd"
  | "fix.replaceKey" | "fix.commentOut" | "fix.byteOrderMark" | "fix.bound"
  | "fix.invisible" | "fix.commentAbove"
  | "panel.diagramFailed" | "panel.minutes" | "panel.sources" | "panel.keys"
  | "context.hardware" | "context.hardirq" | "context.softirq" | "context.ksoftirqd" | "context.process"
  | "punctuation.colon"
  | "time.days" | "time.hours" | "time.minutes" | "time.seconds" | "time.milliseconds" | "time.microseconds"
  | "simulation.madeWith" | "simulation.before" | "simulation.same" | "simulation.bold" | "simulation.because" | "simulation.causes"
  | "simulation.without" | "simulation.untried" | "simulation.place" | "simulation.counter" | "simulation.watch" | "simulation.decided" | "simulation.line" | "simulation.leftOut"
  | "simulation.settings" | "simulation.noneUsed" | "simulation.parameters" | "simulation.parameter" | "simulation.value" | "simulation.again"
  | "simulation.refused" | "simulation.cancelled" | "simulation.measured" | "simulation.predicted" | "simulation.agrees" | "simulation.differs" | "simulation.near" | "simulation.chosen"
  | "simulator.scenario" | "simulator.parameters" | "simulator.run" | "simulator.cancel" | "simulator.runs" | "simulator.runEnded"
  | "simulator.cancelled" | "simulator.madeWith" | "simulator.reset" | "simulator.resetAll" | "simulator.fromLine" | "simulator.default"
  | "simulator.bounds" | "simulator.mayBeEmpty" | "simulator.empty" | "simulator.moreSettings" | "simulator.refusedLine" | "simulator.about"
  | "simulator.notModelled" | "simulator.kernelDefaults" | "simulator.start" | "simulator.yours" | "simulator.before" | "simulator.after"
  | "simulator.path" | "simulator.show" | "simulator.showTight" | "simulator.receive" | "simulator.transmit" | "simulator.play"
  | "simulator.pause" | "simulator.stepBack" | "simulator.stepForward" | "simulator.toStart" | "simulator.toEnd" | "simulator.seek"
  | "simulator.speed" | "simulator.axis" | "simulator.axisSteps" | "simulator.axisTime" | "simulator.at" | "simulator.levelOf"
  | "simulator.full" | "simulator.lost" | "simulator.more" | "simulator.unit.packets" | "simulator.unit.bytes" | "simulator.unit.connections"
  | "simulator.unit.entries" | "simulator.unit.pages" | "simulator.contexts" | "simulator.charts" | "simulator.chartQueues" | "simulator.chartDrops"
  | "simulator.chartCpu" | "simulator.chartLatency" | "simulator.chartNone" | "simulator.percentile" | "simulator.latencyOf" | "simulator.asTable"
  | "simulator.happened" | "simulator.difference" | "simulator.goTo" | "simulator.counters" | "simulator.counter" | "simulator.change"
  | "simulator.why" | "simulator.allCounters" | "simulator.log" | "simulator.logMore" | "simulator.files" | "simulator.filesAt"
  | "simulator.export" | "simulator.exportJson" | "simulator.exportCsv" | "simulator.exportSvg" | "simulator.exportMarkdown" | "simulator.copyCommand"
  | "simulator.copied" | "simulator.document" | "simulator.writeBack" | "simulator.writeTitle" | "simulator.writeApply" | "simulator.writeNothing"
  | "simulator.writeAdded" | "simulator.writeStale" | "simulator.written" | "simulator.notOfFile" | "simulator.cannotWrite.template" | "simulator.cannotWrite.form"
  | "simulator.cannotWrite.missing" | "simulator.cannotWrite.refused" | "simulator.station.wire" | "simulator.station.nic-fifo" | "simulator.station.rx-ring" | "simulator.station.hard-interrupt"
  | "simulator.station.softirq" | "simulator.station.cpu-backlog" | "simulator.station.ip" | "simulator.station.conntrack" | "simulator.station.udp" | "simulator.station.tcp"
  | "simulator.station.syn-queue" | "simulator.station.accept-queue" | "simulator.station.receive-queue" | "simulator.station.application" | "simulator.station.send-queue" | "simulator.station.qdisc"
  | "simulator.station.tx-ring" | "simulator.say.full" | "simulator.say.lost" | "simulator.say.lostOne" | "simulator.say.counter" | "simulator.say.none"
  | "simulator.say.peak" | "simulator.say.squeeze" | "simulator.say.ksoftirqd" | "simulator.because.and" | "simulator.say.same" | "simulator.say.changed"
  | "simulator.say.because" | "simulator.say.fewer" | "simulator.say.lossGone" | "simulator.say.moreLost" | "simulator.then.accept-queue-syn" | "simulator.then.accept-queue-ack"
  | "simulator.then.request-queue" | "simulator.then.syn-backlog" | "simulator.then.tcp-no-socket" | "simulator.then.udp-no-socket" | "simulator.then.udp-receive-buffer" | "simulator.then.cpu-backlog"
  | "simulator.then.veth-ring" | "simulator.then.nic-receive-ring" | "simulator.then.transmit-stopped" | "simulator.then.qdisc-limit" | "simulator.then.fq-flow-limit" | "simulator.then.tbf-burst"
  | "simulator.then.fragment-sibling" | "simulator.then.fragment-timeout" | "simulator.then.no-address" | "simulator.then.no-route" | "simulator.then.filter" | "simulator.then.tcp-zero-window"
  | "simulator.then.tcp-out-of-window" | "simulator.then.tcp-receive-queue" | "simulator.then.conntrack-full" | "simulator.then.conntrack-clash" | "simulator.then.conntrack-chain" | "simulator.then.forward-mtu"
  | "reading.pages" | "reading.cpus"; // prettier-ignore

export type Wording = Readonly<Record<WordingId, string>>;

/** Puts `values` into the `{names}` of a sentence. A name without a value is a mistake in our content. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}} in "${sentence}"`);
    return String(value);
  });
}
