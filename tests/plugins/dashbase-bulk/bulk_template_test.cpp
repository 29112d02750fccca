// Installing the index template: when, in which form, and what comes of a failure.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <dashbase-bulk/template_installer.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "bulk_sink_fixture.hpp"

namespace {

using namespace sluice;
using sluice::testing::FakeStore;

constexpr const char* neutral = R"({
  "version": 3,
  "settings": {"index.mapping.total_fields.limit": 500},
  "mappings": {
    "dynamic_templates": [{"o": {"match_mapping_type": "object",
                                 "mapping": {"type": "flattened", "depth_limit": 9}}}],
    "properties": {
      "type": {"type": "keyword"},
      "raw": {"type": "flattened", "ignore_above": 100},
      "w": {"type": "wildcard", "ignore_above": 7},
      "m": {"type": "match_only_text"}
    }
  }
})";

std::string info(const char* number, const char* more = "") {
  return std::string(R"({"version":{"number":")") + number + "\"" + more +
         R"(},"tagline":"You Know, for Search"})";
}
const std::string dashbase = info("6.8.23", R"(,"distribution":"dashbase")");
const std::string opensearch = info("2.15.0", R"(,"distribution":"opensearch")");

class BulkTemplateTest : public sluice::testing::BulkSinkTest {
 protected:
  BulkTemplateTest() { write(neutral); }
  ~BulkTemplateTest() override { std::filesystem::remove(path_); }

  void write(const std::string& text) { std::ofstream(path_) << text; }
  // Begins against a store that is `root` and answers the rest in order. What was sent after the
  // question what the store is: `METHOD path body`.
  std::vector<std::string> begin(const std::string& root,
                                 const std::vector<sluice::testing::StoreReply>& replies,
                                 const std::string& more = "") {
    store_ = std::make_unique<FakeStore>();
    open_at(*store_, ",\"template\":\"" + path_ + "\"" + more, 0);
    store_->reply(200, root);
    for (const auto& reply : replies) store_->reply(reply);
    status_ = sink_->begin();
    std::vector<std::string> sent;
    for (const auto& request : store_->requests()) {
      sent.push_back(request.method + " " + request.path +
                     (request.body.empty() ? "" : " " + request.body));
      if (!request.body.empty()) {
        EXPECT_EQ(request.header("content-type"), "application/json");
      }
    }
    sink_.reset();
    sent.erase(sent.begin());
    return sent;
  }
  // The body that installs the template in a store that has none.
  std::string installed(const std::string& root, const std::string& more = "") {
    const auto sent = begin(root, {{404, "{}"}, {200, R"({"acknowledged":true})"}}, more);
    EXPECT_TRUE(status_.ok()) << status_.error().message;
    if (sent.size() != 2) return "sent " + std::to_string(sent.size());
    return sent[1].substr(4);
  }
  std::string why() const { return status_.ok() ? "" : status_.error().message; }

  std::string path_ = (std::filesystem::temp_directory_path() /
                       ("sluice-template-" + std::to_string(::getpid()) + ".json"))
                          .string();
  std::unique_ptr<FakeStore> store_;
  Status status_;
};

TEST_F(BulkTemplateTest, EachStoreGetsTheFormThatItUnderstands) {
  const std::string old_mapping =
      R"({"dynamic_templates":[{"o":{"match_mapping_type":"object",)"
      R"("mapping":{"type":"object","enabled":false}}}],"properties":{"type":{"type":"keyword"},)"
      R"("raw":{"type":"object","enabled":false},"w":{"type":"keyword","ignore_above":7},)"
      R"("m":{"type":"text"}}})";
  const std::string head = R"({"index_patterns":["logs"],"order":200,"version":3,)" +
                           std::string(R"("settings":{"index.mapping.total_fields.limit":500},)");
  EXPECT_EQ(installed(dashbase), "/_template/sluice-logs?create=true " + head +
                                     R"("mappings":{"_doc":)" + old_mapping + "}}");
  EXPECT_EQ(
      installed(info("6.2.3"), R"(,"subtable":"aws")"),
      "/_template/sluice-logs?create=true " + head + R"("mappings":{"aws":)" + old_mapping + "}}");
  EXPECT_EQ(installed(info("7.2.0")),
            "/_template/sluice-logs?create=true " + head + R"("mappings":)" + old_mapping + "}");
  const std::string oss = installed(info("7.10.2", R"(,"build_flavor":"oss")"));
  EXPECT_NE(oss.find(old_mapping), std::string::npos) << oss;

  const std::string new_mapping =
      R"({"dynamic_templates":[{"o":{"match_mapping_type":"object",)"
      R"("mapping":{"type":"flattened","depth_limit":9}}}],)"
      R"("properties":{"type":{"type":"keyword"},)"
      R"("raw":{"type":"flattened","ignore_above":100},"w":{"type":"wildcard","ignore_above":7},)"
      R"("m":{"type":"match_only_text"}}})";
  EXPECT_EQ(installed(info("7.17.0")),
            "/_template/sluice-logs?create=true " + head + R"("mappings":)" + new_mapping + "}");
  const std::string composable =
      R"({"index_patterns":["logs"],"priority":200,"version":3,"template":{)"
      R"("settings":{"index.mapping.total_fields.limit":500},"mappings":)";
  EXPECT_EQ(installed(info("8.15.0")),
            "/_index_template/sluice-logs?create=true " + composable + new_mapping + "}}");
  const std::string open = installed(opensearch);
  EXPECT_NE(open.find(R"("raw":{"type":"flat_object"})"), std::string::npos) << open;
  EXPECT_TRUE(open.starts_with("/_index_template/")) << open;
  const std::string old_open = installed(info("1.3.0", R"(,"distribution":"opensearch")"));
  EXPECT_NE(old_open.find(R"("raw":{"type":"object","enabled":false})"), std::string::npos);
}

TEST_F(BulkTemplateTest, TheSettingsDecideOverTheForm) {
  EXPECT_TRUE(installed(info("8.15.0"), R"(,"template_mode":"legacy")").starts_with("/_template/"));
  EXPECT_TRUE(installed(info("7.9.0"), R"(,"template_mode":"composable")")
                  .starts_with("/_index_template/"));
  EXPECT_TRUE(
      installed(info("8.15.0"), R"(,"store":"elasticsearch-6")").find(R"("mappings":{"_doc":{)") !=
      std::string::npos);
  EXPECT_TRUE(installed(info("8.15.0"), R"(,"template_name":"mine")")
                  .starts_with("/_index_template/mine?"));
  const std::string stream = installed(info("7.17.0"), R"(,"data_stream":true)");
  EXPECT_TRUE(stream.starts_with("/_index_template/")) << stream;
  EXPECT_NE(stream.find(R"("data_stream":{})"), std::string::npos) << stream;
  EXPECT_EQ(begin(info("8.15.0"), {}, R"(,"template_mode":"off")").size(), 0u);
}

TEST_F(BulkTemplateTest, ItIsInstalledOnlyWhereThereIsNoneOrAnOlderOne) {
  const auto composable = [](const std::string& version) {
    return sluice::testing::StoreReply{
        200, R"({"index_templates":[{"name":"sluice-logs","index_template":{)" + version + "}}]}"};
  };
  EXPECT_EQ(begin(info("8.1.0"), {composable(R"("version":3)")}),
            std::vector<std::string>{"GET /_index_template/sluice-logs"});
  EXPECT_EQ(begin(info("8.1.0"), {composable(R"("version":4)")}).size(), 1u);
  EXPECT_EQ(host_.logged("in version 4, which is newer than 3 and stays"), 1u);
  EXPECT_EQ(begin(info("8.1.0"), {composable(R"("priority":1)")}).size(), 1u);
  EXPECT_EQ(host_.logged("without a version, so it is somebody else's"), 1u);
  auto sent = begin(info("8.1.0"), {composable(R"("version":2)"), {200, "{}"}});
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_TRUE(sent[1].starts_with("PUT /_index_template/sluice-logs {")) << sent[1];
  EXPECT_EQ(host_.logged("updated template \"sluice-logs\" version 3"), 1u);

  const auto legacy = [](const char* version) {
    return sluice::testing::StoreReply{
        200, std::string(R"({"sluice-logs":{"version":)") + version + "}}"};
  };
  EXPECT_EQ(begin(dashbase, {legacy("3")}).size(), 1u);
  EXPECT_EQ(begin(dashbase, {legacy("1"), {200, "{}"}}).size(), 2u);
  EXPECT_EQ(begin(dashbase, {{200, "{}"}, {200, "{}"}}).size(), 2u);  // none, without a 404
}

TEST_F(BulkTemplateTest, AnotherProcessMayBeFaster) {
  const auto there = sluice::testing::StoreReply{200, R"({"sluice-logs":{"version":3}})"};
  EXPECT_EQ(
      begin(dashbase, {{404, "{}"}, {400, "exists"}, there}, R"(,"template_required":true)").size(),
      3u);
  EXPECT_TRUE(status_.ok()) << why();
  EXPECT_EQ(host_.logged("another process has installed"), 1u);
}

TEST_F(BulkTemplateTest, AFailureIsAWarningUnlessTheTemplateIsRequired) {
  const std::string reason =
      R"({"error":{"type":"mapper_parsing_exception","reason":"No handler for type [x]"}})";
  const std::vector<sluice::testing::StoreReply> refused = {
      {404, "{}"}, {400, reason}, {404, "{}"}};
  begin(dashbase, refused);
  EXPECT_TRUE(status_.ok());
  EXPECT_EQ(host_.logged("could not install the template: "), 1u);
  EXPECT_EQ(host_.logged("mapper_parsing_exception: No handler for type [x]; going on without it"),
            1u);
  const std::string required = R"(,"template_required":true)";
  begin(dashbase, refused, required);
  EXPECT_EQ(status_.error().code, StatusCode::fatal);
  EXPECT_NE(why().find("/_template/sluice-logs?create=true answered 400: mapper_parsing_exception"),
            std::string::npos)
      << why();
  for (const int status : {429, 500, 503}) {
    begin(dashbase, {{status, ""}}, required);
    EXPECT_EQ(status_.error().code, StatusCode::retry) << status;
  }
  begin(dashbase, {{403, ""}}, required);
  EXPECT_EQ(status_.error().code, StatusCode::fatal);
  begin(dashbase, {{200, "", {}, true}, {200, "", {}, true}}, required);
  EXPECT_EQ(status_.error().code, StatusCode::retry);
  begin(R"({"hello":1})", {}, required);
  EXPECT_EQ(status_.error().code, StatusCode::fatal);
  EXPECT_NE(why().find("set store or template_mode"), std::string::npos) << why();
  begin(info("6.8.0"), {}, required + R"(,"template_mode":"composable")");
  EXPECT_NE(why().find("Elasticsearch 6.8.0 has no composable templates"), std::string::npos);
  begin(info("6.8.0"), {}, required + R"(,"data_stream":true)");
  EXPECT_NE(why().find("Elasticsearch 6.8.0 has no data streams"), std::string::npos);
}

TEST_F(BulkTemplateTest, AFileThatIsNoTemplateStopsTheStart) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "is empty"},
      {"{", "is not JSON"},
      {"[]", "is not a JSON object"},
      {"{} {}", "is not JSON"},
      {"\xff", "is not UTF-8"},
      {R"({"mappings":{}})", "needs a \"version\", a whole number from 1"},
      {R"({"version":1})", "needs \"mappings\", an object"},
      {R"({"version":"1","mappings":{}})", "\"version\" must be a whole number"},
      {R"({"version":1,"mappings":[]})", "\"mappings\" must be an object"},
      {R"({"version":1,"mappings":{},"index_patterns":"a"})",
       "\"index_patterns\" must be a list of names"},
      {R"({"version":1,"mappings":{},"aliases":{}})",
       "\"aliases\" is not one of version, index_patterns, priority, settings, mappings"},
  };
  for (const auto& [text, expected] : cases) {
    write(text);
    const Result<TemplateFile> file = TemplateFile::load(host_.host(), path_);
    ASSERT_FALSE(file.ok()) << text;
    EXPECT_EQ(file.error().code, StatusCode::fatal);
    EXPECT_NE(file.error().message.find(path_ + "\": " + expected), std::string::npos)
        << file.error().message;
  }
  const Result<TemplateFile> none = TemplateFile::load(host_.host(), path_ + ".none");
  ASSERT_FALSE(none.ok());
  EXPECT_NE(none.error().message.find("could not open it: No such file"), std::string::npos);
  const Result<TemplateFile> folder = TemplateFile::load(host_.host(), "/tmp");
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().message, "template \"/tmp\": could not read it: Is a directory");
}

TEST_F(BulkTemplateTest, PatternsComeFromTheIndexOrTheFile) {
  const auto patterns = [&](const std::string& index) {
    Result<BulkOptions> options =
        BulkOptions::from(host_.settings(R"({"host":"http://h","index":")" + index + "\"}"));
    const Result<TemplateFile> file = TemplateFile::load(host_.host(), path_);
    const std::string body =
        file->body(TemplateForm::untyped, {}, options->index.pattern(), "", false);
    return template_name(*options) + " " + body.substr(0, body.find(",\"order\""));
  };
  EXPECT_EQ(patterns("Logs"), R"(sluice-logs {"index_patterns":["Logs"])");
  EXPECT_EQ(patterns("logs-{a}-{@timestamp:%Y.%m}"),
            R"(sluice-logs-any-any {"index_patterns":["logs-*-*"])");
  write(R"({"version":1,"index_patterns":["a*","b"],"priority":7,"mappings":{}})");
  EXPECT_EQ(patterns("logs"), R"(sluice-logs {"index_patterns":["a*","b"])");
}

}  // namespace
