/** Operands that start this program as a part of a lab; no scenario begins with this character. */
export const agentRole = "@agent";
export const idleRole = "@idle";
