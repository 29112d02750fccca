#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // Juniper NetScreen and Junos
    {"NETSCREENSESSIONLOG",
     R"(%{SYSLOGTIMESTAMP:date} %{IPORHOST:device} %{IPORHOST}: NetScreen )"
     R"(device_id=%{WORD:device_id}%{DATA}: start_time=%{QUOTEDSTRING:start_time} )"
     R"(duration=%{INT:duration} policy_id=%{INT:policy_id} service=%{DATA:service} )"
     R"(proto=%{INT:proto} src zone=%{WORD:src_zone} dst zone=%{WORD:dst_zone} )"
     R"(action=%{WORD:action} sent=%{INT:sent} rcvd=%{INT:rcvd} src=%{IPORHOST:src_ip} )"
     R"(dst=%{IPORHOST:dst_ip} src_port=%{INT:src_port} dst_port=%{INT:dst_port} )"
     R"(src-xlated ip=%{IPORHOST:src_xlated_ip} port=%{INT:src_xlated_port} )"
     R"(dst-xlated ip=%{IPORHOST:dst_xlated_ip} port=%{INT:dst_xlated_port} )"
     R"(session_id=%{INT:session_id} reason=%{GREEDYDATA:reason})"},
    {"RT_FLOW_EVENT", R"(RT_FLOW_SESSION_(?:CREATE|CLOSE|DENY))"},
    {"RT_FLOW1",
     R"(%{RT_FLOW_EVENT:event}: %{GREEDYDATA:close-reason}: )"
     R"(%{IP:src-ip}/%{INT:src-port}->%{IP:dst-ip}/%{INT:dst-port} %{DATA:service} )"
     R"(%{IP:nat-src-ip}/%{INT:nat-src-port}->%{IP:nat-dst-ip}/%{INT:nat-dst-port} )"
     R"(%{DATA:src-nat-rule-name} %{DATA:dst-nat-rule-name} %{INT:protocol-id} )"
     R"(%{DATA:policy-name} %{DATA:from-zone} %{DATA:to-zone} %{INT:session-id} )"
     R"(\d+\(%{DATA:sent}\) \d+\(%{DATA:received}\) %{INT:elapsed-time} .*)"},
    {"RT_FLOW2",
     R"(%{RT_FLOW_EVENT:event}: session created )"
     R"(%{IP:src-ip}/%{INT:src-port}->%{IP:dst-ip}/%{INT:dst-port} %{DATA:service} )"
     R"(%{IP:nat-src-ip}/%{INT:nat-src-port}->%{IP:nat-dst-ip}/%{INT:nat-dst-port} )"
     R"(%{DATA:src-nat-rule-name} %{DATA:dst-nat-rule-name} %{INT:protocol-id} )"
     R"(%{DATA:policy-name} %{DATA:from-zone} %{DATA:to-zone} %{INT:session-id} .*)"},
    {"RT_FLOW3",
     R"(%{RT_FLOW_EVENT:event}: session denied )"
     R"(%{IP:src-ip}/%{INT:src-port}->%{IP:dst-ip}/%{INT:dst-port} %{DATA:service} )"
     R"(%{INT:protocol-id}\(\d\) %{DATA:policy-name} %{DATA:from-zone} %{DATA:to-zone} .*)"},

    // Linux netfilter by Shorewall and SuSEfirewall2. The model of SHOREWALL names its ports within
    // one group; here they are two fields that both may be absent.
    {"SHOREWALL",
     R"(%{SYSLOGTIMESTAMP:timestamp} %{WORD:nf_host} .*Shorewall:(?:%{WORD:nf_action1})?:)"
     R"((?:%{WORD:nf_action2})?.*IN=(?:%{USERNAME:nf_in_interface})?.*)"
     R"((?:OUT= *MAC=%{COMMONMAC:nf_dst_mac}:(?:%{COMMONMAC:nf_src_mac})?)"
     R"(|OUT=%{USERNAME:nf_out_interface}).*)"
     R"(SRC=%{IPV4:nf_src_ip}.*DST=%{IPV4:nf_dst_ip}.*LEN=%{WORD:nf_len}.*TOS=%{WORD:nf_tos}.*)"
     R"(PREC=%{WORD:nf_prec}.*TTL=%{INT:nf_ttl}.*ID=%{INT:nf_id}.*PROTO=%{WORD:nf_protocol})"
     R"((?:.*SPT=%{INT:nf_src_port})?(?:.*DPT=%{INT:nf_dst_port})?.*)"},
    {"SFW2",
     R"((?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp})\s*%{HOSTNAME}\s*)"
     R"(kernel\S+\s*(?:%{NAGIOSTIME}\s*)?SFW2-INext-%{NOTSPACE:nf_action}\s*)"
     R"(IN=%{USERNAME:nf_in_interface}.*OUT=(?:\s*%{USERNAME:nf_out_interface}|\s*))"
     R"(\s*MAC=(?:%{COMMONMAC:nf_dst_mac}:%{COMMONMAC:nf_src_mac})?.*)"
     R"(SRC=%{IP:nf_src_ip}\s*DST=%{IP:nf_dst_ip}.*PROTO=%{WORD:nf_protocol})"
     R"((?:.*SPT=%{INT:nf_src_port}.*DPT=%{INT:nf_dst_port}.*)?)"},

    // Bro, now Zeek: tab-separated logs. Values cannot hold a tab, so [^\t] says what the model
    // leaves to backtracking.
    {"BRO_BOOL", R"([TF])"},
    {"BRO_DATA", R"([^\t]+)"},
    {"BRO_HTTP",
     R"(%{NUMBER:ts}\t%{NOTSPACE:uid}\t%{IP:orig_h}\t%{INT:orig_p}\t%{IP:resp_h}\t%{INT:resp_p}\t)"
     R"(%{INT:trans_depth}\t%{BRO_DATA:method}\t%{BRO_DATA:domain}\t%{BRO_DATA:uri}\t)"
     R"(%{BRO_DATA:referrer}\t%{BRO_DATA:user_agent}\t%{NUMBER:request_body_len}\t)"
     R"(%{NUMBER:response_body_len}\t%{BRO_DATA:status_code}\t%{BRO_DATA:status_msg}\t)"
     R"(%{BRO_DATA:info_code}\t%{BRO_DATA:info_msg}\t%{BRO_DATA:filename}\t%{BRO_DATA:bro_tags}\t)"
     R"(%{BRO_DATA:username}\t%{BRO_DATA:password}\t%{BRO_DATA:proxied}\t%{BRO_DATA:orig_fuids}\t)"
     R"(%{BRO_DATA:orig_mime_types}\t%{BRO_DATA:resp_fuids}\t%{BRO_DATA:resp_mime_types})"},
    {"BRO_DNS",
     R"(%{NUMBER:ts}\t%{NOTSPACE:uid}\t%{IP:orig_h}\t%{INT:orig_p}\t%{IP:resp_h}\t%{INT:resp_p}\t)"
     R"(%{WORD:proto}\t%{INT:trans_id}\t%{BRO_DATA:query}\t%{BRO_DATA:qclass}\t)"
     R"(%{BRO_DATA:qclass_name}\t%{BRO_DATA:qtype}\t%{BRO_DATA:qtype_name}\t%{BRO_DATA:rcode}\t)"
     R"(%{BRO_DATA:rcode_name}\t%{BRO_DATA:AA}\t%{BRO_DATA:TC}\t%{BRO_DATA:RD}\t%{BRO_DATA:RA}\t)"
     R"(%{BRO_DATA:Z}\t%{BRO_DATA:answers}\t%{BRO_DATA:TTLs}\t%{BRO_DATA:rejected})"},
    {"BRO_CONN",
     R"(%{NUMBER:ts}\t%{NOTSPACE:uid}\t%{IP:orig_h}\t%{INT:orig_p}\t%{IP:resp_h}\t%{INT:resp_p}\t)"
     R"(%{WORD:proto}\t%{BRO_DATA:service}\t%{NOTSPACE:duration}\t%{NOTSPACE:orig_bytes}\t)"
     R"(%{NOTSPACE:resp_bytes}\t%{NOTSPACE:conn_state}\t%{NOTSPACE:local_orig}\t)"
     R"((?:%{NOTSPACE:local_resp}\t)?%{NOTSPACE:missed_bytes}\t%{NOTSPACE:history}\t)"
     R"(%{NOTSPACE:orig_pkts}\t%{NOTSPACE:orig_ip_bytes}\t%{NOTSPACE:resp_pkts}\t)"
     R"(%{NOTSPACE:resp_ip_bytes}\t%{BRO_DATA:tunnel_parents})"
     R"((?:\t%{NOTSPACE:oric_cc}\t%{NOTSPACE:resp_cc}\t%{NOTSPACE:sensorname})?)"},
    {"BRO_FILES",
     R"(%{NUMBER:ts}\t%{NOTSPACE:fuid}\t%{IP:tx_hosts}\t%{IP:rx_hosts}\t%{NOTSPACE:conn_uids}\t)"
     R"(%{BRO_DATA:source}\t%{BRO_DATA:depth}\t%{BRO_DATA:analyzers}\t%{BRO_DATA:mime_type}\t)"
     R"(%{BRO_DATA:filename}\t%{BRO_DATA:duration}\t%{BRO_DATA:local_orig}\t%{BRO_DATA:is_orig}\t)"
     R"(%{BRO_DATA:seen_bytes}\t%{BRO_DATA:total_bytes}\t%{BRO_DATA:missing_bytes}\t)"
     R"(%{BRO_DATA:overflow_bytes}\t%{BRO_DATA:timedout}\t%{BRO_DATA:parent_fuid}\t)"
     R"(%{BRO_DATA:md5}\t%{BRO_DATA:sha1}\t%{BRO_DATA:sha256}\t%{BRO_DATA:extracted})"},
    {"ZEEK_HTTP", R"(%{BRO_HTTP})"},
    {"ZEEK_DNS", R"(%{BRO_DNS})"},
    {"ZEEK_CONN", R"(%{BRO_CONN})"},
    {"ZEEK_FILES", R"(%{BRO_FILES})"},
};

}  // namespace

std::span<const GrokDefinition> network() {
  return definitions;
}

}  // namespace sluice::grok
