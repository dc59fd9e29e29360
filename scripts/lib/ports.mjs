// @ts-check
import net from "node:net";

/**
 * Says whether a loopback port is free, and which one was given for 0. Throws when it is taken.
 * @param {number} port 0 asks for any free one
 * @returns {Promise<number>}
 */
export function claimPort(port) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      reject(error.code === "EADDRINUSE" ? new PortTakenError(port) : error);
    });
    probe.listen({ port, host: "127.0.0.1" }, () => {
      const address = /** @type {net.AddressInfo} */ (probe.address());
      probe.close(() => resolve(address.port));
    });
  });
}

/** The port somebody asked for belongs to another program. */
export class PortTakenError extends Error {
  /** @param {number} port */
  constructor(port) {
    super(`Port ${port} is taken by another program. Choose another one with --port, or leave it out for a free one.`);
    this.name = "PortTakenError";
  }
}
