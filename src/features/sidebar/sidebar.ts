import * as vscode from "vscode";
import type { Feature } from "../host";
import { lessonTree } from "./lessonTree";
import { reviewTree } from "./reviewTree";
import { scenarioTree } from "./scenarioTree";

/** The views of the activity bar's "Netstack Lens". Nothing is read before one of them is looked at. */
export const sidebar: Feature = (host) =>
  vscode.Disposable.from(lessonTree(host), scenarioTree(host), reviewTree(host));
