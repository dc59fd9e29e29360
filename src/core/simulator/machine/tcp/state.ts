/** States of a connection as RFC 9293 and `ss` have them; SYN_RECV is a request of a listener. */
export type TcpState =
  | "SYN_SENT"
  | "ESTABLISHED"
  | "FIN_WAIT1"
  | "FIN_WAIT2"
  | "CLOSE_WAIT"
  | "LAST_ACK"
  | "CLOSING"
  | "TIME_WAIT"
  | "CLOSE";

/** Why a connection is gone (`sk_err`), or what a call on it comes to. */
export type TcpErrno = "ETIMEDOUT" | "ECONNREFUSED" | "ECONNRESET" | "EPIPE" | "EADDRINUSE" | "EADDRNOTAVAIL";
