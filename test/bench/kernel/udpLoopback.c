// How many UDP datagrams a second the running kernel carries over loopback into a socket with a reader.
// udpLoopback SECONDS PAYLOAD turns|plain|batch [READER-CPU SENDER-CPU]
//   turns: one process sends and reads by turns; plain: send and recv in two; batch: sendmmsg and recvmmsg in two.
// Prints: datagrams read, datagrams sent, seconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, MOST_PAYLOAD = 1400 };

static char bytes[BATCH][MOST_PAYLOAD];
static struct iovec parts[BATCH];
static struct mmsghdr messages[BATCH];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

// Rules and taps of the machine's own network would count too; without the right to another, its loopback serves.
static void enter_own_network(void) {
  if (unshare(CLONE_NEWNET) != 0) return;
  int probe = socket(AF_INET, SOCK_DGRAM, 0);
  struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  if (ioctl(probe, SIOCSIFFLAGS, &lo) != 0) fail("lo");
  close(probe);
}

static void stay_on(const char *cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(atoi(cpu), &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) fail("sched_setaffinity");
}

static int send_some(int from, int batched) {
  if (batched) return sendmmsg(from, messages, BATCH, 0);
  return send(from, bytes[0], parts[0].iov_len, 0) > 0;
}

static int read_some(int to, int batched) {
  if (batched) return recvmmsg(to, messages, BATCH, MSG_WAITFORONE, NULL);
  return recv(to, bytes[0], sizeof bytes[0], 0) > 0;
}

static void open_pair(int *from, int *to) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  *from = socket(AF_INET, SOCK_DGRAM, 0);
  *to = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(*to, (struct sockaddr *)&address, length) != 0) fail("bind");
  if (getsockname(*to, (struct sockaddr *)&address, &length) != 0) fail("getsockname");
  if (connect(*from, (struct sockaddr *)&address, length) != 0) fail("connect");
}

static pid_t start_sender(int from, int batched, const char *cpu, volatile long *sent) {
  pid_t child = fork();
  if (child != 0) return child;
  if (cpu) stay_on(cpu);
  for (;;) {
    int count = send_some(from, batched);
    if (count > 0) *sent += count;
  }
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  const double seconds = atof(argv[1]);
  const size_t payload = atoi(argv[2]);
  const int turns = strcmp(argv[3], "turns") == 0, batched = strcmp(argv[3], "batch") == 0;
  if (payload < 1 || payload > MOST_PAYLOAD) return 2;
  for (int at = 0; at < BATCH; at++) {
    parts[at] = (struct iovec){.iov_base = bytes[at], .iov_len = payload};
    messages[at].msg_hdr = (struct msghdr){.msg_iov = &parts[at], .msg_iovlen = 1};
  }
  enter_own_network();
  int from, to;
  open_pair(&from, &to);
  volatile long *sent = mmap(NULL, sizeof *sent, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (argc > 4) stay_on(argv[4]);
  const pid_t sender = turns ? 0 : start_sender(from, batched, argc > 5 ? argv[5] : NULL, sent);
  const double start = now();
  long read = 0;
  for (int round = 0; (round & 63) != 0 || now() - start < seconds; round++) {
    if (turns) *sent += send_some(from, 0);
    const int count = read_some(to, batched);
    if (count > 0) read += count;
  }
  printf("%ld %ld %f\n", read, *sent, now() - start);
  if (sender > 0) {
    kill(sender, SIGKILL);
    waitpid(sender, NULL, 0);
  }
  return 0;
}
