// What Node and web workers both offer and our adapters use; everything else comes from `vscode`.
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
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
  readonly "node:child_process": {
    execFile(
      file: string,
      args: readonly string[],
      options: { readonly env: object; readonly timeout: number },
      listener: (
        error: { readonly code?: number | string; readonly message: string } | null,
        out: string,
        complaint: string,
      ) => void,
    ): { kill(signal: "SIGINT"): boolean };
  };
  readonly "node:fs": {
    readonly promises: {
      open(path: string, flags: "r"): Promise<FileHandle>;
      readdir(path: string): Promise<string[]>;
    };
  };
  readonly "node:os": { hostname(): string };
}
interface FileHandle {
  read(buffer: Uint8Array, offset: number, length: number, position: null): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}
declare const process:
  | {
      readonly platform: string;
      readonly execPath: string;
      readonly env: object;
      getuid?(): number;
      getBuiltinModule?<Id extends keyof NodeModules>(id: Id): NodeModules[Id];
    }
  | undefined;

declare const Blob: new (parts: readonly Uint8Array[], options: { readonly type: string }) => object;
declare const URL: { createObjectURL(blob: object): string; revokeObjectURL(url: string): void };
declare class Worker {
  constructor(url: string);
  onmessage: (event: { readonly data: unknown }) => void;
  onerror: (event: { readonly message?: string }) => void;
  postMessage(message: unknown): void;
  terminate(): void;
}
