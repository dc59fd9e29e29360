import { allLessons } from "../support/lessons";
import { assertAccessible } from "./support/accessible";
import { openPanelPage, type PanelPage } from "./support/panelPage";

const labels = { diagramFailed: "No drawing.", minutes: "5 minutes", sources: "Sources", keys: "Keys", contexts: { hardware: "hardware", hardirq: "hardirq", softirq: "softirq", ksoftirqd: "ksoftirqd", process: "process" } }; // prettier-ignore

describe("lessons for axe", function () {
  this.timeout(60_000);
  let panel: PanelPage;
  before(async () => {
    panel = await openPanelPage("lesson");
  });
  after(() => panel.close());

  for (const lesson of allLessons())
    it(`finds nothing wrong with ${lesson.id} (${lesson.language}) in any theme`, async () => {
      await panel.send({ type: "showLesson", lesson, labels });
      const figures = panel.page.locator("figure.diagram");
      await assertAccessible(panel.page, {
        untilDrawn: async () => {
          for (const figure of await figures.all()) await figure.locator("svg").first().waitFor();
        },
      });
    });
});
