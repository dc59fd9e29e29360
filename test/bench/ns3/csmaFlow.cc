// A UDP flow as the tutorials of ns-3 build one: client and sink applications on two nodes of a CSMA network.
// csmaFlow PACKETS; prints: datagrams read, seconds of wall time.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "ns3/applications-module.h"
#include "ns3/core-module.h"
#include "ns3/csma-module.h"
#include "ns3/internet-module.h"
#include "ns3/network-module.h"

using namespace ns3;

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const uint32_t packets = std::strtoul(argv[1], nullptr, 10);
  const uint32_t payloadBytes = 100;
  const uint16_t port = 9000;

  NodeContainer nodes;
  nodes.Create(2);
  CsmaHelper link;
  link.SetChannelAttribute("DataRate", StringValue("10Gbps"));
  link.SetChannelAttribute("Delay", TimeValue(NanoSeconds(500)));
  NetDeviceContainer devices = link.Install(nodes);
  InternetStackHelper stack;
  stack.SetIpv6StackInstall(false);
  stack.Install(nodes);
  Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
  Ipv4InterfaceContainer interfaces = addresses.Assign(devices);

  PacketSinkHelper sinks("ns3::UdpSocketFactory", InetSocketAddress(Ipv4Address::GetAny(), port));
  ApplicationContainer sink = sinks.Install(nodes.Get(1));
  UdpClientHelper clients(interfaces.GetAddress(1), port);
  clients.SetAttribute("MaxPackets", UintegerValue(packets));
  clients.SetAttribute("Interval", TimeValue(NanoSeconds(2500)));
  clients.SetAttribute("PacketSize", UintegerValue(payloadBytes));
  clients.Install(nodes.Get(0));

  const auto start = std::chrono::steady_clock::now();
  Simulator::Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const uint64_t bytesRead = DynamicCast<PacketSink>(sink.Get(0))->GetTotalRx();
  std::printf("%llu %f\n", static_cast<unsigned long long>(bytesRead / payloadBytes), took.count());
  Simulator::Destroy();
  return 0;
}
