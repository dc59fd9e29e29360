import assert from "node:assert/strict";
import { itemOf, labelsOf } from "../../src/features/live/watchItems";
import type { Language } from "../../src/core/knowledge/types";
import { watchedCounters, type Sample } from "../../src/core/live/watch";
import type { WatchChoice } from "../../src/protocol/watch";
import { realKnowledge } from "../support/knowledge";
import { assertAccessible } from "./support/accessible";
import { openPanelPage, type PanelPage } from "./support/panelPage";

const chosen = ["UdpRcvbufErrors", "TcpExtListenOverflows", "sockstat:TCP tw", "stat_nf_conntrack:drop"];

const sample = (second: number, errors: number): Sample => ({
  atMs: 1_700_000_000_000 + second * 1000,
  values: { UdpRcvbufErrors: errors, TcpExtListenOverflows: 12345, "sockstat:TCP tw": 40 },
  limits: { "sockstat:TCP tw": 100 },
});

describe("the watch page", function () {
  this.timeout(60_000);
  let panel: PanelPage;
  before(async () => {
    panel = await openPanelPage("watch");
  });
  after(() => panel.close());

  const card = (id: string) => panel.page.getByRole("article", { name: id });
  const setUp = (choice: Partial<WatchChoice> = {}, history: readonly Sample[] = [sample(0, 0), sample(1, 0)], language: Language = "en"): Promise<void> => {
    const knowledge = realKnowledge(language);
    const items = watchedCounters(knowledge).map((one) => itemOf(knowledge, one));
    return panel.send({ type: "setup", language, labels: labelsOf(knowledge, "box"), items, history, choice: { chosen, isPaused: false, isTable: false, ...choice } });
  }; // prettier-ignore
  const last = async (): Promise<unknown> => (await panel.received()).at(-1);

  it("says that it stands, and shows each chosen counter with what it means", async () => {
    assert.deepEqual((await panel.received())[0], { type: "ready", choice: undefined });
    await setUp();
    await panel.page.getByRole("heading", { level: 1, name: "Counters of box" }).waitFor();
    assert.equal(await panel.page.getByRole("article").count(), chosen.length);
    const udp = card("UdpRcvbufErrors");
    await udp.getByText("What it means").click();
    await udp.getByText("The application reads too slowly").waitFor();
    assert.equal(await udp.locator("canvas").count(), 1);
    assert.match((await card("sockstat:TCP tw").locator("dl").textContent()) ?? "", /Now40 entries.*Limit100/);
  });

  it("follows the samples, and marks what should not grow and does", async () => {
    await setUp();
    assert.equal(await panel.page.locator("article.growing").count(), 0);
    await panel.send({ type: "sample", sample: sample(2, 1500) });
    await card("UdpRcvbufErrors").getByText("1,500 datagrams a second").waitFor();
    assert.equal(await panel.page.locator("article.growing.bad").count(), 1);
    await panel.send({ type: "sample", sample: sample(4, 1501) });
    await card("UdpRcvbufErrors").getByText("0.5 datagrams a second").waitFor();
    assert.match((await card("UdpRcvbufErrors").locator("dl").textContent()) ?? "", /Highest1,500Grown here1,501In all1,501/); // prettier-ignore
  });

  it("says what this host does not have", async () => {
    await setUp();
    await card("stat_nf_conntrack:drop").getByText("This host does not have it").waitFor();
    assert.equal(await card("stat_nf_conntrack:drop").locator("canvas").count(), 0);
  });

  it("tells the same as a table", async () => {
    await setUp();
    await panel.page.getByRole("button", { name: "Show as table" }).click();
    const row = panel.page.getByRole("row", { name: /^sockstat:TCP tw/ });
    assert.deepEqual((await row.getByRole("cell").allTextContents()).slice(0, 6), ["40", "40", "–", "–", "100", "entries"]); // prettier-ignore
    assert.equal(await panel.page.locator("canvas").count(), 0);
    await panel.send({ type: "sample", sample: sample(2, 7) });
    await panel.page.getByRole("row", { name: /^UdpRcvbufErrors.*7/ }).waitFor();
    await panel.page.getByRole("button", { name: "Show as charts" }).click();
    assert.equal(await panel.page.getByRole("article").count(), chosen.length);
  });

  it("is worked by the keyboard: choosing, pausing, doors, the export", async () => {
    await setUp();
    const { page } = panel;
    await page.getByText("Choose counters").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "TcpOutRsts" }).focus();
    await page.keyboard.press("Space");
    await card("TcpOutRsts").waitFor();
    assert.ok(await page.getByRole("checkbox", { name: "TcpOutRsts" }).evaluate((box) => box === document.activeElement)); // prettier-ignore
    const { choice } = (await last()) as { choice: WatchChoice };
    assert.ok(choice.chosen.includes("TcpOutRsts") && choice.chosen.includes("UdpRcvbufErrors"));
    await page.getByRole("button", { name: "Pause" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(((await last()) as { choice: WatchChoice }).choice.isPaused, true);
    await page.getByRole("status").getByText("Paused.").waitFor();
    await page.getByRole("button", { name: "Decided by net.core.somaxconn: TcpExtListenOverflows" }).press("Enter");
    assert.deepEqual(await last(), { type: "open", what: "key", id: "TcpExtListenOverflows" });
    await page.getByRole("button", { name: "Explain: UdpRcvbufErrors" }).press("Enter");
    assert.deepEqual(await last(), { type: "open", what: "counter", id: "UdpRcvbufErrors" });
    await page.getByRole("button", { name: "Open as CSV" }).press("Enter");
    assert.deepEqual(await last(), { type: "export" });
  });

  it("says so when nothing is chosen, and when there is no host", async () => {
    await setUp({ chosen: [] });
    await panel.page.getByText("No counter is chosen.").waitFor();
    await panel.send({ type: "failure", message: "Not <b>here</b>." });
    await panel.page.getByRole("alert").filter({ hasText: "Not <b>here</b>." }).waitFor();
  });

  it("speaks Chinese", async () => {
    await setUp({}, [sample(0, 0), sample(1, 3)], "zh-cn");
    await panel.page.getByRole("heading", { level: 1, name: "box 的计数器" }).waitFor();
    assert.equal(await panel.page.locator("html").getAttribute("lang"), "zh-Hans");
  });

  it("holds its charts still for those who want nothing to move", async () => {
    await panel.page.emulateMedia({ reducedMotion: "reduce" });
    await setUp({ chosen: ["UdpRcvbufErrors"] });
    const picture = (): Promise<string> => panel.page.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()); // prettier-ignore
    await panel.page.locator("canvas").waitFor();
    await panel.page.waitForTimeout(100);
    const before = await picture();
    await panel.send({ type: "sample", sample: sample(2, 9000) });
    await card("UdpRcvbufErrors").getByText("9,000 datagrams a second").waitFor();
    await panel.page.waitForTimeout(100);
    assert.equal(await picture(), before);
    await panel.page.emulateMedia({ reducedMotion: "no-preference" });
  });

  it("pays no attention to messages that are none, and runs nothing in those that are", async () => {
    await setUp({ chosen: ["UdpRcvbufErrors"] });
    const knowledge = realKnowledge();
    const labels = labelsOf(knowledge, "box");
    const choice = { chosen: ["x"], isPaused: false, isTable: false };
    const hostile = "<img src=x onerror='window.hit = 1'>`<b>`";
    const item = { id: "x", group: hostile, shows: "rate", summary: hostile, meaning: hostile, points: hostile, unit: hostile, growth: "bad", scope: hostile, key: hostile, lesson: "y" }; // prettier-ignore
    for (const message of [undefined, null, 1, {}, { type: "setup" }, { type: "setup", labels: {}, items: [], history: [], choice }, { type: "sample", sample: { atMs: "x" } }, { type: "setup", language: "en", labels, items: [{ ...item, id: 1 }], history: [], choice }]) await panel.send(message); // prettier-ignore
    await card("UdpRcvbufErrors").waitFor();
    await panel.send({ type: "setup", language: "en", labels, items: [item], history: [], choice });
    await card("x").waitFor();
    assert.equal(await panel.page.evaluate(() => (window as { hit?: number }).hit), undefined);
    assert.equal(await panel.page.locator("main img").count(), 0);
    assert.deepEqual(await panel.violations(), []);
  });

  it("is accessible in every theme, as charts and as a table", async () => {
    const history = [sample(0, 0), sample(1, 0), sample(2, 50)];
    for (const isTable of [false, true]) {
      await setUp({ isTable }, history);
      await panel.page.getByText("Choose counters").click();
      await assertAccessible(panel.page);
    }
  });
});
