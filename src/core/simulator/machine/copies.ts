/** How an application may move bytes from a card or a file to a card. */
export const carryModes = [
  "read-send", "recv-send", "sendfile", "splice", "zerocopy", "af-xdp-copy", "af-xdp", "bypass",
] as const; // prettier-ignore
export type CarryMode = (typeof carryModes)[number];

/** The way the bytes take: out through a card, or back in through `lo`. */
export type CarryPath = "nic" | "loopback";

/** One time the bytes are moved: by a CPU, or by the card itself. */
export interface Move {
  readonly by: "cpu" | "dma";
  readonly from: string;
  readonly to: string;
  /** The memory belongs to an application that may change it: where no card reads it, it is copied after all. */
  readonly isBorrowed?: boolean;
}

interface Way {
  readonly moves: readonly Move[];
  /** System calls for each portion. */
  readonly calls: number;
}

/** Every move in the order of the way, with the function that makes it where a CPU does. */
const ways: Readonly<Record<CarryMode, Way>> = {
  // filemap_read; skb_do_copy_data_nocache
  "read-send": { calls: 2, moves: [cpu("page cache", "application"), cpu("application", "sk_buff"), dma("sk_buff", "card")] },
  // skb_copy_datagram_iter; skb_do_copy_data_nocache
  "recv-send": { calls: 2, moves: [dma("card", "sk_buff"), cpu("sk_buff", "application"), cpu("application", "sk_buff"), dma("sk_buff", "card")] },
  // splice_to_socket hands on the pages themselves (MSG_SPLICE_PAGES)
  sendfile: { calls: 1, moves: [dma("page cache", "card")] },
  // skb_splice_bits: pages of the card go into the pipe, and from there into another sk_buff
  splice: { calls: 2, moves: [dma("card", "sk_buff"), dma("sk_buff", "card")] },
  // skb_zerocopy_iter_stream
  zerocopy: { calls: 1, moves: [{ ...dma("application", "card"), isBorrowed: true }] },
  // xsk_copy_xdp; xsk_build_skb
  "af-xdp-copy": { calls: 1, moves: [dma("card", "driver's page"), cpu("driver's page", "UMEM"), cpu("UMEM", "sk_buff"), dma("sk_buff", "card")] },
  "af-xdp": { calls: 1, moves: [dma("card", "UMEM"), dma("UMEM", "card")] },
  bypass: { calls: 0, moves: [dma("card", "application"), dma("application", "card")] },
}; // prettier-ignore

/**
 * The moves of a mode on a path; `undefined` where it cannot go. Without a card nothing is moved by DMA: `sk_buff`s keep
 * their pages, what an application has lent is copied (`skb_orphan_frags_rx`), and AF_XDP falls back to copying
 * (`xp_assign_dev`).
 */
export function wayOf(mode: CarryMode, path: CarryPath): Way | undefined {
  if (path === "nic") return ways[mode];
  if (mode === "bypass") return undefined;
  const { calls, moves } = ways[mode === "af-xdp" ? "af-xdp-copy" : mode];
  return {
    calls,
    moves: moves.flatMap((move) => {
      if (move.by === "cpu") return [move];
      return move.isBorrowed ? [cpu(move.from, "sk_buff")] : [];
    }),
  };
}

/** What carrying has cost so far. */
export class CopyCounts {
  copiedBytes = 0;
  cpuCopies = 0;
  dmaBytes = 0;
  dmaTransfers = 0;
  systemCalls = 0;

  /** One portion in one CPU copy. */
  countCopy(bytes: number): void {
    this.copiedBytes += bytes;
    this.cpuCopies++;
  }

  /** One portion by DMA, a transfer for each frame with its headers. */
  countDma(bytes: number, framePayload: number, frameHeaders: number): void {
    const frames = Math.ceil(bytes / framePayload);
    this.dmaTransfers += frames;
    this.dmaBytes += bytes + frames * frameHeaders;
  }
}

function cpu(from: string, to: string): Move {
  return { by: "cpu", from, to };
}

function dma(from: string, to: string): Move {
  return { by: "dma", from, to };
}
