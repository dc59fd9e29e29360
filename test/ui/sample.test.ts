import { openFile } from "./support/actions";
import { withWorkbench } from "./support/workbench";

describe("the sample workspace", () => {
  const workbench = withWorkbench();

  it("opens in the editor", async () => {
    const { page } = workbench();
    await openFile(page, "99-tuning.conf");
    await page.locator(".view-line", { hasText: "net.core" }).first().waitFor();
  });
});
