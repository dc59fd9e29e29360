// How a worker hears and speaks: in Node through a port, in a browser through functions of its own.
declare const process:
  { getBuiltinModule?(id: "node:worker_threads"): { readonly parentPort: NodePort | null } | undefined } | undefined;

interface NodePort {
  once(event: "message", listener: (message: unknown) => void): void;
  postMessage(message: unknown): void;
}

declare function addEventListener(
  type: "message",
  listener: (event: { readonly data: unknown }) => void,
  options: { readonly once: boolean },
): void;
declare function postMessage(message: unknown): void;
