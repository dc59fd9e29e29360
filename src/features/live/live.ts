import type { Feature } from "../host";
import { compareFile } from "./compareFile";

/** What looks at the running machine, beside the hovers: files held against it. */
export const live: Feature = (host) => compareFile(host);
