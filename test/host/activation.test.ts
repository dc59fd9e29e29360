import * as vscode from "vscode";

describe("the extension", () => {
  it("is there and activates", async () => {
    const extension = vscode.extensions.getExtension("netstack-lens.netstack-lens");
    if (!extension) throw new Error("VS Code does not know the extension.");
    await extension.activate();
    if (!extension.isActive) throw new Error("It says it is not active after activation.");
  });
});
