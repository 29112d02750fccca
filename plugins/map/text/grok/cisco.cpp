#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

// Cisco ASA. What the model leaves in capturing groups is not captured here.
constexpr GrokDefinition definitions[] = {
    {"CISCO_TAGGED_SYSLOG",
     R"(^<%{POSINT:syslog_pri}>%{CISCOTIMESTAMP:timestamp}(?: %{SYSLOGHOST:sysloghost})? ?: )"
     R"(%%{CISCOTAG:ciscotag}:)"},
    {"CISCOTIMESTAMP", R"(%{MONTH} +%{MONTHDAY}(?: %{YEAR})? %{TIME})"},
    {"CISCOTAG", R"([A-Z0-9]+-%{INT}-[A-Z0-9_]+)"},

    // Particles
    {"CISCO_ACTION",
     R"(Built|Teardown|Deny|Denied|denied by ACL|denied|requested|permitted|discarded)"
     R"(|est-allowed|Dropping|created|deleted)"},
    {"CISCO_REASON",
     R"(Duplicate TCP SYN|Failed to locate egress interface|Invalid transport field)"
     R"(|No matching connection|DNS Response|DNS Query|(?:%{WORD}\s*)*)"},
    {"CISCO_DIRECTION", R"([Ii]nbound|[Oo]utbound)"},
    {"CISCO_INTERVAL", R"(first hit|%{INT}-second interval)"},
    {"CISCO_XLATE_TYPE", R"(static|dynamic)"},

    // Messages, by their numbers
    {"CISCOFW104001",
     R"(\((?:Primary|Secondary)\) Switching to ACTIVE - %{GREEDYDATA:switch_reason})"},
    {"CISCOFW104002",
     R"(\((?:Primary|Secondary)\) Switching to STANDBY - %{GREEDYDATA:switch_reason})"},
    {"CISCOFW104003", R"(\((?:Primary|Secondary)\) Switching to FAILED\.)"},
    {"CISCOFW104004", R"(\((?:Primary|Secondary)\) Switching to OK\.)"},
    {"CISCOFW105003",
     R"(\((?:Primary|Secondary)\) Monitoring on [Ii]nterface %{GREEDYDATA:interface_name} )"
     R"(waiting)"},
    {"CISCOFW105004",
     R"(\((?:Primary|Secondary)\) Monitoring on [Ii]nterface %{GREEDYDATA:interface_name} )"
     R"(normal)"},
    {"CISCOFW105005",
     R"(\((?:Primary|Secondary)\) Lost Failover communications with mate on )"
     R"([Ii]nterface %{GREEDYDATA:interface_name})"},
    {"CISCOFW105008",
     R"(\((?:Primary|Secondary)\) Testing [Ii]nterface %{GREEDYDATA:interface_name})"},
    {"CISCOFW105009",
     R"(\((?:Primary|Secondary)\) Testing on [Ii]nterface %{GREEDYDATA:interface_name} )"
     R"((?:Passed|Failed))"},
    {"CISCOFW106001",
     R"(%{CISCO_DIRECTION:direction} %{WORD:protocol} connection %{CISCO_ACTION:action} )"
     R"(from %{IP:src_ip}/%{INT:src_port} to %{IP:dst_ip}/%{INT:dst_port} flags )"
     R"(%{GREEDYDATA:tcp_flags} on interface %{GREEDYDATA:interface})"},
    {"CISCOFW106006_106007_106010",
     R"(%{CISCO_ACTION:action} %{CISCO_DIRECTION:direction} %{WORD:protocol} (?:from|src) )"
     R"(%{IP:src_ip}/%{INT:src_port}(?:\(%{DATA:src_fwuser}\))? )"
     R"((?:to|dst) %{IP:dst_ip}/%{INT:dst_port}(?:\(%{DATA:dst_fwuser}\))? )"
     R"((?:on interface %{DATA:interface}|due to %{CISCO_REASON:reason}))"},
    {"CISCOFW106014",
     R"(%{CISCO_ACTION:action} %{CISCO_DIRECTION:direction} %{WORD:protocol} src )"
     R"(%{DATA:src_interface}:%{IP:src_ip}(?:\(%{DATA:src_fwuser}\))? dst )"
     R"(%{DATA:dst_interface}:%{IP:dst_ip}(?:\(%{DATA:dst_fwuser}\))? )"
     R"(\(type %{INT:icmp_type}, code %{INT:icmp_code}\))"},
    {"CISCOFW106015",
     R"(%{CISCO_ACTION:action} %{WORD:protocol} \(%{DATA:policy_id}\) )"
     R"(from %{IP:src_ip}/%{INT:src_port} to %{IP:dst_ip}/%{INT:dst_port} flags )"
     R"(%{DATA:tcp_flags} on interface %{GREEDYDATA:interface})"},
    {"CISCOFW106021",
     R"(%{CISCO_ACTION:action} %{WORD:protocol} reverse path check from %{IP:src_ip} )"
     R"(to %{IP:dst_ip} on interface %{GREEDYDATA:interface})"},
    {"CISCOFW106023",
     R"(%{CISCO_ACTION:action}(?: protocol)? %{WORD:protocol} src )"
     R"(%{DATA:src_interface}:%{DATA:src_ip}(?:/%{INT:src_port})?(?:\(%{DATA:src_fwuser}\))? )"
     R"(dst )"
     R"(%{DATA:dst_interface}:%{DATA:dst_ip}(?:/%{INT:dst_port})?(?:\(%{DATA:dst_fwuser}\))?)"
     R"((?: \(type %{INT:icmp_type}, code %{INT:icmp_code}\))? by access-group )"
     R"("?%{DATA:policy_id}"? \[%{DATA:hashcode1}, %{DATA:hashcode2}\])"},
    {"CISCOFW106100_2_3",
     R"(access-list %{NOTSPACE:policy_id} %{CISCO_ACTION:action} %{WORD:protocol} for user )"
     R"('%{DATA:src_fwuser}' %{DATA:src_interface}/%{IP:src_ip}\(%{INT:src_port}\) -> )"
     R"(%{DATA:dst_interface}/%{IP:dst_ip}\(%{INT:dst_port}\) hit-cnt )"
     R"(%{INT:hit_count} %{CISCO_INTERVAL:interval} \[%{DATA:hashcode1}, %{DATA:hashcode2}\])"},
    {"CISCOFW106100",
     R"(access-list %{NOTSPACE:policy_id} %{CISCO_ACTION:action} %{WORD:protocol} )"
     R"(%{DATA:src_interface}/%{IP:src_ip}\(%{INT:src_port}\)(?:\(%{DATA:src_fwuser}\))? -> )"
     R"(%{DATA:dst_interface}/%{IP:dst_ip}\(%{INT:dst_port}\)(?:\(%{DATA:src_fwuser}\))? )"
     R"(hit-cnt %{INT:hit_count} %{CISCO_INTERVAL:interval} \[%{DATA:hashcode1}, )"
     R"(%{DATA:hashcode2}\])"},
    {"CISCOFW304001",
     R"(%{IP:src_ip}(?:\(%{DATA:src_fwuser}\))? Accessed URL )"
     R"(%{IP:dst_ip}:%{GREEDYDATA:dst_url})"},
    {"CISCOFW110002",
     R"(%{CISCO_REASON:reason} for %{WORD:protocol} from )"
     R"(%{DATA:src_interface}:%{IP:src_ip}/%{INT:src_port} to %{IP:dst_ip}/%{INT:dst_port})"},
    {"CISCOFW302010", R"(%{INT:connection_count} in use, %{INT:connection_count_max} most used)"},
    {"CISCOFW302013_302014_302015_302016",
     R"(%{CISCO_ACTION:action}(?: %{CISCO_DIRECTION:direction})? %{WORD:protocol} )"
     R"(connection %{INT:connection_id} for %{DATA:src_interface}:%{IP:src_ip}/%{INT:src_port})"
     R"((?: \(%{IP:src_mapped_ip}/%{INT:src_mapped_port}\))?(?:\(%{DATA:src_fwuser}\))? to )"
     R"(%{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port})"
     R"((?: \(%{IP:dst_mapped_ip}/%{INT:dst_mapped_port}\))?(?:\(%{DATA:dst_fwuser}\))?)"
     R"((?: duration %{TIME:duration} bytes %{INT:bytes})?(?: %{CISCO_REASON:reason})?)"
     R"((?: \(%{DATA:user}\))?)"},
    {"CISCOFW302020_302021",
     R"(%{CISCO_ACTION:action}(?: %{CISCO_DIRECTION:direction})? %{WORD:protocol} connection )"
     R"(for faddr %{IP:dst_ip}/%{INT:icmp_seq_num}(?:\(%{DATA:fwuser}\))? )"
     R"(gaddr %{IP:src_xlated_ip}/%{INT:icmp_code_xlated} laddr %{IP:src_ip}/%{INT:icmp_code})"
     R"((?: \(%{DATA:user}\))?)"},
    {"CISCOFW305011",
     R"(%{CISCO_ACTION:action} %{CISCO_XLATE_TYPE:xlate_type} %{WORD:protocol} translation )"
     R"(from )"
     R"(%{DATA:src_interface}:%{IP:src_ip}(?:/%{INT:src_port})?(?:\(%{DATA:src_fwuser}\))? to )"
     R"(%{DATA:src_xlated_interface}:%{IP:src_xlated_ip}/%{DATA:src_xlated_port})"},
    {"CISCOFW313001_313004_313008",
     R"(%{CISCO_ACTION:action} %{WORD:protocol} type=%{INT:icmp_type}, code=%{INT:icmp_code} )"
     R"(from %{IP:src_ip} on interface %{DATA:interface}(?: to %{IP:dst_ip})?)"},
    {"CISCOFW313005",
     R"(%{CISCO_REASON:reason} for %{WORD:protocol} error message: %{WORD:err_protocol} )"
     R"(src %{DATA:err_src_interface}:%{IP:err_src_ip}(?:\(%{DATA:err_src_fwuser}\))? )"
     R"(dst %{DATA:err_dst_interface}:%{IP:err_dst_ip}(?:\(%{DATA:err_dst_fwuser}\))? )"
     R"(\(type %{INT:err_icmp_type}, code %{INT:err_icmp_code}\) on %{DATA:interface} )"
     R"(interface\.  Original IP payload: %{WORD:protocol} )"
     R"(src %{IP:orig_src_ip}/%{INT:orig_src_port}(?:\(%{DATA:orig_src_fwuser}\))? )"
     R"(dst %{IP:orig_dst_ip}/%{INT:orig_dst_port}(?:\(%{DATA:orig_dst_fwuser}\))?)"},
    {"CISCOFW321001",
     R"(Resource '%{WORD:resource_name}' limit of %{POSINT:resource_limit} reached for system)"},
    {"CISCOFW402117",
     R"(%{WORD:protocol}: Received a non-IPSec packet \(protocol= %{WORD:orig_protocol}\) )"
     R"(from %{IP:src_ip} to %{IP:dst_ip})"},
    {"CISCOFW402119",
     R"(%{WORD:protocol}: Received an %{WORD:orig_protocol} packet \(SPI= %{DATA:spi}, )"
     R"(sequence number= %{DATA:seq_num}\) from %{IP:src_ip} \(user= %{DATA:user}\) )"
     R"(to %{IP:dst_ip} that failed anti-replay checking)"},
    {"CISCOFW419001",
     R"(%{CISCO_ACTION:action} %{WORD:protocol} packet from )"
     R"(%{DATA:src_interface}:%{IP:src_ip}/%{INT:src_port} )"
     R"(to %{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port}, reason: %{GREEDYDATA:reason})"},
    {"CISCOFW419002",
     R"(%{CISCO_REASON:reason} from %{DATA:src_interface}:%{IP:src_ip}/%{INT:src_port} to )"
     R"(%{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port} with different initial sequence )"
     R"(number)"},
    {"CISCOFW500004",
     R"(%{CISCO_REASON:reason} for protocol=%{WORD:protocol}, from )"
     R"(%{IP:src_ip}/%{INT:src_port} to %{IP:dst_ip}/%{INT:dst_port})"},
    {"CISCOFW602303_602304",
     R"(%{WORD:protocol}: An %{CISCO_DIRECTION:direction} %{GREEDYDATA:tunnel_type} SA \(SPI= )"
     R"(%{DATA:spi}\) between %{IP:src_ip} and %{IP:dst_ip} \(user= %{DATA:user}\) has been )"
     R"(%{CISCO_ACTION:action})"},
    {"CISCOFW710001_710002_710003_710005_710006",
     R"(%{WORD:protocol} (?:request|access) %{CISCO_ACTION:action} )"
     R"(from %{IP:src_ip}/%{INT:src_port} to )"
     R"(%{DATA:dst_interface}:%{IP:dst_ip}/%{INT:dst_port})"},
    {"CISCOFW713172",
     R"(Group = %{GREEDYDATA:group}, IP = %{IP:src_ip}, Automatic NAT Detection Status:\s+)"
     R"(Remote end\s*%{DATA:is_remote_natted}\s*behind a NAT device\s+)"
     R"(This\s+end\s*%{DATA:is_local_natted}\s*behind a NAT device)"},
    {"CISCOFW733100",
     R"(\[\s*%{DATA:drop_type}\s*\] drop %{DATA:drop_rate_id} exceeded. )"
     R"(Current burst rate is %{INT:drop_rate_current_burst} per second, )"
     R"(max configured rate is %{INT:drop_rate_max_burst}; )"
     R"(Current average rate is %{INT:drop_rate_current_avg} per second, )"
     R"(max configured rate is %{INT:drop_rate_max_avg}; )"
     R"(Cumulative total count is %{INT:drop_total_count})"},
};

}  // namespace

std::span<const GrokDefinition> cisco() {
  return definitions;
}

}  // namespace sluice::grok
