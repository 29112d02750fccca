#include "grok_examples.hpp"

namespace sluice::testing {
namespace {

#define BRO "1300475167.096535\tCXWv6p3arKYeMETxOg\t192.0.2.1\t5353\t192.0.2.2\t53\t"
#define HAPROXY "May  1 10:00:00 lb1 haproxy[77]: 192.0.2.7:31650 [01/May/2024:10:00:00.123] "

constexpr GrokExample examples[] = {
    {"HTTPDUSER", "ana@example.com", "a b"},
    {"HTTPDERROR_DATE", "Wed May 01 10:00:00.123 2024", "2024 Wed May 01"},
    {"HTTPD_COMMONLOG",
     R"(192.0.2.7 - ana [01/May/2024:10:00:00 +0200] "GET /a?b=1 HTTP/1.1" 200 -)",
     R"(192.0.2.7 - ana [01/May/2024:10:00:00 +0200] "GET /a)"},
    {"HTTPD_COMBINEDLOG",
     R"(192.0.2.7 - - [01/May/2024:10:00:00 +0200] "GET / HTTP/2.0" 304 12 "-" "curl/8")",
     R"(192.0.2.7 - - [01/May/2024:10:00:00 +0200] "GET / HTTP/2.0" 304 12)"},
    {"HTTPD20_ERRORLOG", "[Wed May 01 10:00:00 2024] [error] [client 192.0.2.7] no such file",
     "[error] no such file"},
    {"HTTPD24_ERRORLOG",
     "[Wed May 01 10:00:00.12 2024] [core:error] [pid 9:tid 7] [client 192.0.2.7:80] AH1: no file",
     "[Wed May 01 10:00:00 2024] [error] no file"},
    {"HTTPD_ERRORLOG", "[Wed May 01 10:00:00 2024] [notice] caught SIGTERM", "caught SIGTERM"},
    {"COMMONAPACHELOG", R"(h - - [01/May/2024:10:00:00 +0200] "-" 408 -)", "h - -"},
    {"COMBINEDAPACHELOG", R"(::1 - - [01/May/2024:10:00:00 +0200] "GET / HTTP/1.0" 200 5 "-" "-")",
     R"(::1 - - [01/May/2024:10:00:00 +0200] "GET / HTTP/1.0" 200 5)"},
    {"HAPROXYTIME", "10:00:59", "10:00"},
    {"HAPROXYDATE", "01/May/2024:10:00:00.123", "01/May/2024:10:00:00"},
    {"HAPROXYCAPTUREDREQUESTHEADERS", "example.com|curl", "a\nb"},
    {"HAPROXYCAPTUREDRESPONSEHEADERS", "text/html", "a\nb"},
    {"HAPROXYHTTPBASE",
     "192.0.2.7:31650 [01/May/2024:10:00:00.123] front back/srv1 10/0/30/69/109 200 2750 - - ---- "
     R"(1/1/1/1/0 0/0 {example.com} {} "GET /index.html HTTP/1.1")",
     "192.0.2.7:31650 [01/May/2024:10:00:00.123] front back/srv1"},
    {"HAPROXYHTTP",
     HAPROXY R"(front back/srv1 10/0/30/69/+109 200 +2750 a=1 - ---- 1/1/1/1/+0 0/0 "<BADREQ>")",
     HAPROXY "front back/srv1"},
    {"HAPROXYTCP", HAPROXY "front back/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0",
     HAPROXY "front back/srv1 0/0/5007"},
    {"HAPROXYERROR", HAPROXY "front/1: Connection error during SSL handshake", HAPROXY "front"},
    {"SQUID3",
     "1714557600.123    110 192.0.2.7 TCP_MISS/200 1024 GET http://example.com/ - DIRECT/192.0.2.9 "
     "text/html",
     "1714557600.123 110 192.0.2.7 TCP_MISS"},

    {"S3_REQUEST_LINE", "GET /b/k?versionId=1 HTTP/1.1", "two\nlines"},
    {"S3_ACCESS_LOG",
     "79a59df900b949e5 mybucket [01/May/2024:10:00:00 +0000] 192.0.2.3 79a59df900b949e5 3E57427F "
     R"(REST.GET.OBJECT key%20one "GET /mybucket/key%20one HTTP/1.1" 200 )"
     R"(- 113 113 7 6 "-" "S3C" -)",
     "79a59df900b949e5 mybucket [01/May/2024:10:00:00 +0000]"},
    {"ELB_URIPATHPARAM", "/a?b=c", "a"},
    {"ELB_URI", "https://www.example.com:443/a?b=c", "/a"},
    {"ELB_REQUEST_LINE", "GET http://www.example.com:80/ HTTP/1.1", "two\nlines"},
    {"ELB_ACCESS_LOG",
     "2024-05-01T10:00:00.945958Z my-elb 192.0.2.3:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 "
     R"(200 0 29 "GET http://www.example.com:80/ HTTP/1.1")",
     "2024-05-01T10:00:00.945958Z my-elb 192.0.2.3 10.0.0.1:80"},
    {"CLOUDFRONT_ACCESS_LOG",
     "2024-05-01\t10:00:00\tFRA56-P1\t392\t192.0.2.3\tGET\td1.cloudfront.net\t/index.html\t200\t-\t"
     "Mozilla/5.0\t-\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms==\td1.cloudfront.net\thttps\t23\t0.001\t-\t"
     "TLSv1.3\tTLS_AES_128_GCM_SHA256\tHit",
     "2024-05-01 10:00:00 FRA56 392"},

    {"JAVACLASS", "com.example.App$Inner", "com..App"},
    {"JAVAFILE", "Native Method", "a/b"},
    {"JAVAMETHOD", "<init>", "<other>"},
    {"JAVASTACKTRACEPART", "  at com.example.App.run(App.java:17)", "at com.example.App"},
    {"JAVATHREAD", "TP-Processor12", "main"},
    {"JAVALOGMESSAGE", "ready", "a\nb"},
    {"CATALINA_DATESTAMP", "Jan 9, 2014 7:13:13 AM", "2014-01-09"},
    {"TOMCAT_DATESTAMP", "2014-01-09 17:32:25,527 -0800", "2014-01-09 17:32:25"},
    {"CATALINALOG", "Jan 9, 2014 7:13:13 AM org.apache.Catalina start INFO: up", "INFO: up"},
    {"TOMCATLOG", "2014-01-09 20:03:28,269 -0800 | ERROR | com.example.App - something", "ERROR"},
    {"MAVEN_VERSION", "1.2.3-SNAPSHOT", "v1"},

    {"POSTGRESQL", "01-05-2024 10:00:00 UTC ana 6630a.1 77", "2024 ana"},
    {"MONGO_LOG", "May  1 10:00:00 [conn1] end connection", "conn1 end"},
    {"MONGO_QUERY", "{ a: 1 } ntoreturn: }", "{ a: 1 }"},
    {"MONGO_WORDDASH", "my-db", "my db"},
    {"MONGO_SLOWQUERY",
     "query app.users query: { a: 1 } ntoreturn:10 ntoskip:0 nscanned:99 keyUpdates:0 nreturned:10 "
     "reslen:20 120ms",
     "query app.users"},
    {"MONGO3_SEVERITY", "I", "II"},
    {"MONGO3_COMPONENT", "NETWORK", "a b"},
    {"MONGO3_LOG", "2024-05-01T10:00:00.123+0000 I NETWORK  [conn1] end connection",
     "I NETWORK [conn1]"},
    {"REDISTIMESTAMP", "01 May 10:00:00.123", "May 01"},
    {"REDISLOG", "[77] 01 May 10:00:00 * ", "[77] * "},
    {"REDISMONLOG", R"(1339518083.107412 [0 127.0.0.1:60866] "keys" "*")", R"("keys" "*")"},
    {"EXIM_MSGID", "1rvABC-0004de-2F", "1rvABC-0004de"},
    {"EXIM_FLAGS", "<=", "<"},
    {"EXIM_DATE", "2024-05-01 10:00:00", "2024-05-01"},
    {"EXIM_PID", "[77]", "77"},
    {"EXIM_QT", "1d2h3m", "1x"},
    {"EXIM_EXCLUDE_TERMS", "Start queue run", "Middle queue run"},
    {"EXIM_REMOTE_HOST", "H=mail.example.com (helo) [192.0.2.7]:25", "H=mail.example.com"},
    {"EXIM_INTERFACE", "I=[192.0.2.1]:25", "I=eth0"},
    {"EXIM_PROTOCOL", "P=esmtps", "P="},
    {"EXIM_MSG_SIZE", "S=812", "S=big"},
    {"EXIM_HEADER_ID", "id=abc@example.com", "id="},
    {"EXIM_SUBJECT", R"(T="Hello you")", "T=Hello"},
    {"EXIM_MESSAGE_ARRIVAL",
     "2024-05-01 10:00:00 1rvABC-0004de-2F <= ana@example.com H=mx.example.com [192.0.2.7] P=esmtp "
     R"(S=812 id=x@example.com T="Hello" for bo@example.com)",
     "2024-05-01 10:00:00 1rvABC-0004de-2F => ana@example.com"},
    {"EXIM", "2024-05-01 10:00:00 1rvABC-0004de-2F <= ana@example.com U=root P=local S=9", "<="},
    {"BIND9_TIMESTAMP", "01-May-2024 10:00:00.123", "2024-05-01"},
    {"BIND9",
     "01-May-2024 10:00:00.123 queries: info: client 192.0.2.7#53123 (example.com): query: "
     "example.com IN A + (192.0.2.1)",
     "client 192.0.2.7#53123"},
    {"RUBY_LOGLEVEL", "FATAL", "TRACE"},
    {"RUBY_LOGGER", "I, [2024-05-01T10:00:00.123456 #77]  INFO -- app: ready", "INFO -- ready"},
    {"RUUID", "0123456789abcdef0123456789ABCDEF", "0123"},
    {"RCONTROLLER", "UsersController#show", "UsersController"},
    {"RAILS3HEAD", R"(Started GET "/users/1" for 127.0.0.1 at 2024-05-01 10:00:00 +0200)",
     "Started GET /users/1"},
    {"RPROCESSING", "Processing by UsersController#show as HTML", "by UsersController"},
    {"RAILS3PROFILE", "(Views: 1.5ms | ActiveRecord: 2.5ms", "Views: 1ms"},
    {"RAILS3FOOT", "Completed 200 OK in 12ms (Views: 1.5ms | ActiveRecord: 2.5ms)", "Completed"},
    {"RAILS3",
     "Started GET \"/users/1\" for 127.0.0.1 at 2024-05-01 10:00:00 +0200\n"
     "Processing by UsersController#show as HTML\nRendered x\n"
     "Completed 200 OK in 12ms (Views: 1.5ms | ActiveRecord: 2.5ms)",
     "Processing by UsersController#show as HTML"},
    {"MCOLLECTIVE", "I, [2024-05-01T10:00:00.123 #77]  INFO", "I, INFO"},
    {"MCOLLECTIVEAUDIT", "2024-05-01T10:00:00.123+0200:", "10:00:00:"},

    {"NETSCREENSESSIONLOG",
     "May  1 10:00:00 fw1 192.0.2.1: NetScreen device_id=fw1  [Root]system-notification-00257"
     R"((traffic): start_time="2024-05-01 10:00:00" duration=1 policy_id=2 service=http proto=6 )"
     "src zone=Trust dst zone=Untrust action=Permit sent=10 rcvd=20 src=10.0.0.1 dst=192.0.2.9 "
     "src_port=1024 dst_port=80 src-xlated ip=192.0.2.1 port=1025 dst-xlated ip=192.0.2.9 port=80 "
     "session_id=7 reason=Close - TCP FIN",
     "May  1 10:00:00 fw1 192.0.2.1: NetScreen"},
    {"RT_FLOW_EVENT", "RT_FLOW_SESSION_DENY", "RT_FLOW_SESSION"},
    {"RT_FLOW1",
     "RT_FLOW_SESSION_CLOSE: session closed TCP FIN: 10.0.0.1/1024->192.0.2.9/80 junos-http "
     "192.0.2.1/1025->192.0.2.9/80 None None 6 allow trust untrust 7 5(300) 4(200) 12 UNKNOWN",
     "RT_FLOW_SESSION_CLOSE: session closed"},
    {"RT_FLOW2",
     "RT_FLOW_SESSION_CREATE: session created 10.0.0.1/1024->192.0.2.9/80 junos-http "
     "192.0.2.1/1025->192.0.2.9/80 None None 6 allow trust untrust 7 N/A",
     "RT_FLOW_SESSION_CREATE: session created"},
    {"RT_FLOW3",
     "RT_FLOW_SESSION_DENY: session denied 10.0.0.1/1024->192.0.2.9/80 junos-http 6(0) deny trust "
     "untrust UNKNOWN",
     "RT_FLOW_SESSION_DENY: session denied"},
    {"SHOREWALL",
     "May  1 10:00:00 fw1 kernel: Shorewall:net2fw:DROP:IN=eth0 OUT= "
     "MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00 SRC=192.0.2.7 DST=192.0.2.1 LEN=60 TOS=0x00 "
     "PREC=0x00 TTL=51 ID=4711 DF PROTO=TCP SPT=40000 DPT=22 WINDOW=5840",
     "May  1 10:00:00 fw1 kernel: DROP"},
    {"SFW2",
     "May  1 10:00:00 fw1 kernel: [123.4] SFW2-INext-DROP-DEFLT IN=eth0 OUT= "
     "MAC=00:11:22:33:44:55:66:77:88:99:aa:bb:08:00 SRC=192.0.2.7 DST=192.0.2.1 LEN=60 PROTO=TCP "
     "SPT=40000 DPT=22 WINDOW=5840",
     "May  1 10:00:00 fw1 kernel: SFW2"},
    {"BRO_BOOL", "T", "true"},
    {"BRO_DATA", "a b", "a\tb"},
    {"BRO_HTTP",
     BRO
     "1\tGET\texample.com\t/\t-\tcurl/8\t0\t136\t200\tOK\t-\t-\t-\t(empty)\t-\t-\t-\t-\t-\tF1\t-",
     BRO "1\tGET"},
    {"BRO_DNS",
     BRO "udp\t22\texample.com\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t192.0.2.9\t60\tF",
     BRO "udp"},
    {"BRO_CONN", BRO "udp\tdns\t0.1\t31\t47\tSF\t-\t-\t0\tDd\t1\t59\t1\t75\t(empty)\t-\t-\tsensor1",
     BRO "udp"},
    {"BRO_FILES",
     "1300475169.780331\tFMnxxt3xjVcWNS2141\t192.0.2.1\t192.0.2.2\tCXWv6\tHTTP\t0\t(empty)\t"
     "text/plain\t-\t0.00\t-\tF\t51\t51\t0\t0\tF\t-\t-\t-\t-\t-",
     "1300475169.780331\tFMnxxt3xjVcWNS2141"},
    {"ZEEK_HTTP",
     BRO
     "1\tGET\texample.com\t/\t-\tcurl/8\t0\t136\t200\tOK\t-\t-\t-\t(empty)\t-\t-\t-\t-\t-\tF1\t-",
     BRO "x"},
    {"ZEEK_DNS", BRO "udp\t22\tx\t1\tC\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t192.0.2.9\t60\tF", BRO},
    {"ZEEK_CONN", BRO "tcp\t-\t-\t-\t-\tS0\tT\tF\t0\tS\t1\t59\t0\t0\t-", BRO "tcp"},
    {"ZEEK_FILES",
     "1300475169.78\tFM\t192.0.2.1\t192.0.2.2\tC\tHTTP\t0\t-\t-\t-\t0\t-\tF\t5\t5\t0\t0\tF\t-\t-\t-"
     "\t"
     "-\t-",
     "1300475169.78\tFM"},
};

}  // namespace

std::span<const GrokExample> log_grok_examples() {
  return examples;
}

}  // namespace sluice::testing
