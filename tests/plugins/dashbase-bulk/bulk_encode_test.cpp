// The bytes of a body: they depend on the settings and the event alone.
#include <string>

#include <dashbase-bulk/bulk_sink.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/sink_request.hpp>

namespace {

using sluice::Batch;
using sluice::BulkSink;
using sluice::Status;
using sluice::StatusCode;
using sluice::testing::PluginHost;
using sluice::testing::SinkRequest;

class BulkEncodeTest : public ::testing::Test {
 protected:
  // The body of one event with this id. `more` are further settings.
  std::string body(const std::string& more, std::string_view id,
                   const std::string& event = R"({"a":1})") {
    BulkSink sink(host_.host());
    const Status status =
        sink.init(host_.settings(R"({"host":"http://h","index":"logs")" + more + "}"));
    if (!status.ok()) return status.error().message;
    SinkRequest request(sink);
    auto batch = host_.events({event});
    batch->events[0].id = id.data();
    batch->events[0].id_size = static_cast<uint32_t>(id.size());
    const Status added = request.add(batch->events[0]);
    if (!added.ok()) {
      EXPECT_EQ(added.error().code, StatusCode::rejected);
      EXPECT_EQ(request.body(), "");
      return added.error().message;
    }
    return std::string(request.body());
  }

  PluginHost host_;
};

TEST_F(BulkEncodeTest, PairsOfLines) {
  EXPECT_EQ(body("", "x-1"), "{\"create\":{\"_index\":\"logs\",\"_id\":\"x-1\"}}\n{\"a\":1}\n");
  EXPECT_EQ(body(R"(,"op_type":"index")", "x-1"),
            "{\"index\":{\"_index\":\"logs\",\"_id\":\"x-1\"}}\n{\"a\":1}\n");
  EXPECT_EQ(body("", "x", R"({ "n" : 1.50e+007, "o":{ "k" : [ 1 ] } })"),
            "{\"create\":{\"_index\":\"logs\",\"_id\":\"x\"}}\n"
            "{\"n\":1.50e+007,\"o\":{ \"k\" : [ 1 ] }}\n");
}

TEST_F(BulkEncodeTest, IdsFromHostileDataAreEscaped) {
  using namespace std::string_view_literals;
  EXPECT_EQ(body("", "a\"}}\n{\"delete\":{}}\\"),
            "{\"create\":{\"_index\":\"logs\",\"_id\":\"a\\\"}}\\n{\\\"delete\\\":{}}\\\\\"}}\n"
            "{\"a\":1}\n");
  EXPECT_EQ(body("", "grüße-\xF0\x9F\x99\x82"),
            "{\"create\":{\"_index\":\"logs\",\"_id\":\"grüße-\xF0\x9F\x99\x82\"}}\n{\"a\":1}\n");
  EXPECT_EQ(body("", "nul\0tab\t"sv),
            "{\"create\":{\"_index\":\"logs\",\"_id\":\"nul\\u0000tab\\t\"}}\n{\"a\":1}\n");
}

TEST_F(BulkEncodeTest, LongIds) {
  const std::string longest(512, 'x');
  EXPECT_EQ(body("", longest),
            "{\"create\":{\"_index\":\"logs\",\"_id\":\"" + longest + "\"}}\n{\"a\":1}\n");
  EXPECT_EQ(body("", longest + "y"), "the event's id has 513 bytes; an _id has at most 512");
  EXPECT_EQ(body(R"(,"id":"none")", longest + "y"),
            "{\"create\":{\"_index\":\"logs\"}}\n{\"a\":1}\n");
}

TEST_F(BulkEncodeTest, WithoutId) {
  EXPECT_EQ(body("", ""), "{\"create\":{\"_index\":\"logs\"}}\n{\"a\":1}\n");
  EXPECT_EQ(host_.counter("documents_without_id"), 1u);
  EXPECT_EQ(body(R"(,"id":"none")", "x"), "{\"create\":{\"_index\":\"logs\"}}\n{\"a\":1}\n");
  EXPECT_EQ(host_.counter("documents_without_id"), 1u);
}

TEST_F(BulkEncodeTest, TheTypeFollowsFromTheSettings) {
  const auto has_type = [&](const std::string& more) {
    const std::string text = body(more, "x");
    const size_t at = text.find("\"_type\":");
    return at == std::string::npos ? "" : text.substr(at + 8, text.find(',', at) - at - 8);
  };
  EXPECT_EQ(has_type(""), "");
  EXPECT_EQ(has_type(R"(,"subtable":"_doc","store":"auto")"), "");
  EXPECT_EQ(has_type(R"(,"subtable":"","store":"dashbase")"), "");
  EXPECT_EQ(has_type(R"(,"subtable":"aws \"x\"")"), R"("aws \"x\"")");
  EXPECT_EQ(has_type(R"(,"subtable":"aws","store":"elasticsearch-7")"), R"("aws")");
  EXPECT_EQ(has_type(R"(,"subtable":"_doc","store":"elasticsearch-7")"), "");
  EXPECT_EQ(has_type(R"(,"subtable":"_doc","store":"elasticsearch-8")"), "");
  EXPECT_EQ(has_type(R"(,"subtable":"aws","store":"elasticsearch-8")"), "");
  EXPECT_EQ(has_type(R"(,"subtable":"aws","store":"opensearch")"), "");
  EXPECT_EQ(has_type(R"(,"subtable":"_doc","store":"elasticsearch-6")"), R"("_doc")");
  EXPECT_EQ(has_type(R"(,"subtable":"_doc","store":"dashbase")"), R"("_doc")");
}

TEST_F(BulkEncodeTest, TheIndexIsEscapedToo) {
  BulkSink sink(host_.host());
  ASSERT_TRUE(sink.init(host_.settings(R"({"host":"http://h","index":"a\"\\\u0001"})")).ok());
  SinkRequest request(sink);
  auto batch = host_.events({"{}"});
  ASSERT_TRUE(request.add(batch->events[0]).ok());
  EXPECT_EQ(request.body(), "{\"create\":{\"_index\":\"a\\\"\\\\\\u0001\"}}\n{}\n");
}

TEST_F(BulkEncodeTest, ThePipelineStandsInEveryActionLine) {
  EXPECT_EQ(body(R"(,"pipeline":"p \"1\"")", "x"),
            R"({"create":{"_index":"logs","pipeline":"p \"1\"","_id":"x"}})"
            "\n{\"a\":1}\n");
  EXPECT_EQ(body(R"(,"pipeline":"p","subtable":"t")", ""),
            R"({"create":{"_index":"logs","_type":"t","pipeline":"p"}})"
            "\n{\"a\":1}\n");
}

}  // namespace
