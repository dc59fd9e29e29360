// @ts-check
// Preloaded into the VS Code server. Our end of its standard input closes when we end, however that
// happens (a signal that cannot be caught, too), and then the server and all it started must go.
if (process.argv[1]?.endsWith("server-main.js")) {
  process.stdin.on("end", endGroup).on("error", endGroup).resume();
}

function endGroup() {
  if (process.platform === "win32") process.exit();
  process.kill(-process.pid, "SIGKILL");
}
