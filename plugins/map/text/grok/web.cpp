#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // Apache httpd, and what writes its formats
    {"HTTPDUSER", R"(%{EMAILADDRESS}|%{USER})"},
    {"HTTPDERROR_DATE", R"(%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{YEAR})"},
    {"HTTPD_COMMONLOG",
     R"(%{IPORHOST:clientip} %{HTTPDUSER:ident} %{HTTPDUSER:auth} \[%{HTTPDATE:timestamp}\] )"
     R"re("(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?)re"
     R"re(|%{DATA:rawrequest})" )re"
     R"((?:-|%{NUMBER:response}) (?:-|%{NUMBER:bytes}))"},
    {"HTTPD_COMBINEDLOG", R"(%{HTTPD_COMMONLOG} %{QS:referrer} %{QS:agent})"},
    {"HTTPD20_ERRORLOG", R"(\[%{HTTPDERROR_DATE:timestamp}\] \[%{LOGLEVEL:loglevel}\] )"
                         R"((?:\[client %{IPORHOST:clientip}\] )?%{GREEDYDATA:message})"},
    {"HTTPD24_ERRORLOG",
     R"(\[%{HTTPDERROR_DATE:timestamp}\] \[(?:%{WORD:module})?:%{LOGLEVEL:loglevel}\] )"
     R"(\[pid %{POSINT:pid}(?::tid %{NUMBER:tid})?\])"
     R"((?: \(%{POSINT:proxy_errorcode}\)%{DATA:proxy_message}:)?)"
     R"((?: \[client %{IPORHOST:clientip}:%{POSINT:clientport}\])?(?: %{DATA:errorcode}:)? )"
     R"(%{GREEDYDATA:message})"},
    {"HTTPD_ERRORLOG", R"(%{HTTPD20_ERRORLOG}|%{HTTPD24_ERRORLOG})"},
    {"COMMONAPACHELOG", R"(%{HTTPD_COMMONLOG})"},
    {"COMBINEDAPACHELOG", R"(%{HTTPD_COMBINEDLOG})"},

    // HAProxy
    {"HAPROXYTIME", R"(%{HOUR:haproxy_hour}:%{MINUTE:haproxy_minute}:%{SECOND:haproxy_second})"},
    {"HAPROXYDATE", R"(%{MONTHDAY:haproxy_monthday}/%{MONTH:haproxy_month}/%{YEAR:haproxy_year}:)"
                    R"(%{HAPROXYTIME:haproxy_time}.%{INT:haproxy_milliseconds})"},
    {"HAPROXYCAPTUREDREQUESTHEADERS", R"(%{DATA:captured_request_headers})"},
    {"HAPROXYCAPTUREDRESPONSEHEADERS", R"(%{DATA:captured_response_headers})"},
    {"HAPROXYHTTPBASE",
     R"(%{IP:client_ip}:%{INT:client_port} \[%{HAPROXYDATE:accept_date}\] )"
     R"(%{NOTSPACE:frontend_name} %{NOTSPACE:backend_name}/%{NOTSPACE:server_name} )"
     R"(%{INT:time_request}/%{INT:time_queue}/%{INT:time_backend_connect}/)"
     R"(%{INT:time_backend_response}/%{NOTSPACE:time_duration} %{INT:http_status_code} )"
     R"(%{NOTSPACE:bytes_read} %{DATA:captured_request_cookie} %{DATA:captured_response_cookie} )"
     R"(%{NOTSPACE:termination_state} %{INT:actconn}/%{INT:feconn}/%{INT:beconn}/%{INT:srvconn}/)"
     R"(%{NOTSPACE:retries} %{INT:srv_queue}/%{INT:backend_queue} )"
     R"((?:\{%{HAPROXYCAPTUREDREQUESTHEADERS}\} ?)?(?:\{%{HAPROXYCAPTUREDRESPONSEHEADERS}\} ?)?)"
     R"("(?:<BADREQ>|(?:%{WORD:http_verb} (?:%{URIPROTO:http_proto}://)?)"
     R"((?:%{USER:http_user}(?::[^@]*)?@)?(?:%{URIHOST:http_host})?)"
     R"((?:%{URIPATHPARAM:http_request})?(?: HTTP/%{NUMBER:http_version})?))?"?)"},
    {"HAPROXYHTTP",
     R"((?:%{SYSLOGTIMESTAMP:syslog_timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) )"
     R"(%{IPORHOST:syslog_server} %{SYSLOGPROG}: %{HAPROXYHTTPBASE})"},
    {"HAPROXYTCP",
     R"((?:%{SYSLOGTIMESTAMP:syslog_timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) )"
     R"(%{IPORHOST:syslog_server} %{SYSLOGPROG}: %{IP:client_ip}:%{INT:client_port} )"
     R"(\[%{HAPROXYDATE:accept_date}\] %{NOTSPACE:frontend_name} )"
     R"(%{NOTSPACE:backend_name}/%{NOTSPACE:server_name} )"
     R"(%{INT:time_queue}/%{INT:time_backend_connect}/%{NOTSPACE:time_duration} )"
     R"(%{NOTSPACE:bytes_read} %{NOTSPACE:termination_state} )"
     R"(%{INT:actconn}/%{INT:feconn}/%{INT:beconn}/%{INT:srvconn}/%{NOTSPACE:retries} )"
     R"(%{INT:srv_queue}/%{INT:backend_queue})"},
    {"HAPROXYERROR",
     R"((?:%{SYSLOGTIMESTAMP:syslog_timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) )"
     R"(%{IPORHOST:syslog_server} %{SYSLOGPROG}: %{IP:client_ip}:%{INT:client_port} )"
     R"(\[%{HAPROXYDATE:accept_date}\] %{NOTSPACE:frontend_name}/%{NOTSPACE:bind_name}: )"
     R"(%{GREEDYDATA:error_message})"},

    // Squid's native access log
    {"SQUID3",
     R"(%{NUMBER:timestamp}\s+%{NUMBER:duration}\s%{IP:client_address}\s)"
     R"(%{WORD:cache_result}/%{NONNEGINT:status_code}\s%{NUMBER:bytes}\s%{WORD:request_method}\s)"
     R"(%{NOTSPACE:url}\s(?:-|%{NOTSPACE:user})\s%{WORD:hierarchy_code}/)"
     R"((?:-|%{IPORHOST:server})\s%{NOTSPACE:content_type})"},
};

}  // namespace

std::span<const GrokDefinition> web() {
  return definitions;
}

}  // namespace sluice::grok
