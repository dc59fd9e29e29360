import assert from "node:assert/strict";
import { buildLesson } from "../support/lessons";
import { openLessonDesk, playSimulation, type LessonDesk } from "./support/lessonDesk";

const lesson = buildLesson({
  body: [
    "## Before you run it",
    "```mermaid\nsequenceDiagram\n accTitle: Another\n accDescr: Not the one.\n a->>b: SYN\n```",
    '```mermaid\nflowchart LR\n accTitle: The queue\n accDescr: From the wire to the application.\n wire["wire"]:::hardware --> queue[("accept queue")]:::softirq --> app["application"]:::process\n```',
    "```prediction\nhow-many\n```",
    "```simulation\nburst\n```",
    "At the end [129](sim:burst.acceptQueue) wait.",
  ].join("\n\n"),
  predictions: [
    {
      id: "how-many",
      simulation: "burst",
      question: "How many of the [200](sim:burst.set.connections) wait?",
      answers: [
        { text: "128", why: "The kernel compares with more than." },
        { text: "[129](sim:burst.acceptQueue)", right: true, why: "One more fits." },
        { text: "200", why: "There is a limit." },
      ],
    },
  ],
  simulations: [
    {
      id: "burst",
      scenario: "accept-queue",
      caption: "A burst of `connect()`",
      set: { backlog: "128", connections: "200" },
      change: { backlog: "511" },
      show: ["acceptQueue", "TcpExt.ListenOverflows"],
      diagram: 1,
      nodes: {
        queue: { level: "server/tcp:80.acceptQueue" },
        wire: { activity: "server/Tcp.PassiveOpens" },
      },
    },
  ],
});

describe("questions and simulations of a lesson", () => {
  let desk: LessonDesk;
  before(async function () {
    this.timeout(60_000);
    desk = await openLessonDesk();
  });
  after(() => desk.close());

  const card = () => desk.page.locator("#simulation-burst");
  const run = () => card().locator(".run");
  const clock = () => card().locator(".clock").textContent();
  const drawn = () => run().locator(".canvas svg").waitFor();

  it("asks before it shows anything of the simulation", async () => {
    await desk.show(lesson);
    await desk.page.locator("figure.diagram svg").first().waitFor();
    assert.equal(await desk.page.locator(".answer-button").count(), 3);
    assert.equal(await card().getByText("Answer the question first").count(), 1);
    assert.deepEqual(await desk.heard("simulate"), []);
  });

  it("answers by keyboard, remembers it, explains it, and plays", async () => {
    await desk.page.locator(".answer-button").first().focus();
    await desk.page.keyboard.press("Tab");
    await desk.page.keyboard.press("Enter");
    await card().locator(".figures").waitFor();
    assert.deepEqual(await desk.heard("answer"), [{ type: "answer", lesson: "test", question: "how-many", answer: 1 }]);
    assert.equal(await desk.page.locator(".answers details[open]").count(), 1);
    assert.equal(await desk.page.getByText("One more fits.").isVisible(), true);
    assert.equal(await desk.page.getByText("There is a limit.").isVisible(), false);
    assert.match((await desk.page.locator(".verdict").textContent()) ?? "", /^That is right/);
    assert.equal(await desk.page.evaluate(() => document.activeElement?.matches(".chosen summary")), true);
    await drawn();
    await desk.page.waitForFunction(() => !document.querySelector(".clock")?.textContent.startsWith("0 of"));
    await card().getByRole("button", { name: "Pause" }).click();
    const at = await clock();
    await desk.page.waitForTimeout(200);
    assert.equal(await clock(), at);
    // To its end, quickly.
    await run()
      .locator("input[type=range]")
      .evaluate((seek) => {
        (seek as HTMLInputElement).value = String(Number((seek as HTMLInputElement).max) - 2);
        seek.dispatchEvent(new Event("input"));
      });
    await card().getByRole("combobox", { name: "Speed" }).selectOption("4");
    await card().getByRole("button", { name: "Play" }).click();
    await desk.page.waitForFunction(() => {
      const [time, end] = (document.querySelector(".clock")?.textContent ?? "").split(" of ");
      return time === end;
    });
    await card().getByRole("button", { name: "Play" }).waitFor();
  });

  it("shows what it was given and came to, before and after", async () => {
    const rows = await card().locator(".figures tbody tr").evaluateAll((list) => list.map((row) => [...row.children].map((cell) => cell.textContent))); // prettier-ignore
    assert.deepEqual(rows[0], ["backlog", "128", "511"]);
    const [before, after] = playSimulation(lesson, "burst");
    const queue = rows.find(([name]) => name === "acceptQueue");
    assert.deepEqual(
      queue?.slice(1),
      [before, after].map((one) => String(one?.observed["acceptQueue"])),
    );
  });

  it("puts levels on the diagram and lights what changes, by steps of the keyboard", async () => {
    await run().locator("input[type=range]").focus();
    await desk.page.keyboard.press("Home");
    const level = () => run().locator(".node .level text").textContent();
    assert.match((await level()) ?? "", /^0 \/ \d+$/);
    await card().getByRole("button", { name: "Step forward" }).focus();
    const seen = new Set<string>();
    for (let step = 0; step < 12; step++) {
      await desk.page.keyboard.press("Enter");
      seen.add((await level()) ?? "");
    }
    assert.ok(seen.size > 2, [...seen].join(" "));
    assert.ok((await run().locator(".node.lit").count()) > 0);
    assert.match((await run().locator("[role=status]").textContent()) ?? "", /accept queue: \d|wire: \d/);
    const before = await clock();
    await card().getByRole("button", { name: "Step back" }).click();
    assert.notEqual(await clock(), before);
    await run().locator("input[type=range]").focus();
    await desk.page.keyboard.press("End");
    const [result] = playSimulation(lesson, "burst");
    assert.match((await level()) ?? "", new RegExp(`^${String(result?.observed["acceptQueue"])}( /|$)`));
  });

  it("plays the other run", async () => {
    await card().getByRole("radio", { name: "after" }).check();
    const [, changed] = playSimulation(lesson, "burst");
    const level = (await run().locator(".node .level text").textContent()) ?? "";
    assert.match(level, new RegExp(`^${String(changed?.observed["acceptQueue"])}( /|$)`));
  });

  it("keeps its lights when the theme draws the diagram anew", async () => {
    await desk.page.evaluate(() => document.querySelector(".run .canvas svg")?.setAttribute("data-old", ""));
    await desk.page.evaluate(() => (document.body.className = "vscode-dark"));
    await desk.page.waitForFunction(() => document.querySelector(".run .canvas svg:not([data-old]) .level"));
    await desk.page.evaluate(() => (document.body.className = "vscode-light"));
  });

  it("leads from a number in the text to its simulation", async () => {
    const figure = desk.page.locator("a.figure", { hasText: "129" }).last();
    assert.equal(await figure.getAttribute("title"), "acceptQueue in the simulation “A burst of connect()”");
    await figure.click();
    assert.equal(await card().evaluate((one) => one === document.activeElement), true);
  });

  it("opens the simulator with it", async () => {
    await card().getByRole("button", { name: "Open in the simulator" }).click();
    assert.deepEqual(await desk.heard("openSimulator"), [{ type: "openSimulator", lesson: "test", id: "burst" }]);
  });

  it("knows the answer again, and does not play by itself", async () => {
    await desk.show(lesson, { answered: { "how-many": 0 } });
    await desk.page.locator(".answers details.chosen.wrong[open]").waitFor();
    await card().scrollIntoViewIfNeeded();
    await card().locator(".figures").waitFor();
    assert.equal(await card().getByRole("button", { name: "Pause" }).count(), 0);
    assert.match((await desk.page.locator(".verdict").textContent()) ?? "", /^Not quite/);
  });

  it("shows it without an answer to whoever wants that", async () => {
    await desk.show(lesson);
    await card().getByRole("button", { name: "Show without answering" }).click();
    await card().locator(".figures").waitFor();
    assert.deepEqual(await desk.heard("answer"), []);
    assert.equal(await desk.page.locator(".answer-button").count(), 3);
  });

  it("shows progress, can be cancelled, and run again", async () => {
    await desk.show(lesson, { answered: { "how-many": 1 } });
    desk.silence("simulate");
    await card().scrollIntoViewIfNeeded();
    await desk.untilHeard("simulate");
    const state = { kind: "running", events: 12_345, atNs: 2_500_000 };
    await desk.panel.send({ type: "simulation", lesson: "test", id: "burst", state });
    await card().getByText("2.5 ms simulated, 12,345 events").waitFor();
    await card().getByRole("button", { name: "Cancel" }).click();
    await desk.untilHeard("cancel");
    await desk.panel.send({ type: "simulation", lesson: "test", id: "burst", state: { kind: "cancelled" } });
    await card().getByText("The simulation was cancelled.").waitFor();
    await card().getByRole("button", { name: "Run" }).click();
    const failed = { kind: "failed", message: "no <b>such</b> parameter" };
    await desk.panel.send({ type: "simulation", lesson: "test", id: "burst", state: failed });
    await card().getByText("no <b>such</b> parameter").waitFor();
    assert.equal((await desk.heard("simulate")).length, 2);
  });

  it("moves nothing by itself for who prefers that, and goes by steps", async () => {
    await desk.page.emulateMedia({ reducedMotion: "reduce" });
    await desk.show(lesson);
    await desk.page.locator(".answer-button").first().click();
    await drawn();
    assert.equal(await card().getByRole("button", { name: "Play" }).count(), 0);
    assert.equal(await card().getByRole("button", { name: "Pause" }).count(), 0);
    const before = await clock();
    await card().getByRole("button", { name: "Step back" }).click();
    assert.notEqual(await clock(), before);
    await desk.page.emulateMedia({ reducedMotion: "no-preference" });
  });

  it("needed nothing its policy forbids", async () => {
    assert.deepEqual(await desk.panel.violations(), []);
  });
});
