# What udpLoopback.c measures by turns, for machines without a C compiler.
# udpLoopback.pl SECONDS PAYLOAD; prints: datagrams read, datagrams sent, seconds.
use strict;
use warnings;
use Socket;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($seconds, $payload) = @ARGV;
socket(my $from, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
socket(my $to, PF_INET, SOCK_DGRAM, 0) or die "socket: $!";
bind($to, sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!";
connect($from, getsockname($to)) or die "connect: $!";
my $bytes = "x" x $payload;
my ($read, $sent, $start) = (0, 0, clock_gettime(CLOCK_MONOTONIC));
while (clock_gettime(CLOCK_MONOTONIC) - $start < $seconds) {
    for (1 .. 64) {
        $sent++ if send($from, $bytes, 0);
        $read++ if defined recv($to, my $buffer, $payload, 0);
    }
}
printf "%d %d %f\n", $read, $sent, clock_gettime(CLOCK_MONOTONIC) - $start;
