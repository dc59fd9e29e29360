import assert from "node:assert/strict";
import { buildLesson, readLesson } from "../support/lessons";
import { openLessonDesk, showMessage, type LessonDesk } from "./support/lessonDesk";

const filler = (sections: number): string =>
  Array.from({ length: sections }, (_, at) => `## Part ${at + 1}\n\n${"Words to read. ".repeat(60)}\n`).join("\n");

describe("the lesson page", () => {
  let desk: LessonDesk;
  before(async function () {
    this.timeout(60_000);
    desk = await openLessonDesk();
  });
  after(() => desk.close());

  it("asks for its lesson once it stands", async () => {
    assert.deepEqual(await desk.panel.received(), [{ type: "ready" }]);
  });

  it("shows title, answer, text, keys and sources", async () => {
    await desk.show(buildLesson({ body: "## Part\n\nSome *text* with `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n" }));
    for (const text of ["A test", "Because.", "Part", "Some text", "net.core.somaxconn", "5 minutes"])
      await desk.page.getByText(text).first().waitFor();
    assert.equal(await desk.page.locator("html").getAttribute("lang"), "en");
    const source = desk.page.getByRole("link", { name: "RFC 9293", includeHidden: true });
    assert.equal(await source.getAttribute("href"), "https://www.rfc-editor.org/rfc/rfc9293");
  });

  it("says in which language it is", async () => {
    await desk.show(readLesson("accept-queue", "zh-cn"));
    await desk.page.getByRole("heading", { level: 1, name: "accept 队列" }).waitFor();
    assert.equal(await desk.page.locator("html").getAttribute("lang"), "zh-Hans");
    await desk.page.getByRole("button", { name: "English" }).click();
    assert.deepEqual(await desk.heard("setLanguage"), [{ type: "setLanguage", language: "en" }]);
  });

  describe("finds the way", () => {
    const contents = () => desk.page.locator(".contents-menu");

    it("through its sections, by keyboard, and marks the one that is read", async () => {
      await desk.page.setViewportSize({ width: 700, height: 600 });
      await desk.show(buildLesson({ body: filler(4) }));
      const summary = contents().locator("summary");
      await summary.focus();
      await desk.page.keyboard.press("Enter");
      await desk.page.keyboard.press("Tab");
      await desk.page.keyboard.press("Tab");
      await desk.page.keyboard.press("Tab");
      await desk.page.keyboard.press("Enter");
      await desk.page.waitForFunction(() => document.activeElement?.textContent === "Part 3");
      await desk.page.waitForFunction(
        () => document.querySelector(".contents [aria-current]")?.textContent === "Part 3",
      );
      assert.equal(await contents().getAttribute("open"), null, "the menu stays open");
      const top = await desk.page.locator("#part-3").evaluate((one) => one.getBoundingClientRect().top);
      assert.ok(top > 30 && top < 120, String(top));
    });

    it("with the contents beside the text in wide panels", async () => {
      await desk.page.setViewportSize({ width: 1400, height: 600 });
      await desk.show(buildLesson({ body: filler(4) }));
      await contents().getByRole("link", { name: "Part 2" }).waitFor();
      assert.equal(await contents().locator("summary").isVisible(), false);
      await desk.page.mouse.click(700, 300);
      assert.equal(await contents().getByRole("link", { name: "Part 2" }).isVisible(), true);
      await desk.page.setViewportSize({ width: 700, height: 600 });
    });

    it("closes a menu with Escape and gives the keyboard back", async () => {
      const summary = desk.page.locator(".bar summary").first();
      await summary.click();
      await desk.page.locator(".lessons [aria-current=page], .lessons button").first().focus();
      await desk.page.keyboard.press("Escape");
      assert.equal(await desk.page.locator(".bar .menu[open]").count(), 0);
      assert.equal(await summary.evaluate((one) => one === document.activeElement), true);
    });

    it("to other lessons, along the chosen path, with marks on those read", async () => {
      await desk.show(readLesson("accept-queue", "en"), { read: ["buffers"] });
      await desk.page.locator(".bar summary").first().click();
      const list = desk.page.locator(".lessons");
      await list.getByRole("button", { name: /^✓?Ring buffer/ }).waitFor();
      assert.match((await list.getByRole("button", { name: /Ring buffer/ }).textContent()) ?? "", /read$/);
      const before = await list.locator("ol").textContent();
      await list.getByRole("button", { name: "From the symptom to the setting" }).click();
      assert.notEqual(await list.locator("ol").textContent(), before);
      await desk.page.keyboard.press("Escape");
      await desk.page.getByRole("contentinfo").or(desk.page.locator(".end")).first().scrollIntoViewIfNeeded();
      await desk.page.locator(".neighbours .next").click();
      const [opened] = await desk.heard("openLesson");
      assert.equal(typeof opened?.lesson, "string");
      assert.notEqual(opened?.lesson, "accept-queue");
    });

    it("back to where the reader was, also in the other language", async () => {
      await desk.page.setViewportSize({ width: 700, height: 600 });
      await desk.show(buildLesson({ id: "other" }));
      await desk.page.getByRole("heading", { level: 1, name: "A test" }).waitFor();
      await desk.show(readLesson("accept-queue", "en"));
      await desk.page.getByRole("heading", { level: 1, name: "The accept queue" }).waitFor();
      await desk.page.evaluate(() => window.scrollTo(0, 1500));
      const topBlock = () =>
        desk.page.evaluate(() => {
          const blocks = [...document.querySelectorAll("article > :not(.body), .body > *")];
          return blocks.findIndex((one) => one.getBoundingClientRect().bottom > 45);
        });
      await desk.page.waitForTimeout(300);
      const before = await topBlock();
      assert.ok(before > 3, String(before));
      await desk.show(readLesson("accept-queue", "zh-cn"));
      await desk.page.getByRole("heading", { level: 1, name: "accept 队列" }).waitFor();
      // A block may end at the very edge.
      assert.ok(Math.abs((await topBlock()) - before) <= 1, `${await topBlock()} instead of ${before}`);
      await desk.show(buildLesson({ id: "another", body: filler(4) }));
      await desk.page.getByRole("heading", { level: 1, name: "A test" }).waitFor();
      assert.equal(await desk.page.evaluate(() => window.scrollY), 0);
    });

    it("to the section somebody asked for", async () => {
      await desk.show(buildLesson({ body: filler(4) }), {}, "part-4");
      await desk.page.waitForFunction(() => document.activeElement?.textContent === "Part 4");
    });
  });

  describe("remembers", () => {
    it("that the end was reached", async () => {
      // The lesson before may have come to its end in the same moment.
      const marks = async () => (await desk.heard("markRead")).filter(({ lesson }) => lesson === "long");
      await desk.show(buildLesson({ id: "long", body: filler(6) }));
      await desk.page.locator("#part-6").waitFor();
      assert.deepEqual(await marks(), []);
      await desk.page.mouse.wheel(0, 20_000);
      for (let tries = 0; (await marks()).length === 0; tries++) {
        assert.ok(tries < 100, "the end is not noticed");
        await desk.page.waitForTimeout(50);
      }
      assert.deepEqual(await marks(), [{ type: "markRead", lesson: "long", read: true }]);
    });

    it("what the button says, and forgets it again", async () => {
      await desk.show(buildLesson({ body: "Short." }), { read: ["test"] });
      const mark = desk.page.locator(".end > button");
      await desk.page.waitForFunction(() => document.querySelector(".end > button")?.textContent.includes("✓"));
      await mark.click();
      assert.deepEqual(await desk.heard("markRead"), [{ type: "markRead", lesson: "test", read: false }]);
      await desk.panel.send({ type: "reading", reading: { read: [], answered: {} } });
      await desk.page.waitForFunction(() => document.querySelector(".end > button")?.textContent === "Mark as read");
      await desk.page.locator(".more summary").click();
      await desk.page.getByRole("button", { name: "Forget what I did in this lesson" }).click();
      assert.deepEqual(await desk.heard("resetProgress"), [{ type: "resetProgress", lesson: "test" }]);
    });
  });

  describe("opens doors", () => {
    it("of keys: what is known, a sample, the reader's own files", async () => {
      await desk.show(buildLesson({ body: "Short." }));
      await desk.untilHeard("findPlaces");
      const places = [
        {
          key: "net.core.somaxconn",
          value: "4096",
          label: "etc/sysctl.conf",
          file: "file:///x",
          line: 7,
          canSimulate: true,
        },
      ];
      await desk.panel.send({ type: "places", lesson: "test", places });
      const notes = [
        { key: "net.core.somaxconn", markdown: "**Now**: `4096`" },
        { key: "other", markdown: "<b>no</b>" },
      ];
      await desk.panel.send({ type: "liveNotes", lesson: "test", notes });
      await desk.page.getByText("Now: 4096").waitFor();
      await desk.page.getByRole("button", { name: /^etc\/sysctl\.conf:7/ }).click();
      await desk.page.getByRole("button", { name: /^Simulate with this value: net\.core\.somaxconn = 4096/ }).click();
      assert.deepEqual(await desk.heard("simulatePlace"), [
        { type: "simulatePlace", file: "file:///x", key: "net.core.somaxconn" },
      ]);
      await desk.page.getByRole("button", { name: "Explain: net.core.somaxconn" }).click();
      await desk.page.getByRole("button", { name: "Open in a sample file: net.core.somaxconn" }).click();
      assert.deepEqual(await desk.heard("openPlace"), [{ type: "openPlace", file: "file:///x", line: 7 }]);
      assert.deepEqual(await desk.heard("openSample"), [
        { type: "openSample", lesson: "test", key: "net.core.somaxconn" },
      ]);
      assert.deepEqual((await desk.heard("command")).at(-1), {
        type: "command",
        command: "netstackLens.explain",
        argument: "net.core.somaxconn",
      });
    });

    it("of commands: copied without their prompts, or all", async () => {
      await desk.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await desk.page.evaluate(() => {
        Object.defineProperty(navigator, "clipboard", { value: { writeText: (text: string) => ((document.body.dataset["copied"] = text), Promise.resolve()) } }); // prettier-ignore
      });
      await desk.show(buildLesson({ body: "```console\n$ ss -ltn\nState\n$ nstat -az\n```\n\n```c\nint x;\n```\n" }));
      const copied = () => desk.page.evaluate(() => document.body.dataset["copied"]);
      await desk.page.getByRole("button", { name: "Copy commands" }).click();
      assert.equal(await copied(), "ss -ltn\nnstat -az");
      await desk.page.getByRole("button", { name: "Copy all" }).click();
      assert.equal(await copied(), "$ ss -ltn\nState\n$ nstat -az");
      await desk.page.getByRole("button", { name: "Copy", exact: true }).click();
      assert.equal(await copied(), "int x;");
    });
  });

  it("runs nothing a lesson brings along", async () => {
    const hostile = [
      "<script>window.hit = 1</script>",
      "<img src=x onerror='window.hit = 1'>",
      "[x](javascript:window.hit=1)",
      "[x](command:workbench.action.quit)",
      '[<b>1</b>](sim:a."onmouseover=window.hit=1)',
      "![x](https://example.org/x.png)",
      "## <img src=x onerror=window.hit=1>",
      '```prediction\n"><img src=x onerror=window.hit=1>\n```',
      '```simulation\n"><img src=x onerror=window.hit=1>\n```',
      "```console\n$ <img src=x onerror=window.hit=1>\n```",
      '```mermaid\nflowchart LR\n a["<img src=x onerror=window.hit=1>"] --> b\n click a "javascript:window.hit=1"\n```',
    ].join("\n\n");
    const evil = "<img src=x onerror=window.hit=1>[x](javascript:window.hit=1)";
    await desk.show(
      buildLesson({
        body: `${hostile}\n\n\`\`\`prediction\nq\n\`\`\`\n\n\`\`\`simulation\ns\n\`\`\`\n`,
        title: "<b>bold</b>",
        answer: evil,
        keys: ["<i>k</i>"],
        sources: [{ doc: '"><img src=x onerror=window.hit=1>' }, { measured: evil, kernel: "6.18" }],
        predictions: [
          {
            id: "q",
            simulation: "s",
            question: evil,
            answers: [
              { text: evil, why: evil },
              { text: "b", right: true, why: evil },
            ],
          },
        ],
        simulations: [{ id: "s", scenario: "accept-queue", caption: evil, show: [evil] }],
      }),
    );
    await desk.page.locator("figure.diagram").locator("svg, [role=alert]").first().waitFor();
    await desk.page.getByRole("heading", { name: "<b>bold</b>" }).waitFor();
    await desk.page.locator(".answer-button").first().click();
    await desk.page.locator(".figures").waitFor();
    assert.equal(await desk.page.evaluate(() => (window as { hit?: number }).hit), undefined);
    const bad = "a[href^=javascript], a[href^=command], main script, main img, main [onerror], main [onmouseover]";
    assert.equal(await desk.page.locator(bad).count(), 0);
  });

  it("pays no attention to messages that are none", async () => {
    await desk.show(buildLesson({ body: "Stays." }));
    for (const message of [
      undefined,
      null,
      1,
      "x",
      {},
      { type: "showLesson" },
      { ...showMessage(buildLesson()), paths: 1 },
      { type: "simulation", lesson: "test", id: "s", state: {} },
    ])
      await desk.panel.send(message);
    await desk.page.getByText("Stays.").waitFor();
    await desk.panel.send({ type: "showFailure", message: "Gone wrong." });
    await desk.page.getByRole("alert").filter({ hasText: "Gone wrong." }).waitFor();
  });

  it("needed its content security policy for nothing but the hostile lesson", async () => {
    // The handler in the diagram's label.
    assert.deepEqual(await desk.panel.violations(), ["script-src-attr inline"]);
  });
});
