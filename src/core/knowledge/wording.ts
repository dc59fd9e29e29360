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
  | "panel.lessons" | "panel.contents" | "panel.search" | "panel.searchAll" | "panel.loading" | "panel.nothingFound" | "panel.foundCount" | "panel.close"
  | "panel.more" | "panel.openMarkdown" | "panel.exportHtml" | "panel.resetLesson" | "panel.resetAll" | "panel.path" | "panel.read" | "panel.readCount"
  | "panel.markRead" | "panel.isRead" | "panel.previous" | "panel.next" | "panel.beginner" | "panel.intermediate" | "panel.advanced" | "panel.prerequisites"
  | "panel.listSeparator" | "panel.code" | "panel.copy" | "panel.copyCommands" | "panel.copyAll" | "panel.copied" | "panel.diagram" | "panel.drawing"
  | "panel.diagramKeys" | "panel.diagramTools" | "panel.zoomIn" | "panel.zoomOut" | "panel.fit" | "panel.fullView" | "panel.simulation" | "panel.answerFirst"
  | "panel.showAnyway" | "panel.running" | "panel.progress" | "panel.cancel" | "panel.cancelled" | "panel.runFailed" | "panel.runAgain" | "panel.openSimulator"
  | "panel.before" | "panel.after" | "panel.value" | "panel.figure" | "panel.figures" | "panel.parameter" | "panel.drops" | "panel.lostAt" | "panel.figureOf"
  | "panel.player" | "panel.play" | "panel.pause" | "panel.stepBack" | "panel.stepForward" | "panel.time" | "panel.timeOf" | "panel.speed" | "panel.shownRun"
  | "panel.predict" | "panel.answers" | "panel.right" | "panel.wrong" | "panel.wasRight" | "panel.wasWrong" | "panel.yourAnswer" | "panel.explain" | "panel.openSample"
  | "context.hardware" | "context.hardirq" | "context.softirq" | "context.ksoftirqd" | "context.process"
  | "punctuation.colon"
  | "time.days" | "time.hours" | "time.minutes" | "time.seconds" | "time.milliseconds" | "time.microseconds"
  | "simulation.madeWith" | "simulation.before" | "simulation.same" | "simulation.bold" | "simulation.because" | "simulation.causes"
  | "simulation.without" | "simulation.untried" | "simulation.place" | "simulation.counter" | "simulation.watch" | "simulation.decided" | "simulation.line" | "simulation.leftOut"
  | "simulation.settings" | "simulation.noneUsed" | "simulation.parameters" | "simulation.parameter" | "simulation.value" | "simulation.again"
  | "simulation.refused" | "simulation.cancelled" | "simulation.measured" | "simulation.predicted" | "simulation.agrees" | "simulation.differs" | "simulation.near" | "simulation.chosen"
  | "live.now" | "live.empty" | "live.asInFile" | "live.otherThanInFile" | "live.sum" | "live.namespace" | "compare.title" | "compare.madeWith"
  | "compare.again" | "compare.cut" | "compare.total" | "compare.changes" | "compare.stays" | "compare.same" | "compare.key"
  | "compare.line" | "compare.inFile" | "compare.running" | "compare.default" | "compare.effect" | "compare.by" | "count.same"
  | "count.raises" | "count.lowers" | "count.changes" | "count.refused" | "count.overridden" | "count.absent" | "count.unclear"
  | "effect.same" | "effect.raises" | "effect.lowers" | "effect.changes" | "effect.mayChange" | "effect.storedAs" | "effect.refused"
  | "effect.overridden" | "effect.elsewhere" | "effect.noModule" | "effect.noDevice" | "effect.removed" | "effect.notYet"
  | "effect.absent" | "effect.noMember" | "effect.unknownKey" | "effect.action" | "effect.secret" | "effect.unreadable" | "effect.template"
  | "watch.title" | "watch.about" | "watch.choose" | "watch.pause" | "watch.resume" | "watch.paused" | "watch.running" | "watch.export"
  | "watch.asTable" | "watch.asCharts" | "watch.now" | "watch.total" | "watch.limit" | "watch.grown" | "watch.peak" | "watch.perSecond"
  | "watch.missing" | "watch.waiting" | "watch.nothingChosen" | "watch.meaning" | "watch.points" | "watch.decides" | "watch.lesson"
  | "watch.explain" | "watch.counter" | "watch.unit" | "watch.secondsAgo"
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
