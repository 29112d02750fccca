#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // Amazon S3 server access logs; newer fields may follow
    {"S3_REQUEST_LINE", R"((?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?)"
                        R"(|%{DATA:rawrequest}))"},
    {"S3_ACCESS_LOG",
     R"(%{WORD:owner} %{NOTSPACE:bucket} \[%{HTTPDATE:timestamp}\] (?:-|%{IP:clientip}) )"
     R"(%{NOTSPACE:requester} %{NOTSPACE:request_id} %{NOTSPACE:operation} %{NOTSPACE:key} )"
     R"((?:"-"|"%{S3_REQUEST_LINE}"|-) (?:-|%{INT:response:int}) (?:-|%{NOTSPACE:error_code}) )"
     R"((?:-|%{INT:bytes:int}) (?:-|%{INT:object_size:int}) (?:-|%{INT:request_time_ms:int}) )"
     R"((?:-|%{INT:turnaround_time_ms:int}) (?:-|%{QS:referrer}) (?:-|"?%{QS:agent}"?) )"
     R"((?:-|%{NOTSPACE:version_id}))"},

    // Classic Elastic Load Balancing; TLS fields of the newer form may follow
    {"ELB_URIPATHPARAM", R"(%{URIPATH:path}(?:%{URIPARAM:params})?)"},
    {"ELB_URI", R"(%{URIPROTO:proto}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST:urihost})?)"
                R"((?:%{ELB_URIPATHPARAM})?)"},
    {"ELB_REQUEST_LINE", R"((?:%{WORD:verb} %{ELB_URI:request}(?: HTTP/%{NUMBER:httpversion})?)"
                         R"(|%{DATA:rawrequest}))"},
    {"ELB_ACCESS_LOG",
     R"(%{TIMESTAMP_ISO8601:timestamp} %{NOTSPACE:elb} %{IP:clientip}:%{INT:clientport:int} )"
     R"((?:-|%{IP:backendip}:?:%{INT:backendport:int}) %{NUMBER:request_processing_time:float} )"
     R"(%{NUMBER:backend_processing_time:float} %{NUMBER:response_processing_time:float} )"
     R"((?:-|%{INT:response:int}) (?:-|%{INT:backend_response:int}) %{INT:received_bytes:int} )"
     R"(%{INT:bytes:int} "%{ELB_REQUEST_LINE}")"},

    // CloudFront standard logs, fields up to x-edge-response-result-type
    {"CLOUDFRONT_ACCESS_LOG",
     R"((?<timestamp>%{YEAR}-%{MONTHNUM}-%{MONTHDAY}\t%{TIME})\t(?<x_edge_location>[\w-]+)\t)"
     R"((?:-|%{NUMBER:sc_bytes:int})\t%{IPORHOST:clientip}\t%{WORD:cs_method}\t)"
     R"(%{HOSTNAME:cs_host}\t%{NOTSPACE:cs_uri_stem}\t%{NUMBER:sc_status:int}\t)"
     R"((?<referrer>[^\t]*)\t(?<agent>[^\t]*)\t(?<cs_uri_query>[^\t]*)\t(?<cookies>[^\t]*)\t)"
     R"(%{WORD:x_edge_result_type}\t%{NOTSPACE:x_edge_request_id}\t%{HOSTNAME:x_host_header}\t)"
     R"(%{URIPROTO:cs_protocol}\t(?:-|%{INT:cs_bytes:int})\t%{NUMBER:time_taken:float}\t)"
     R"((?<x_forwarded_for>[^\t]*)\t(?<ssl_protocol>[^\t]*)\t(?<ssl_cipher>[^\t]*)\t)"
     R"((?<x_edge_response_result_type>[^\t\n]*))"},
};

}  // namespace

std::span<const GrokDefinition> cloud() {
  return definitions;
}

}  // namespace sluice::grok
