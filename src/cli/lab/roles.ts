/** What a process of a lab is started as. */
export const agentRole = "@agent";
export const idleRole = "@idle";
