import type { Host } from "../host";
import type { AckState } from "./ackState";
import type { SharedData } from "../packet";

const leastReceiveBuffer = 2304; // SOCK_MIN_RCVBUF
const largestHalf = 0x3fffffff; // INT_MAX / 2
const ratioShift = 8; // TCP_RMEM_TO_WIN_SCALE
const defaultRatio = 1 << (ratioShift - 1);
const longestScale = 14; // TCP_MAX_WSCALE
const initialWindow = 10; // TCP_INIT_CWND
const defaultMss = 536; // TCP_MSS_DEFAULT
const leastMss = 88; // TCP_MIN_MSS

/** Data in a receive queue. */
export interface Received {
  readonly seq: number;
  end: number;
  truesize: number;
  /** Pieces of pages its data lies in. */
  fragments: number;
  readonly isEnd: boolean;
  /** The sender's packet its memory is shared with, on the same machine. */
  readonly source: SharedData | undefined;
}

/** What one end receives: its buffer, and the window it offers (`tcp_rcvbuf`, `tcp_select_window`). */
export class Receiver {
  /** `rcv_nxt`, `copied_seq` */
  next = 0;
  copied = 0;
  /** `rcv_wnd`, and the sequence number it counts from (`rcv_wup`). */
  window = 0;
  windowStart = 0;
  /** `rcv_wscale` */
  windowScale = 0;
  /** `window_clamp` and `rcv_ssthresh`: what the window will never and not yet be above. */
  windowClamp = 0;
  windowLimit = 0;
  /** `sk_rmem_alloc` */
  memory = 0;
  /** The length of full segments as far as one can tell (`icsk_ack.rcv_mss`). */
  mss = leastMss;
  lastLength = 0;
  /** The advertised MSS without what options take (`advmss`). */
  advertisedMss = 0;
  /** `sk_rcvbuf` */
  bufferBytes: number;
  /** SO_RCVBUF was set. */
  readonly isFixed: boolean;
  /** Bytes an application reads in a round trip (`rcvq_space`). */
  readonly readRate = { bytes: 0, seq: 0, atUs: 0 };
  /** Data in order need few checks (`pred_flags`). */
  isPredicting = false;
  private ratio = defaultRatio;

  constructor(
    readonly host: Host,
    private readonly ack: AckState,
    asked: number | undefined,
  ) {
    this.isFixed = asked !== undefined;
    this.bufferBytes =
      asked === undefined
        ? host.tcp.settings.rmem[1]
        : Math.max(Math.min(asked < 0 ? largestHalf : asked, host.sysctl("net.core.rmem_max"), largestHalf) * 2, leastReceiveBuffer);
  } // prettier-ignore

  /** `tcp_win_from_space`: how much of a buffer may be data. Before 6.6 a sysctl said it for all sockets. */
  windowOf(space: number): number {
    if (this.host.machine.rules.measuresScalingRatio) return Math.floor((space * this.ratio) / (1 << ratioShift));
    const scale = this.host.sysctl("net.ipv4.tcp_adv_win_scale");
    return scale <= 0 ? Math.floor(space / 2 ** -scale) : space - Math.floor(space / 2 ** scale);
  }

  /** `tcp_space` */
  get freeWindow(): number {
    return this.windowOf(this.bufferBytes - this.memory);
  }

  /** `tcp_receive_window`: what is left of the window that was offered. */
  get windowLeft(): number {
    return Math.max(0, this.windowStart + this.window - this.next);
  }

  /** `tcp_select_initial_window`: the first window, in whole segments, and how it will be scaled. */
  selectInitialWindow(mss: number, mayScale: boolean): void {
    const whole = this.windowOf(this.bufferBytes);
    this.windowClamp = this.isFixed ? whole : 65535 << longestScale;
    let space = Math.min(this.windowClamp, Math.max(0, whole));
    if (space > mss) space -= space % mss;
    this.window = this.host.sysctl("net.ipv4.tcp_workaround_signed_windows") ? Math.min(space, 32767) : space;
    this.windowScale = 0;
    if (mayScale) {
      const most = Math.max(space, this.host.tcp.settings.rmem[2], this.host.sysctl("net.core.rmem_max"));
      const reach = 31 - Math.clz32(Math.max(1, Math.min(most, this.windowClamp)));
      this.windowScale = Math.min(Math.max(reach - 15, 0), longestScale);
    }
    this.windowClamp = Math.min(65535 * (1 << this.windowScale), this.windowClamp);
    this.windowLimit = this.window;
  }

  /** `tcp_initialize_rcv_mss` */
  initializeMss(sendMss: number): void {
    this.mss = Math.max(Math.min(this.advertisedMss, sendMss, Math.floor(this.window / 2), defaultMss), leastMss);
  }

  /** `tcp_init_buffer_space`: once connected, one segment of the buffer is kept free. */
  initializeSpace(nowUs: number): void {
    const most = this.windowOf(this.bufferBytes);
    const { advertisedMss } = this;
    const appWindow = this.host.sysctl("net.ipv4.tcp_app_win");
    if (this.windowClamp >= most) {
      this.windowClamp = most;
      if (appWindow > 0 && most > 4 * advertisedMss) {
        this.windowClamp = Math.max(most - Math.floor(most / 2 ** appWindow), 4 * advertisedMss);
      }
    }
    if (appWindow > 0 && this.windowClamp > 2 * advertisedMss && this.windowClamp + advertisedMss > most) {
      this.windowClamp = Math.max(2 * advertisedMss, most - advertisedMss);
    }
    this.windowLimit = Math.min(this.windowLimit, this.windowClamp);
    this.readRate.bytes = Math.min(this.windowLimit, this.window, initialWindow * advertisedMss);
    this.readRate.seq = this.copied;
    this.readRate.atUs = nowUs;
  }

  /** `tcp_select_window`: offers a window and tells what the header says of it. */
  selectWindow(): number {
    const before = this.window;
    const left = this.windowLeft;
    let window = this.computeWindow();
    const { counters } = this.host;
    if (window < left && !this.mayShrink) {
      if (window === 0) counters["TcpExt.TCPWantZeroWindowAdv"]++;
      window = roundUp(left, 1 << this.windowScale);
    }
    this.window = window;
    this.windowStart = this.next;
    const scaled = Math.floor(Math.min(window, 65535 * (1 << this.windowScale)) / (1 << this.windowScale));
    if (scaled === 0) {
      this.isPredicting = false;
      if (before > 0) counters["TcpExt.TCPToZeroWindowAdv"]++;
    } else if (before === 0) {
      counters["TcpExt.TCPFromZeroWindowAdv"]++;
    }
    return scaled;
  }

  /** A window of 0, as there is no memory for what has come (ICSK_ACK_NOMEM). */
  closeWindow(): void {
    this.isPredicting = false;
    this.window = 0;
    this.windowStart = this.next;
  }

  /** `tcp_fast_path_check` */
  checkPrediction(hasGap: boolean): void {
    if (!hasGap && this.window > 0 && this.memory < this.bufferBytes) this.isPredicting = true;
  }

  /** `__tcp_select_window` */
  computeWindow(): number {
    const scale = 1 << this.windowScale;
    const all = this.windowOf(this.bufferBytes);
    const full = Math.min(this.windowClamp, all);
    let { mss } = this;
    if (mss > full) {
      mss = full;
      if (mss <= 0) return 0;
    }
    let free = this.freeWindow;
    const isLow = free < full >> 1;
    if (isLow || this.mayShrink) free = Math.floor(free / scale) * scale;
    if (isLow) {
      this.ack.quick = 0;
      if (this.host.tcp.memory.isUnderPressure) this.limitWindow(4 * this.advertisedMss);
      if (free < all >> 4 || free < mss || (this.mayShrink && free < scale)) return 0;
    }
    free = Math.min(free, this.windowLimit);
    if (this.windowScale > 0) return roundUp(free, scale);
    const { window } = this;
    if (window <= free - mss || window > free) return free - (free % mss);
    return mss === full && free > window + (full >> 1) ? free : window;
  }

  /** `tcp_measure_rcv_mss`: learns how long segments are, and with it how much of the buffer is overhead. */
  measureMss(length: number, bytes: number, truesize: number, headerBytes: number, isPushed: boolean): void {
    if (length < this.mss) {
      this.learnShorter(length, headerBytes, isPushed);
      return;
    }
    this.lastLength = 0;
    if (length !== this.mss && this.host.machine.rules.measuresScalingRatio) {
      const ratio = Math.max(1, Math.floor((bytes << ratioShift) / truesize));
      if (ratio !== this.ratio) {
        this.ratio = ratio;
        this.setWindowClamp(this.windowOf(this.bufferBytes));
        this.readRate.bytes = Math.min(this.readRate.bytes, this.windowClamp);
      }
    }
    this.mss = Math.min(length, this.advertisedMss);
  }

  /** `tcp_grow_window`: lets the window grow as long as what comes does not cost more memory than it is worth. */
  growWindow(bytes: number, truesize: number): boolean {
    const room = Math.min(this.windowClamp, this.freeWindow) - this.windowLimit;
    if (room <= 0) return false;
    if (this.host.tcp.memory.isUnderPressure) {
      this.limitWindow(4 * this.advertisedMss);
      return false;
    }
    const gain = this.windowOf(truesize) <= bytes ? 2 * this.advertisedMss : this.smallGain(bytes, truesize);
    if (gain === 0) return false;
    this.windowLimit += Math.min(room, Math.max(gain, 2 * bytes));
    return true;
  }

  /** `tcp_adjust_rcv_ssthresh` */
  limitWindow(bytes: number): void {
    this.windowLimit = Math.min(this.windowLimit, bytes);
  }

  /** `tcp_rcvbuf_grow`: the buffer follows what the application reads in a round trip. */
  growBuffer(bytes: number, beyondGap: number): void {
    const before = this.readRate.bytes;
    this.readRate.bytes = bytes;
    if (this.isFixed || !this.host.sysctl("net.ipv4.tcp_moderate_rcvbuf")) return;
    let window = bytes * 2;
    window += Math.floor((window * (bytes - before)) / before) * 2 + beyondGap;
    const buffer = Math.min(this.spaceOf(window), this.host.tcp.settings.rmem[2]);
    if (buffer <= this.bufferBytes) return;
    this.bufferBytes = buffer;
    this.windowClamp = this.windowOf(buffer);
  }

  private get mayShrink(): boolean {
    return this.windowScale > 0 && this.host.machine.rules.mayShrinkWindow && this.host.sysctl("net.ipv4.tcp_shrink_window") !== 0;
  } // prettier-ignore

  /** `tcp_space_from_win` */
  private spaceOf(window: number): number {
    if (this.host.machine.rules.measuresScalingRatio) return Math.floor((window * (1 << ratioShift)) / this.ratio);
    return window * 2;
  }

  /** Shorter segments than before count when two of the same length follow each other. */
  private learnShorter(length: number, headerBytes: number, isPushed: boolean): void {
    const last = this.lastLength;
    this.lastLength = 0;
    const whole = length + headerBytes - 20;
    if (whole < defaultMss && (whole < leastMss || isPushed)) return;
    this.lastLength = length;
    if (length === last) this.mss = length;
  }

  /** `tcp_set_window_clamp` */
  private setWindowClamp(bytes: number): void {
    const before = this.windowClamp;
    this.windowClamp = Math.max(leastReceiveBuffer / 2, bytes);
    if (this.windowClamp < before) this.limitWindow(this.windowClamp);
    else if (this.windowClamp > before) {
      this.windowLimit = Math.max(Math.min(this.window, this.windowClamp), this.windowLimit);
    }
  }

  /** `__tcp_grow_window` */
  private smallGain(bytes: number, truesize: number): number {
    let cost = this.windowOf(truesize) >> 1;
    let window = this.windowOf(this.host.tcp.settings.rmem[2]) / 2;
    while (this.windowLimit <= window) {
      if (cost <= bytes) return 2 * this.mss;
      cost >>= 1;
      window = Math.floor(window / 2);
    }
    return 0;
  }
}

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;
