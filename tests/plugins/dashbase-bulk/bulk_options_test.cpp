// Settings that are wrong, what is said about them, and the wiring of the plugin.
#include <string>
#include <vector>

#include <dashbase-bulk/bulk_options.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>

namespace {

using sluice::BulkOptions;
using sluice::Result;
using sluice::StatusCode;
using sluice::testing::PluginHost;

class BulkOptionsTest : public ::testing::Test {
 protected:
  Result<BulkOptions> read(const std::string& more, const std::string& url = "http://h") {
    return BulkOptions::from(
        host_.settings("{\"host\":\"" + url + "\",\"index\":\"i\"" + more + "}"));
  }
  std::string error(const std::string& more, const std::string& url = "http://h") {
    const Result<BulkOptions> options = read(more, url);
    if (options.ok()) return "";
    EXPECT_EQ(options.error().code, StatusCode::invalid_config);
    EXPECT_NE(options.error().at, nullptr) << options.error().message;
    return options.error().message;
  }

  PluginHost host_;
};

TEST_F(BulkOptionsTest, Hosts) {
  EXPECT_EQ(read("", "http://h:9200///")->hosts.front(), "http://h:9200");
  EXPECT_EQ(read("", "HTTPS://h/api/org/")->hosts.front(), "https://h/api/org");
  EXPECT_EQ(read("", "http://[::1]:9200")->hosts.front(), "http://[::1]:9200");
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "host must be a URL that begins with http:// or https://"},
      {"localhost:9200", "host must be a URL that begins with http:// or https://"},
      {"ftp://h", "host must be a URL that begins with http:// or https://"},
      {"http://", "host names no host"},
      {"http://:9200", "host names no host"},
      {"http://a b", "host must not hold spaces or control characters"},
      {"http://a\\nb", "host must not hold spaces or control characters"},
      {"http://h/?x=1", "host must not hold a query or fragment"},
      {"http://h/_bulk", "host is the URL before /_bulk, which is added to it"},
      {"http://me:hunter2@h",
       "host must not hold a user or password; use auth: {basic: {username, password}}"},
  };
  for (const auto& [url, text] : wrong) EXPECT_EQ(error("", url), text) << url;
}

TEST_F(BulkOptionsTest, SeveralHosts) {
  const auto hosts = [&](const std::string& list) {
    return BulkOptions::from(host_.settings("{\"index\":\"i\",\"host\":" + list + "}"));
  };
  EXPECT_EQ(hosts(R"(["http://a/","https://b/x"])")->hosts,
            (std::vector<std::string>{"http://a", "https://b/x"}));
  EXPECT_EQ(hosts("[]").error().message, "host must name a store");
  EXPECT_EQ(hosts(R"(["http://a","b"])").error().message,
            "host must be a URL that begins with http:// or https://");
  EXPECT_EQ(hosts(R"(["http://a","http://a/"])").error().message, "host names http://a twice");
}

TEST_F(BulkOptionsTest, Index) {
  const auto wrong = [&](const std::string& index) {
    Result<BulkOptions> options =
        BulkOptions::from(host_.settings(R"({"host":"http://h","index":")" + index + "\"}"));
    return options ? "" : options.error().message;
  };
  EXPECT_EQ(wrong("logs-{a.b}-{@timestamp:%Y.%m.%d}"), "");
  EXPECT_EQ(wrong(R"(logs-{[\"a}|:b\"]|none})"), "");
  EXPECT_EQ(wrong("Any Name"), "");  // of a constant one the store is the judge
  EXPECT_EQ(wrong("a-{b"), R"(name "a-{b": the "{" at position 3 is not closed)");
  EXPECT_EQ(wrong("a-{b|}"), R"(name "a-{b|}": the "|" at position 5 has no default behind it)");
  const char* characters =
      R"(the index must not hold spaces, control characters or any of \ / * ? " < > | , # :)";
  EXPECT_EQ(wrong("a/{b}"), std::string(R"(name "a/{b}": )") + characters);
  EXPECT_EQ(wrong("A-{b}"), R"(name "A-{b}": the index must be lower case)");
  EXPECT_EQ(wrong("_a{b}"), R"(name "_a{b}": the index must not be empty or begin with -, _ or +)");
}

TEST_F(BulkOptionsTest, DataStreamsAndTemplates) {
  EXPECT_EQ(error(R"(,"data_stream":true,"op_type":"index")"),
            "a data stream takes only op_type: create");
  EXPECT_EQ(error(R"(,"data_stream":true,"template_mode":"legacy")"),
            "a data stream needs a composable template");
  EXPECT_EQ(error(R"(,"template_required":true)"),
            "template_required is true, but no template is set");
  EXPECT_EQ(error(R"(,"template_name":"A*")"), "template_name must be lower case");
  EXPECT_EQ(error(R"(,"pipeline":"")"), "pipeline must not be empty; leave it out");
  const auto stream = [&](const std::string& index) {
    Result<BulkOptions> options = BulkOptions::from(
        host_.settings(R"({"host":"http://h","data_stream":true,"index":")" + index + "\"}"));
    return options ? "" : options.error().message;
  };
  EXPECT_EQ(stream("logs-aws.cloudtrail-default"), "");
  EXPECT_EQ(stream("Logs"), "index must be lower case, as data_stream is true");
  EXPECT_EQ(stream(std::string(234, 'x')),
            "index must have at most 233 bytes, as data_stream is true");
}

TEST_F(BulkOptionsTest, Authorization) {
  const auto header = [&](const std::string& auth) {
    Result<BulkOptions> options = read(",\"auth\":" + auth);
    return options ? options->http.headers.at(0) : options.error().message;
  };
  EXPECT_EQ(header(R"("none")"), "Content-Type: application/x-ndjson");
  EXPECT_EQ(header(R"({"basic":{"username":"Aladdin","password":"open sesame"}})"),
            "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(header(R"({"api_key":"id:key"})"), "Authorization: ApiKey aWQ6a2V5");
  EXPECT_EQ(header(R"({"api_key":"aWQ6a2V5"})"), "Authorization: ApiKey aWQ6a2V5");
  EXPECT_EQ(header(R"({"bearer":"tok"})"), "Authorization: Bearer tok");
  EXPECT_EQ(header(R"({"bearer":"tok\r\nX: y"})"),
            "a key or token must not hold control characters or line breaks");
  EXPECT_EQ(header(R"({"api_key":""})"), "a key or token must not be empty");
  EXPECT_EQ(header(R"({"basic":{"username":"a:b","password":"c"}})"),
            "a user name must not hold a colon");
}

TEST_F(BulkOptionsTest, Headers) {
  const Result<BulkOptions> options =
      read(R"(,"headers":{"X-A":"b","content-type":"application/json"})");
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->http.headers,
            (std::vector<std::string>{"X-A: b", "content-type: application/json"}));
  EXPECT_EQ(error(R"(,"headers":{"a b":"c"})"), "\"a b\" is no name of a header");
  EXPECT_EQ(error(R"(,"headers":{"":"c"})"), "\"\" is no name of a header");
  EXPECT_EQ(error(R"(,"headers":{"X":"c\nd"})"),
            "the header \"X\" must not hold control characters or line breaks");
  EXPECT_EQ(error(R"(,"headers":{"Content-Encoding":"gzip"})"),
            "the header \"Content-Encoding\" is set by this sink; leave it out");
  EXPECT_EQ(error(R"(,"auth":{"bearer":"t"},"headers":{"authorization":"x"})"),
            "the header \"authorization\" is set by auth already; use one of the two");
}

TEST_F(BulkOptionsTest, OtherMistakes) {
  EXPECT_EQ(error(R"(,"tls":{"client_key":"k.pem"})"),
            "tls.client_key is the key of tls.client_cert, which is not set");
  const Result<BulkOptions> no_index =
      BulkOptions::from(host_.settings(R"({"host":"http://h","index":""})"));
  ASSERT_FALSE(no_index.ok());
  EXPECT_EQ(no_index.error().message, "index must have 1 to 255 bytes");
}

TEST_F(BulkOptionsTest, RedactsSecrets) {
  Result<BulkOptions> options = read(R"(,"auth":{"basic":{"username":"me","password":"hunter2"}},)"
                                     R"("headers":{"X-Key":"s3cret-key"})");
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->redact("me hunter2 bWU6aHVudGVyMg== s3cret-key hunter2"),
            "me *** *** *** ***");
}

TEST(DashbaseBulkPlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("dashbase-bulk");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_SINK));
  const auto option = [&](std::string_view path) {
    return library.option(component.options, path);
  };
  for (const char* path : {"host", "index"}) {
    EXPECT_EQ(option(path)->flags, static_cast<uint32_t>(SLUICE_OPTION_REQUIRED)) << path;
  }
  EXPECT_STREQ(option("batch.documents")->default_value, "1000");
  EXPECT_STREQ(option("batch.bytes")->default_value, "5MiB");
  EXPECT_STREQ(option("op_type")->default_value, "create");
  EXPECT_STREQ(option("tls.verify")->default_value, "true");
  EXPECT_EQ(option("tls.ca_file")->flags, static_cast<uint32_t>(SLUICE_OPTION_FILE));
  EXPECT_EQ(option("headers")->children.items->flags, static_cast<uint32_t>(SLUICE_OPTION_SECRET));
}

}  // namespace
