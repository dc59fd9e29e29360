import * as vscode from "vscode";
import type { Feature } from "../host";
import { compareFile } from "./compareFile";
import { watchPanel } from "./watchPanel";

/** What looks at the running machine, beside the hovers: files held against it, and its counters over time. */
export const live: Feature = (host) => vscode.Disposable.from(compareFile(host), watchPanel(host));
