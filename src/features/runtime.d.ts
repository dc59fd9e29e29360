// What Node and web workers both offer and our adapters use; everything else comes from `vscode`.
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const crypto: { randomUUID(): string };

declare function setTimeout(callback: () => void, milliseconds: number): number;
declare function clearTimeout(timer: number | undefined): void;
