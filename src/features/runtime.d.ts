// What Node and web workers both offer and our adapters use; everything else comes from `vscode`.
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const crypto: { randomUUID(): string };
declare class URLSearchParams {
  constructor(init: string | readonly (readonly [string, string])[]);
  get(name: string): string | null;
  getAll(name: string): string[];
  toString(): string;
}

declare function setTimeout(callback: () => void, milliseconds: number): number;
declare function clearTimeout(timer: number | undefined): void;

// What only one of them offers: ask before use.
interface NodeModules {
  readonly "node:worker_threads": {
    readonly Worker: new (file: string) => {
      on(event: "message" | "error" | "exit", listener: (value: unknown) => void): void;
      postMessage(message: unknown): void;
      terminate(): Promise<number>;
    };
  };
}
declare const process: { getBuiltinModule?<Id extends keyof NodeModules>(id: Id): NodeModules[Id] } | undefined;

declare const Blob: new (parts: readonly Uint8Array[], options: { readonly type: string }) => object;
declare const URL: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void };
declare class Worker {
  constructor(url: string);
  onmessage: (event: { readonly data: unknown }) => void;
  onerror: (event: { readonly message?: string }) => void;
  postMessage(message: unknown): void;
  terminate(): void;
}
