import * as vscode from "vscode";
import type { ProcSource } from "../../core/live/procSource";
import { parseKernelVersion } from "../../core/knowledge/kernelVersion";
import type { KernelVersion } from "../../core/knowledge/types";
import { nodeModule } from "../nodeModule";
import { showsLiveValues } from "../settings";
import { createProcReader } from "./procReader";

/** The machine the extension host runs on, as far as it may be looked at. */
export interface RunningHost extends ProcSource {
  readonly name: string;
  /** Its release; `undefined` where it does not tell. */
  kernel(): Promise<KernelVersion | undefined>;
}

/** Why the running machine is not looked at. */
export type NoHost = "web" | "not-linux" | "untrusted" | "off";

/** The running machine, or why it is not looked at. */
export type LiveHost = RunningHost | NoHost;

/** Makes what asks, every time, whether the running machine may be looked at. */
export function createLiveHost(): () => LiveHost {
  let reached: RunningHost | undefined;
  return () => {
    if (typeof process === "undefined" || !nodeModule("node:fs")) return "web";
    if (process.platform !== "linux") return "not-linux";
    if (!vscode.workspace.isTrusted) return "untrusted";
    if (!showsLiveValues()) return "off";
    return (reached ??= reach()) ?? "web";
  };
}

function reach(): RunningHost | undefined {
  const reader = createProcReader();
  if (!reader) return undefined;
  let kernel: Promise<KernelVersion | undefined> | undefined;
  return {
    ...reader,
    name: nodeModule("node:os")?.hostname() ?? "localhost",
    kernel: () =>
      (kernel ??= reader
        .read("/proc/sys/kernel/osrelease")
        .then((reading) => (reading.kind === "value" ? parseKernelVersion(reading.text) : undefined))),
  };
}

/** The running machine, else tells the user why it is not looked at. */
export function hostOrMessage(live: LiveHost): RunningHost | undefined {
  if (typeof live !== "string") return live;
  void vscode.window.showWarningMessage(reasonText(live));
  return undefined;
}

/** Why the running machine is not looked at, in words. */
export function reasonText(reason: NoHost): string {
  switch (reason) {
    case "web":
      return vscode.l10n.t("In the browser there is no host to look at. Open the folder on a Linux machine.");
    case "not-linux":
      return vscode.l10n.t("Live values need Linux. Open the folder on a Linux machine, over SSH, in a container or in WSL."); // prettier-ignore
    case "untrusted":
      return vscode.l10n.t("Nothing is read from this host in a workspace that is not trusted. Trust it first.");
    case "off":
      return vscode.l10n.t("Live values are switched off: setting netstackLens.liveValues.");
  }
}
