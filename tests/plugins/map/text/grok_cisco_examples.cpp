#include "grok_examples.hpp"

namespace sluice::testing {
namespace {

#define FROM_TO "from 192.0.2.7/1024 to 192.0.2.1/22"

constexpr GrokExample examples[] = {
    {"CISCO_TAGGED_SYSLOG", "<166>May  1 2024 10:00:00 fw1: %ASA-6-302013:", "%ASA-6-302013:"},
    {"CISCOTIMESTAMP", "May  1 2024 10:00:00", "2024-05-01"},
    {"CISCOTAG", "ASA-6-302013", "asa"},
    {"CISCO_ACTION", "denied by ACL", "allowed"},
    {"CISCO_REASON", "No matching connection", "!"},
    {"CISCO_DIRECTION", "Inbound", "up"},
    {"CISCO_INTERVAL", "300-second interval", "second hit"},
    {"CISCO_XLATE_TYPE", "dynamic", "fixed"},
    {"CISCOFW104001", "(Primary) Switching to ACTIVE - no switch reason", "Switching to ACTIVE"},
    {"CISCOFW104002", "(Secondary) Switching to STANDBY - set by peer", "(Other) Switching"},
    {"CISCOFW104003", "(Primary) Switching to FAILED.", "(Primary) Switching to OK."},
    {"CISCOFW104004", "(Primary) Switching to OK.", "(Primary) Switching to FAILED."},
    {"CISCOFW105003", "(Primary) Monitoring on Interface inside waiting", "Monitoring"},
    {"CISCOFW105004", "(Primary) Monitoring on interface inside normal", "Monitoring"},
    {"CISCOFW105005", "(Primary) Lost Failover communications with mate on interface inside",
     "(Primary) Lost"},
    {"CISCOFW105008", "(Primary) Testing Interface inside", "Testing inside"},
    {"CISCOFW105009", "(Primary) Testing on Interface inside Passed",
     "(Primary) Testing on Interface inside Maybe"},
    {"CISCOFW106001", "Inbound TCP connection denied " FROM_TO " flags SYN on interface outside",
     "Inbound TCP connection denied"},
    {"CISCOFW106006_106007_106010", "Deny inbound UDP " FROM_TO " on interface outside",
     "Deny inbound UDP"},
    {"CISCOFW106014",
     "Deny inbound icmp src outside:192.0.2.7 dst inside:192.0.2.1 (type 8, code 0)",
     "Deny inbound icmp src outside:192.0.2.7"},
    {"CISCOFW106015", "Deny TCP (no connection) " FROM_TO " flags RST on interface outside",
     "Deny TCP"},
    {"CISCOFW106021",
     "Deny TCP reverse path check from 192.0.2.7 to 192.0.2.1 on interface outside",
     "Deny TCP reverse path check"},
    {"CISCOFW106023",
     R"(Deny tcp src outside:192.0.2.7/1024 dst inside:192.0.2.1/22 )"
     R"(by access-group "out" [0x0, 0x0])",
     "Deny tcp src outside:192.0.2.7/1024"},
    {"CISCOFW106100_2_3",
     "access-list out denied tcp for user 'ana' outside/192.0.2.7(1024) -> inside/192.0.2.1(22) "
     "hit-cnt 1 first hit [0x1, 0x2]",
     "access-list out denied tcp"},
    {"CISCOFW106100",
     "access-list out permitted tcp outside/192.0.2.7(1024) -> inside/192.0.2.1(22) hit-cnt 1 "
     "300-second interval [0x1, 0x2]",
     "access-list out permitted tcp"},
    {"CISCOFW304001", "192.0.2.7(ana) Accessed URL 192.0.2.1:http://example.com/",
     "192.0.2.7 Accessed"},
    {"CISCOFW110002",
     "Failed to locate egress interface for UDP from outside:192.0.2.7/1024 to 192.0.2.1/53",
     "Failed to locate egress interface"},
    {"CISCOFW302010", "12 in use, 20 most used", "12 in use"},
    {"CISCOFW302013_302014_302015_302016",
     "Built inbound TCP connection 77 for outside:192.0.2.7/1024 (192.0.2.7/1024) to "
     "inside:10.0.0.1/22 (192.0.2.1/22)",
     "Built inbound TCP connection 77"},
    {"CISCOFW302013_302014_302015_302016",
     "Teardown TCP connection 77 for outside:192.0.2.7/1024 to inside:10.0.0.1/22 duration 0:00:30 "
     "bytes 1200 TCP FINs",
     "Teardown"},
    {"CISCOFW302020_302021",
     "Built inbound ICMP connection for faddr 192.0.2.7/1 gaddr 192.0.2.1/0 laddr 10.0.0.1/0",
     "Built inbound ICMP connection"},
    {"CISCOFW305011",
     "Built dynamic TCP translation from inside:10.0.0.1/1024 to outside:192.0.2.1/2048",
     "Built dynamic TCP translation"},
    {"CISCOFW313001_313004_313008",
     "Denied ICMP type=8, code=0 from 192.0.2.7 on interface outside", "Denied ICMP"},
    {"CISCOFW313005",
     "No matching connection for ICMP error message: icmp src outside:192.0.2.7 dst "
     "inside:192.0.2.1 (type 3, code 3) on outside interface.  Original IP payload: udp src "
     "192.0.2.1/53 dst 192.0.2.7/1024",
     "No matching connection for ICMP"},
    {"CISCOFW321001", "Resource 'conns' limit of 100 reached for system", "limit reached"},
    {"CISCOFW402117",
     "IPSEC: Received a non-IPSec packet (protocol= ICMP) from 192.0.2.7 to 192.0.2.1", "IPSEC:"},
    {"CISCOFW402119",
     "IPSEC: Received an ESP packet (SPI= 0x1, sequence number= 0x2) from 192.0.2.7 (user= ana) to "
     "192.0.2.1 that failed anti-replay checking",
     "IPSEC: Received an ESP packet"},
    {"CISCOFW419001",
     "Dropping TCP packet from outside:192.0.2.7/80 to inside:192.0.2.1/1024, reason: MSS exceeded",
     "Dropping TCP packet"},
    {"CISCOFW419002",
     "Duplicate TCP SYN from outside:192.0.2.7/80 to inside:192.0.2.1/1024 with different initial "
     "sequence number",
     "Duplicate TCP SYN"},
    {"CISCOFW500004", "Invalid transport field for protocol=UDP, " FROM_TO, "Invalid"},
    {"CISCOFW602303_602304",
     "IPSEC: An inbound LAN-to-LAN SA (SPI= 0x1) between 192.0.2.7 and 192.0.2.1 (user= ana) has "
     "been created",
     "IPSEC: An inbound SA"},
    {"CISCOFW710001_710002_710003_710005_710006",
     "TCP access denied from 192.0.2.7/1024 to outside:192.0.2.1/22", "TCP access denied"},
    {"CISCOFW713172",
     "Group = vpn, IP = 192.0.2.7, Automatic NAT Detection Status:     Remote end is NOT behind a "
     "NAT device     This   end is behind a NAT device",
     "Group = vpn, IP = 192.0.2.7"},
    {"CISCOFW733100",
     "[ Scanning] drop rate-1 exceeded. Current burst rate is 10 per second, max configured rate "
     "is "
     "10; Current average rate is 5 per second, max configured rate is 5; Cumulative total count "
     "is 3000",
     "[ Scanning] drop rate-1 exceeded."},
};

}  // namespace

std::span<const GrokExample> cisco_grok_examples() {
  return examples;
}

}  // namespace sluice::testing
