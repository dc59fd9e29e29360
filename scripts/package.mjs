// @ts-check
// npm run package: makes netstack-lens-VERSION.vsix.
import { ensureDependencies } from "./lib/dependencies.mjs";
import { inProject } from "./lib/project.mjs";

await ensureDependencies();
const { createVSIX } = await import("@vscode/vsce");
// Everything is bundled, so node_modules stays out. `vscode:prepublish` builds for production.
// There is no public repository yet that links of the README could be turned towards.
await createVSIX({ cwd: inProject(), dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
