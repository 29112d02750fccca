#include <array>
#include <string_view>

#include "generate/records.hpp"

namespace bench {
namespace {

using Choices8 = std::array<std::string_view, 8>;

constexpr Choices8 services = {"checkout", "catalog", "payments", "search",
                               "sessions", "gateway", "invoices", "mailer"};
constexpr Choices8 severities = {"INFO", "INFO",    "INFO",   "DEBUG",
                                 "INFO", "WARNING", "NOTICE", "ERROR"};
constexpr Choices8 messages = {"request completed",
                               "cache miss, asking the store",
                               "retrying after timeout",
                               "connection pool exhausted, waiting",
                               "published message to topic orders",
                               "user session refreshed",
                               "feature flag \\\"new-cart\\\" evaluated",
                               "flushed write buffer"};
constexpr Choices8 frames = {
    "com.example.orders.OrderService.place(OrderService.java:",
    "com.example.http.Dispatcher.dispatch(Dispatcher.java:",
    "com.example.store.Transaction.commit(Transaction.java:",
    "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:",
    "com.example.mail.Queue.poll(Queue.java:",
    "io.netty.channel.AbstractChannelHandlerContext.invokeChannelRead(AbstractChannel.java:",
    "com.example.search.Index.lookup(Index.java:",
    "java.base/java.lang.Thread.run(Thread.java:"};
constexpr Choices8 agents = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/122.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_3 like Mac OS X) AppleWebKit/605.1.15 Version/17.3",
    "curl/8.5.0",
    "okhttp/4.12.0",
    "Go-http-client/2.0",
    "python-requests/2.31.0",
    "GoogleHC/1.0"};
constexpr std::array<std::string_view, 64> words = {
    "größe",    "naïve",    "東京",   "café",     "orders",  "blue",     "retry",    "batch",
    "customer", "basket",   "token",  "expired",  "after",   "before",   "upstream", "shard",
    "replica",  "leader",   "index",  "rebuild",  "because", "quota",    "limit",    "reached",
    "invoice",  "pending",  "failed", "accepted", "writing", "reading",  "snapshot", "region",
    "stale",    "fresh",    "entry",  "dropped",  "merged",  "segment",  "waiting",  "lock",
    "released", "acquired", "by",     "for",      "of",      "with",     "while",    "until",
    "closing",  "opening",  "socket", "stream",   "partial", "complete", "schedule", "timer",
    "fired",    "mapped",   "page",   "query",    "plan",    "cost",     "rows",     "scanned"};
constexpr Choices8 methods = {"storage.objects.get",
                              "storage.objects.list",
                              "storage.buckets.update",
                              "v1.compute.instances.insert",
                              "google.iam.admin.v1.CreateServiceAccount",
                              "jobservice.insert",
                              "storage.objects.create",
                              "SetIamPolicy"};
constexpr std::array<std::string_view, 4> verbs = {"GET", "GET", "POST", "PUT"};
constexpr std::array<std::string_view, 6> statuses = {"200", "200", "204", "302", "404", "503"};
constexpr std::array<std::string_view, 4> zones = {"europe-west3-a", "europe-west3-b",
                                                   "us-central1-a", "us-central1-f"};

/// Free text: what makes logs compress worse than their frame does.
void append_words(Text& text, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) text << " " << text.pick(words);
}

void append_container(Text& text, std::string_view service) {
  text << R"("resource":{"type":"k8s_container","labels":{"cluster_name":"main","location":")"
       << text.pick(zones) << R"(","namespace_name":"shop","container_name":")" << service
       << R"(","pod_name":")" << service << "-7c9f";
  text.hex(6) << "-";
  text.base32(5) << R"("}},"labels":{"k8s-pod/app":")" << service
                 << R"(","compute.googleapis.com/resource_name":"gke-main-)";
  text.hex(8) << R"("},)";
}

void append_trace(Text& text) {
  text << R"("trace":"projects/example-project/traces/)";
  text.hex(32) << R"(","spanId":")";
  text.hex(16) << R"(","traceSampled":true,)";
}

std::string_view append_json_payload(Text& text) {
  Random& random = text.random();
  const std::string_view service = text.pick(services);
  text << R"("jsonPayload":{"message":")" << text.pick(messages);
  append_words(text, 4 + random.below(16));
  text << R"(","logger":"com.example.)" << service << R"(","thread":"worker-)";
  text.number(random.below(64)) << R"(","requestId":")";
  text.uuid() << R"(","durationMs":)";
  text.number(random.below(5000)) << ".";
  text.padded(random.below(1000), 3) << R"(,"session":")";
  text.base64(32) << R"(","user":{"id":)";
  text.number(100000 + random.below(900000))
      << R"(,"tenant":")" << text.pick(words) << R"(","anonymous":false})";
  if (random.one_in(2)) {
    text << R"(,"order":{"id":"ord_)";
    text.base32(16) << R"(","total":)";
    text.number(random.below(500)) << ".90,\"currency\":\"EUR\",\"items\":[";
    const uint32_t items = 1 + random.below(3);
    for (uint32_t i = 0; i < items; ++i) {
      text << (i == 0 ? R"({"sku":"A-)" : R"(,{"sku":"A-)");
      text.number(random.below(9999)) << R"(","count":)";
      text.number(1 + random.below(9)) << R"(,"gift":false})";
    }
    text << R"(],"note":null})";
  }
  text << R"(,"context":{"build":"2025.3.1+4f2a","flags":["fast-path"],"bytes":)";
  text.number(random.below(1000000)) << "}},";
  append_container(text, service);
  append_trace(text);
  return "stdout";
}

std::string_view append_text_payload(Text& text) {
  Random& random = text.random();
  const std::string_view service = text.pick(services);
  text << R"("textPayload":")" << text.pick(messages);
  append_words(text, 4 + random.below(20));
  text << " id=";
  text.base32(32) << " peer=";
  text.address() << " took ";
  text.number(random.below(9000)) << R"(ms path=\"/v2/)" << service << "/" << text.pick(words)
                                  << R"(\")";
  if (random.one_in(3)) {  // a stack trace, sent as one entry
    text << R"(\njava.lang.IllegalStateException: order )";
    text.number(random.below(1000000)) << " is closed";
    const uint32_t depth = 3 + random.below(7);
    for (uint32_t i = 0; i < depth; ++i) {
      text << R"(\n\tat )" << text.pick(frames);
      text.number(20 + random.below(400)) << ")";
    }
  }
  text << "\",";
  if (random.one_in(4)) {  // from a plain machine: the shortest entries
    text << R"("resource":{"type":"gce_instance","labels":{"instance_id":")";
    text.number(random.next() >> 4) << R"("}},)";
    return "syslog";
  }
  append_container(text, service);
  if (random.one_in(2)) append_trace(text);
  return "stderr";
}

std::string_view append_http_request(Text& text) {
  Random& random = text.random();
  text << R"("httpRequest":{"requestMethod":")" << text.pick(verbs)
       << R"(","requestUrl":"https://shop.example.com/v2/)" << text.pick(services) << "/";
  text.number(random.below(100000)) << "?page=";
  text.number(random.below(30)) << "&session=";
  text.base32(32) << R"(","referer":"https://shop.example.com/)" << text.pick(words) << "/"
                  << text.pick(words) << "/";
  text.number(random.below(100000)) << R"(","requestSize":")";
  text.number(200 + random.below(3000))
      << R"(","status":)" << text.pick(statuses) << R"(,"responseSize":")";
  text.number(random.below(100000))
      << R"(","userAgent":")" << text.pick(agents) << R"(","remoteIp":")";
  text.address() << R"(","serverIp":"192.0.2.8","latency":"0.)";
  text.padded(random.below(1000000), 6)
      << R"(s","cacheLookup":true,"protocol":"HTTP/2"},)"
      << R"("jsonPayload":{"@type":"type.googleapis.com/google.cloud.loadbalancing.type.)"
      << R"(LoadBalancerLogEntry","statusDetails":"response_sent_by_backend"},"resource":)"
      << R"({"type":"http_load_balancer","labels":{"project_id":"example-project",)"
      << R"("url_map_name":"shop","forwarding_rule_name":"shop-https","zone":"global",)"
      << R"("instance":")";
  text.hex(16) << "\"}},";
  append_trace(text);
  return "requests";
}

std::string_view append_proto_payload(Text& text) {
  Random& random = text.random();
  const std::string_view method = text.pick(methods);
  text << R"("protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog",)"
       << R"("authenticationInfo":{"principalEmail":")" << text.pick(services)
       << R"(@example-project.iam.example.com","serviceAccountKeyName":)"
       << R"("//iam.googleapis.com/keys/)";
  text.hex(40) << R"("},"requestMetadata":{"callerIp":")";
  text.address() << R"(","callerSuppliedUserAgent":")" << text.pick(agents)
                 << R"(","requestAttributes":{}},"serviceName":)"
                 << R"("storage.googleapis.com","methodName":")" << method
                 << R"(","authorizationInfo":[)";
  text << R"({"resource":"projects/_/buckets/example-)" << text.pick(services)
       << R"(","permission":")" << method << R"(","granted":true}],"resourceName":)"
       << R"("projects/_/buckets/example-)" << text.pick(services) << "/objects/2025/";
  text.base32(26) << R"(.json","request":{"generation":")";
  text.number(random.next() >> 4) << R"(","reason":")";
  append_words(text, 4 + random.below(14));
  text << R"("}},"resource":{"type":"gcs_bucket","labels":{)"
       << R"("project_id":"example-project","bucket_name":"example","location":"eu"}},)"
       << R"("operation":{"id":")";
  text.hex(40) << R"(","producer":"storage.googleapis.com","first":true},)";
  return "cloudaudit.googleapis.com%2Fdata_access";
}

}  // namespace

void append_log_entry(Text& text, uint64_t number) {
  Random& random = text.random();
  const uint64_t seconds = number / 5000;
  text << R"({"insertId":")";
  text.base32(16) << "\",";
  const uint32_t kind = random.below(100);
  const std::string_view log = kind < 30   ? append_json_payload(text)
                               : kind < 60 ? append_text_payload(text)
                               : kind < 80 ? append_http_request(text)
                                           : append_proto_payload(text);
  text << R"("timestamp":")";
  text.time(seconds, random.below(1000000000), 9)
      << R"(","severity":")" << text.pick(severities)
      << R"(","logName":"projects/example-project/logs/)" << log << R"(","receiveTimestamp":")";
  text.time(seconds + 1, random.below(1000000000), 9) << "\"}";
}

void append_small_entry(Text& text, uint64_t number) {
  Random& random = text.random();
  text << R"({"insertId":")";
  text.base32(14) << R"(","textPayload":")" << text.pick(messages) << " ";
  text.number(random.below(100000)) << " ";
  text.base32(10) << R"(","timestamp":")";
  text.time(number / 20000, random.below(1000000), 6)
      << R"(","severity":")" << text.pick(severities) << R"(","receiveTimestamp":")";
  text.time(number / 20000 + 1, random.below(1000000), 6) << "\"}";
}

}  // namespace bench
