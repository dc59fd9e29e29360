// The case of the simulator's bench as an ns-3 model: frames arrive at random times at a network device and go up through
// IPv4 and UDP into a socket whose reader is called for each.
// udpToReader PACKETS wire: the frames come from nowhere, as in ours; udpToReader PACKETS flow: from a node that sends them.
// Prints: datagrams read, seconds of wall time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "ns3/core-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"
#include "ns3/point-to-point-module.h"

using namespace ns3;

namespace {

const uint32_t payloadBytes = 100;
const uint16_t port = 9000;
const double meanNs = 2500;

uint64_t left;
uint64_t datagramsRead = 0;
Ptr<UniformRandomVariable> gap;
Ptr<Socket> sender;
Ptr<PointToPointNetDevice> receiver;
Ipv4Address from, to;

void Read(Ptr<Socket> socket) {
  while (socket->Recv()) datagramsRead++;
}

void Again(void (*next)()) {
  if (--left > 0) Simulator::Schedule(NanoSeconds(gap->GetInteger(1, 2 * meanNs)), next);
}

void Send() {
  sender->Send(Create<Packet>(payloadBytes));
  Again(Send);
}

void Arrive() {
  Ptr<Packet> frame = Create<Packet>(payloadBytes);
  UdpHeader udp;
  udp.SetSourcePort(40000);
  udp.SetDestinationPort(port);
  frame->AddHeader(udp);
  Ipv4Header ip;
  ip.SetSource(from);
  ip.SetDestination(to);
  ip.SetProtocol(UdpL4Protocol::PROT_NUMBER);
  ip.SetPayloadSize(frame->GetSize());
  ip.SetTtl(64);
  frame->AddHeader(ip);
  PppHeader ppp;
  ppp.SetProtocol(0x0021);
  frame->AddHeader(ppp);
  receiver->Receive(frame);
  Again(Arrive);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  left = std::strtoull(argv[1], nullptr, 10);
  const bool isFlow = std::strcmp(argv[2], "flow") == 0;
  const uint64_t datagrams = left;

  NodeContainer nodes;
  nodes.Create(2);
  PointToPointHelper link;
  link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
  NetDeviceContainer devices = link.Install(nodes);
  InternetStackHelper stack;
  stack.SetIpv6StackInstall(false);
  stack.Install(nodes);
  Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
  Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
  from = interfaces.GetAddress(0);
  to = interfaces.GetAddress(1);
  receiver = DynamicCast<PointToPointNetDevice>(devices.Get(1));

  Ptr<Socket> reader = Socket::CreateSocket(nodes.Get(1), UdpSocketFactory::GetTypeId());
  reader->Bind(InetSocketAddress(Ipv4Address::GetAny(), port));
  reader->SetRecvCallback(MakeCallback(&Read));
  sender = Socket::CreateSocket(nodes.Get(0), UdpSocketFactory::GetTypeId());
  sender->Connect(InetSocketAddress(to, port));

  gap = CreateObject<UniformRandomVariable>();
  Simulator::ScheduleWithContext(isFlow ? 0 : 1, NanoSeconds(0), isFlow ? &Send : &Arrive);
  const auto start = std::chrono::steady_clock::now();
  Simulator::Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%llu %f\n", static_cast<unsigned long long>(datagramsRead), took.count());
  Simulator::Destroy();
  return datagramsRead == datagrams ? 0 : 1;
}
