import assert from "node:assert/strict";
import type { ToSimulatorPanel } from "../../src/protocol/simulatorPanel";
import { panelMessages } from "../support/simulatorPanel";
import { assertAccessible } from "./support/accessible";
import { openPanelPage, type PanelPage } from "./support/panelPage";

describe("the simulator panel's page", function () {
  this.timeout(90_000);
  let panel: PanelPage;
  before(async () => {
    panel = await openPanelPage("simulator");
    await panel.page.setViewportSize({ width: 1400, height: 900 });
  });
  after(() => panel.close());

  const show = async (messages: readonly ToSimulatorPanel[]): Promise<void> => {
    for (const message of messages) await panel.send(message);
  };
  const overflow = (change?: Record<string, string>): readonly ToSimulatorPanel[] =>
    panelMessages("accept-queue", { backlog: "128", connections: "200" }, change);
  const lastSent = async (): Promise<Record<string, unknown>> =>
    (await panel.received()).at(-1) as Record<string, unknown>;
  const timeShown = async (): Promise<string> => (await panel.page.getByRole("slider", { name: "Time" }).getAttribute("aria-valuetext")) ?? ""; // prettier-ignore

  it("says at first that it is ready, and shows a finished run", async () => {
    assert.deepEqual((await panel.received())[0], { type: "ready" });
    await show(overflow());
    await panel.page.getByText("129 / 129").waitFor();
    assert.match(await panel.page.locator(".loss").innerText(), /71 lost\s+TcpExt\.ListenOverflows/);
    await panel.page.getByText("At 1.74 ms the accept queue tcp:80 of server was full: 129 connections.").waitFor();
  });

  it("puts two runs above each other, on one axis, and says what is different", async () => {
    await show(overflow({ backlog: "511" }));
    assert.deepEqual(await panel.page.locator(".run > h3").allInnerTexts(), ["before: Starting values", "after: Your values"]); // prettier-ignore
    await panel.page.getByText("All 71 losses are gone.").waitFor();
    const row = panel.page.getByRole("row", { name: /^TcpExt\.ListenOverflows/ }).first();
    assert.deepEqual(await row.getByRole("cell").allInnerTexts(), ["71", "0", "−71", "backlog"]);
  });

  it("leads from a sentence to its moment, and steps and seeks by keyboard", async () => {
    await panel.page.getByRole("listitem").filter({ hasText: "was full" }).getByRole("button", { name: "Show this moment" }).click(); // prettier-ignore
    assert.match(await timeShown(), /^1\.74 ms of 900 ms/);
    assert.equal(await panel.page.locator(".run").first().locator(".vessel.full").count(), 1);
    const slider = panel.page.getByRole("slider", { name: "Time" });
    await slider.press("Home");
    assert.match(await timeShown(), /^0 ns/);
    assert.equal(await panel.page.locator(".vessel.full").count(), 0);
    await slider.press("ArrowRight");
    const next = await timeShown();
    assert.doesNotMatch(next, /^0 ns/);
    await slider.press("ArrowLeft");
    assert.match(await timeShown(), /^0 ns/);
    await panel.page.getByRole("button", { name: "One step forward" }).press("Enter");
    assert.equal(await timeShown(), next);
    await slider.press("End");
    assert.match(await timeShown(), /^900 ms/);
    assert.match((await panel.page.getByRole("status").last().textContent()) ?? "", /^900 ms\. Starting values: .*accept queue: tcp:80 129 \/ 129 \(full\), 71 lost TcpExt\.ListenOverflows/); // prettier-ignore
  });

  it("plays on its own, in still pictures for readers who want nothing to move", async () => {
    await panel.page.emulateMedia({ reducedMotion: "reduce" });
    await panel.page.getByRole("button", { name: "Play" }).click();
    const seen = new Set<string>();
    for (let at = 0; at < 6; at++) {
      seen.add(await timeShown());
      await panel.page.waitForTimeout(100);
    }
    await panel.page.getByRole("button", { name: "Pause" }).click();
    assert.ok(seen.size <= 3, [...seen].join());
    await panel.page.emulateMedia({ reducedMotion: "no-preference" });
  });

  it("asks for a run with all values, explains, opens lines and files, exports, writes", async () => {
    const { page } = panel;
    const field = page.getByRole("textbox", { name: "net.core.somaxconn" });
    await field.focus();
    assert.deepEqual(await lastSent(), { type: "explain", name: "net.core.somaxconn" });
    await field.fill("77");
    await field.press("Enter");
    const asked = (await lastSent()) as { type: string; change: Record<string, string> };
    assert.equal(asked.type, "run");
    assert.equal(asked.change["net.core.somaxconn"], "77");
    assert.equal(asked.change["backlog"], "511");
    await page.getByRole("button", { name: "net.core.somaxconn: Back to 4096" }).click();
    assert.equal(await field.inputValue(), "4096");
    await page.getByRole("button", { name: "line 3 of 99-tuning.conf" }).first().click();
    assert.deepEqual(await lastSent(), { type: "openLine", line: 3 });
    await page.getByRole("button", { name: "Markdown for a review" }).click();
    assert.deepEqual(await lastSent(), { type: "export", format: "markdown", atNs: (await lastSent())["atNs"] });
    await page.getByRole("button", { name: "Copy as command line" }).click();
    assert.deepEqual(await lastSent(), { type: "copyCommand" });
    await page.getByRole("button", { name: "Write these values back…" }).click();
    assert.deepEqual(await lastSent(), { type: "planWrite" });
    const change = {
      name: "net.core.somaxconn",
      line: 4,
      before: "net.core.somaxconn = 1",
      after: "net.core.somaxconn = 77",
    };
    await panel.send({ type: "showWrite", write: { file: "x.conf", changes: [change], hindrances: ["no"], isStale: true } }); // prettier-ignore
    await page.getByText("The file has changed meanwhile.").waitFor();
    await page.getByRole("button", { name: "Write to x.conf" }).click();
    assert.deepEqual(await lastSent(), { type: "write" });
    await page.getByRole("combobox", { name: "Scenario" }).selectOption("ring-overflow");
    assert.deepEqual(await lastSent(), { type: "choose", scenario: "ring-overflow" });
  });

  it("shows mistakes at their control, progress that can be cancelled, and what went wrong", async () => {
    const { page } = panel;
    await panel.send({ type: "showMistakes", mistakes: { "net.core.somaxconn": "refused" } });
    await page.getByRole("alert").filter({ hasText: "refused" }).waitFor();
    assert.equal(await page.getByRole("textbox", { name: "net.core.somaxconn" }).getAttribute("aria-invalid"), "true");
    await panel.send({ type: "showMistakes", mistakes: {} });
    await panel.send({ type: "showProgress", text: "Running: 5 events" });
    await page.getByRole("button", { name: "Cancel" }).click();
    assert.deepEqual(await lastSent(), { type: "cancel" });
    await panel.send({ type: "showProgress" });
    await page.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
    await panel.send({ type: "showNotice", text: "It failed.", isFailure: true });
    await page.getByRole("alert").filter({ hasText: "It failed." }).waitFor();
  });

  it("runs nothing that a scenario, a file or a counter brings along", async () => {
    const evil = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>";
    const text = JSON.stringify(overflow({ backlog: "511" }))
      .replaceAll('"title":"A server that does not accept"', `"title":${JSON.stringify(evil)}`)
      .replaceAll("99-tuning.conf", JSON.stringify(evil).slice(1, -1))
      .replaceAll("TcpExt.ListenOverflows", JSON.stringify(evil).slice(1, -1))
      .replaceAll("clientEstablished", "__proto__");
    await show(JSON.parse(text) as ToSimulatorPanel[]);
    await panel.send({ type: "showExplanation", name: evil, text: evil });
    await panel.page.getByRole("heading", { level: 1, name: evil }).waitFor();
    assert.equal(await panel.page.evaluate(() => (window as { hit?: number }).hit), undefined);
    assert.equal(await panel.page.locator("main script, main img").count(), 0);
  });

  it("pays no attention to messages that are none", async () => {
    await show(overflow());
    const study = overflow()[1] as Extract<ToSimulatorPanel, { type: "showStudy" }>;
    const broken = [
      undefined, null, 1, "x", [], {}, { type: "toString" }, { type: "__proto__" }, { type: "showForm" }, { type: "showForm", form: {}, labels: {} },
      { type: "showStudy" }, { type: "showStudy", study: { runs: [{}] }, spec: study.spec }, { ...study, study: { ...study.study, runs: [{ ...study.study.runs[0], timeline: { endNs: -1 } }] } },
      { type: "showMistakes", mistakes: { x: 1 } }, { type: "showNotice", text: {} }, { type: "showWrite", write: {} },
    ]; // prettier-ignore
    for (const message of broken) await panel.send(message);
    await panel.page.getByText("129 / 129").waitFor();
    assert.equal(await panel.page.getByRole("heading", { level: 1 }).innerText(), "A server that does not accept");
  });

  for (const [language, name] of [
    ["en", "English"],
    ["zh-cn", "Chinese"],
  ] as const) {
    it(`has nothing in the way of readers in any theme: ${name}`, async () => {
      await show(panelMessages("gateway-and-slow-reader", {}, { backlog: "64" }, language));
      await panel.page.locator(".u-wrap").first().waitFor();
      await assertAccessible(panel.page);
    });
  }

  it("stacks its parts where there is little room, without a bar to scroll sideways", async () => {
    await show(overflow({ backlog: "511" }));
    for (const width of [480, 900]) {
      await panel.page.setViewportSize({ width, height: 900 });
      assert.ok(await panel.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${width}`);
    }
  });

  it("needed its content security policy for nothing", async () => {
    assert.deepEqual(await panel.violations(), []);
  });
});
