import { agent } from "./agent";
import { idle, type IdleSocket } from "./idle";
import { agentRole, idleRole } from "./roles";

// A script of its own: every case starts several of these, and the whole command line takes long to load.
const [role, given = ""] = process.argv.slice(2);
if (role === agentRole) agent(given);
else if (role === idleRole) idle(JSON.parse(given) as IdleSocket);
else process.exitCode = 2;
