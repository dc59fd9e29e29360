import type { Host } from "./host";
import { LabError } from "./labError";

/**
 * Opens and drives TCP sockets with the options Node does not offer. It reads one command a line and answers with a
 * line: what was asked for, or `!` and the name of an error. Lasting commands answer when they are over.
 */
const program = String.raw`
use strict;
use warnings;
use Errno;
use Fcntl;
use Socket;
$| = 1;
my $parent = getppid();

# Not in every Socket: of linux/if_packet.h, if_ether.h, sockios.h, netlink.h, sock_diag.h.
my ($AF_PACKET, $ETH_P_ALL, $ETH_P_IP, $PACKET_OUTGOING, $SIOCGSTAMP) = (17, 0x0003, 0x0800, 4, 0x8906);
my ($AF_NETLINK, $NETLINK_SOCK_DIAG, $SOCK_DIAG_BY_FAMILY, $TCP_LISTEN) = (16, 4, 20, 10);
my (%sockets, $packets, $probe, $diag);

sub error { return (sort grep { $!{$_} } keys %!)[0] // $! + 0 }
sub address { my ($host, $port) = @_; return pack_sockaddr_in($port, inet_aton($host)) }
# A lasting command ends with the process that gave it.
sub endAlone { exit if getppid() != $parent }
sub isReadable {
  my ($socket, $seconds) = @_;
  vec(my $set = "", fileno($socket), 1) = 1;
  return select($set, undef, undef, $seconds) > 0;
}

# Whether the kernel has a socket of these addresses; where it has none, it answers with the listener.
sub isThere {
  my ($host, $port, $peer, $peerPort) = @_;
  my $id = pack("nn a16 a16 L LL", $port, $peerPort, inet_aton($host), inet_aton($peer), 0, ~0 & 0xffffffff, ~0 & 0xffffffff);
  my $request = pack("CCCCL", AF_INET, Socket::IPPROTO_TCP(), 0, 0, 0xffffffff) . $id;
  send($diag, pack("LSSLL", 16 + length $request, $SOCK_DIAG_BY_FAMILY, 1, 0, 0) . $request, 0) or die "send: $!";
  recv($diag, my $answer, 8192, 0);
  my ($type, $state) = unpack("x4 S x11 C", $answer);
  return $type == $SOCK_DIAG_BY_FAMILY && $state != $TCP_LISTEN;
}

# Has the kernel note the time, as that of a packet to this program itself.
sub note { return send($probe, "", 0, getsockname($probe)) }

# When the packets left that were seen since the last call.
sub departures {
  my @times;
  while (isReadable($packets, 0)) {
    my $from = recv($packets, my $packet, 64, 0);
    ioctl($packets, $SIOCGSTAMP, my $stamp = pack("l!l!", 0, 0));
    my ($protocol, $type) = unpack("x2 n x6 C", $from);
    push @times, sprintf("%d.%06d", unpack("l!l!", $stamp)) if $protocol == $ETH_P_IP && $type == $PACKET_OUTGOING;
  }
  return @times;
}

my %commands = (
  open => sub {
    my ($id) = @_;
    return socket($sockets{$id}, PF_INET, SOCK_STREAM, 0) && fcntl($sockets{$id}, F_SETFL, O_NONBLOCK) && "ok";
  },
  option => sub {
    my ($id, $name, @values) = @_;
    return setsockopt($sockets{$id}, SOL_SOCKET, Socket->can($name)->(), pack("i*", @values)) && "ok";
  },
  bind => sub { my ($id, @address) = @_; return bind($sockets{$id}, address(@address)) && "ok" },
  listen => sub { my ($id, $backlog) = @_; return listen($sockets{$id}, $backlog) && "ok" },
  connect => sub {
    my ($id, @address) = @_;
    return (connect($sockets{$id}, address(@address)) || $!{EINPROGRESS}) && "ok";
  },
  close => sub { my ($id) = @_; return close(delete $sockets{$id}) && "ok" },
  write => sub { my ($id, $size) = @_; return syswrite($sockets{$id}, "x" x $size) },

  # Writes again and again until nothing is taken any more for so many pauses; how many bytes were.
  fill => sub {
    my ($id, $size, $pauseSeconds, $pauses) = @_;
    my ($data, $total) = ("x" x $size, 0);
    for (my $idle = 0; $idle < $pauses; $idle++) {
      while (my $written = syswrite($sockets{$id}, $data)) { $total += $written; $idle = 0 }
      return undef unless $!{EAGAIN};
      endAlone();
      select(undef, undef, undef, $pauseSeconds);
    }
    return "$total bytes";
  },

  # Waits until a socket has failed, and notes the time; why.
  failure => sub {
    my ($id) = @_;
    while (1) {
      isReadable($sockets{$id}, 1);
      endAlone();
      my $error = unpack("i", getsockopt($sockets{$id}, SOL_SOCKET, SO_ERROR));
      next unless $error;
      note();
      $! = $error;
      return error();
    }
  },

  # Waits until the kernel has no socket of these addresses, and notes the time.
  absence => sub {
    my (@addresses) = @_;
    socket($diag, $AF_NETLINK, SOCK_RAW, $NETLINK_SOCK_DIAG) or return undef;
    while (isThere(@addresses)) { endAlone(); select(undef, undef, undef, 0.01) }
    return defined note() && "ok";
  },

  # From here on the kernel notes when packets leave.
  watch => sub {
    socket($packets, $AF_PACKET, SOCK_DGRAM, unpack("S", pack("n", $ETH_P_ALL))) or return undef;
    ioctl($packets, $SIOCGSTAMP, my $stamp = pack("l!l!", 0, 0));
    # It begins a little later: once packets sent some time apart have stamps as far apart.
    socket($probe, PF_INET, SOCK_DGRAM, 0) or return undef;
    bind($probe, address("127.0.0.1", 0)) or return undef;
    my @times;
    do {
      for (1, 2) { note(); select(undef, undef, undef, 0.005) }
      @times = departures();
    } until @times > 1 && $times[-1] - $times[0] > 0.004;
    return "ok";
  },

  # When packets left since, in seconds of the wall clock.
  left => sub { return join " ", "at", departures() },
);

print "ready\n";
while (my $line = <STDIN>) {
  my ($name, @args) = split " ", $line;
  my $answer = $commands{$name}->(@args);
  print $answer || "!" . error(), "\n";
}
`;

/** TCP sockets in a host's namespace, by names. */
export class Sockets {
  private constructor(
    private readonly host: Host,
    private readonly name: string,
  ) {}

  /** Needs Perl, of which the part that base systems have is enough. */
  static async start(host: Host, name = "sockets"): Promise<Sockets> {
    await host.perl(name, program);
    return new Sockets(host, name);
  }

  /** Has one command carried out. Throws `LabError` with the kernel's reason. */
  async tell(...words: readonly (string | number)[]): Promise<string> {
    const answer = await this.host.tell(this.name, words.join(" "));
    if (answer.startsWith("!")) throw new LabError(`${words.join(" ")}: ${answer.slice(1)}`);
    return answer;
  }
}
