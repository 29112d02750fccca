// Documents and the mapping of their index: what fits, what is said of what does not.
#include "support.hpp"

namespace sluice::bulkd {
namespace {

using nlohmann::json;

class MappingTest : public ::testing::Test {
 protected:
  void open(const char* claim) { server_ = std::make_unique<TestServer>(claim); }
  // Puts a template for `logs` with this mapping, as the claimed version wants it.
  int put(const std::string& mapping, const std::string& settings = "{}") {
    const auto reply = server_->send("PUT", "/_index_template/t",
                                     R"({"index_patterns":["l*"],"template":{"mappings":)" +
                                         mapping + ",\"settings\":" + settings + "}}");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.status;
  }
  // The item of a document with this source: its status, or `type: reason | cause`.
  std::string item(const std::string& source, const std::string& op = "create") {
    const json reply =
        server_->bulk("{\"" + op + R"(":{"_index":"logs","_id":"1"}})" + "\n" + source + "\n");
    const json result = reply["items"][0][op];
    server_->bulk("{\"delete\":{\"_index\":\"logs\",\"_id\":\"1\"}}\n");
    if (!result.contains("error")) return std::to_string(result["status"].get<int>());
    EXPECT_EQ(result["status"], 400) << result;
    std::string text =
        std::string(result["error"]["type"]) + ": " + std::string(result["error"]["reason"]);
    if (result["error"].contains("caused_by")) {
      text += " | " + std::string(result["error"]["caused_by"]["reason"]);
    }
    return text;
  }
  json mapping() { return json::parse(server_->get("/logs/_mapping").body)["logs"]["mappings"]; }

  std::unique_ptr<TestServer> server_ = std::make_unique<TestServer>();
};

TEST_F(MappingTest, TypesRefuseWhatDoesNotFit) {
  put(R"({"properties":{"l":{"type":"long"},"i":{"type":"integer"},"f":{"type":"float"},)"
      R"("b":{"type":"boolean"},"d":{"type":"date"},"ip":{"type":"ip"},"k":{"type":"keyword"},)"
      R"("t":{"type":"text"},"o":{"properties":{"p":{"type":"long"}}},)"
      R"("u":{"type":"unsigned_long"},"x":{"type":"flattened"},"s":{"type":"short"}}})");
  for (const char* good : {R"({"l":1})",
                           R"({"l":"12"})",
                           R"({"l":1.9})",
                           R"({"l":""})",
                           R"({"l":null})",
                           R"({"l":[1,"2",[3]]})",
                           R"({"l":-9223372036854775808})",
                           R"({"f":"1e3"})",
                           R"({"b":"true"})",
                           R"({"b":false})",
                           R"({"b":""})",
                           R"({"d":1772000000000})",
                           R"({"d":"2026-03-09"})",
                           R"({"ip":"::1"})",
                           R"({"ip":["10.0.0.1"]})",
                           R"({"k":1})",
                           R"({"k":true})",
                           R"({"t":1.5})",
                           R"({"o":{"p":1}})",
                           R"({"o":[{"p":1},{"p":2}]})",
                           R"({"o.p":1})",
                           R"({"u":18446744073709551615})",
                           R"({"x":{"a":{"b":[1,"c",null]}}})",
                           R"({"s":"32767"})"}) {
    EXPECT_EQ(item(good), "201") << good;
  }
  const std::string type = "document_parsing_exception: [1:6] failed to parse field ";
  const std::string in = "in document with id '1'. Preview of field's value: ";
  EXPECT_EQ(item(R"({"l":"abc"})"),
            type + "[l] of type [long] " + in + R"('abc' | For input string: "abc")");
  EXPECT_EQ(item(R"({"l":9223372036854775808})"),
            type + "[l] of type [long] " + in +
                "'9223372036854775808' | Value [9223372036854775808] is out of range for a long");
  EXPECT_EQ(item(R"({"s":40000})"), type + "[s] of type [short] " + in +
                                        "'40000' | Value [40000] is out of range for a short");
  EXPECT_EQ(item(R"({"u":-1})"), type + "[u] of type [unsigned_long] " + in +
                                     "'-1' | Value [-1] is out of range for a unsigned_long");
  EXPECT_EQ(item(R"({"f":1e99})"), type + "[f] of type [float] " + in +
                                       "'1e99' | [float] supports only finite values, but got "
                                       "[Infinity]");
  EXPECT_EQ(item(R"({"l":true})"), type + "[l] of type [long] " + in +
                                       "'true' | Current token (VALUE_TRUE) not numeric, can not "
                                       "use numeric value accessors");
  EXPECT_EQ(item(R"({"b":1})"), type + "[b] of type [boolean] " + in +
                                    "'1' | Failed to parse value [1] as only [true] or [false] are "
                                    "allowed.");
  EXPECT_EQ(item(R"({"d":"soon"})"), type + "[d] of type [date] " + in +
                                         "'soon' | failed to parse date field [soon] with format "
                                         "[strict_date_optional_time||epoch_millis]");
  EXPECT_TRUE(item(R"({"ip":"host.example"})")
                  .ends_with("'host.example' is not an IP string "
                             "literal."));
  EXPECT_EQ(item(R"({"k":{"a":1}})"), type + "[k] of type [keyword] " + in +
                                          R"('{"a":1}' | Can't get text on a START_OBJECT)");
  EXPECT_TRUE(item(R"({"x":"a"})").starts_with(type + "[x] of type [flattened] "));
  EXPECT_EQ(item(R"({"o":1})"),
            "document_parsing_exception: [1:6] object mapping for [o] tried to parse field [o] as "
            "object, but found a concrete value");
  EXPECT_EQ(item(R"({"k.z":1})"),
            "illegal_argument_exception: Could not dynamically add mapping for field [k.z]. "
            "Existing mapping for [k] must be of type object but found [keyword].");
  EXPECT_TRUE(item(R"({"_id":1})").find("[_id] is a metadata field") != std::string::npos);
  EXPECT_TRUE(item(R"({"":1})").find("cannot be an empty string") != std::string::npos);
  EXPECT_TRUE(item(R"({"a..b":1})").find("ambiguous: [a..b]") != std::string::npos);
  const std::string term(32767, 'x');
  EXPECT_TRUE(item("{\"k\":\"" + term + "\"}").find("immense term in field=\"k\"") !=
              std::string::npos);
  EXPECT_EQ(item("{\"t\":\"" + term + "\"}"), "201");
}

TEST_F(MappingTest, ParametersForgive) {
  put(R"({"properties":{"k":{"type":"keyword","ignore_above":3},"l":{"type":"long",)"
      R"("ignore_malformed":true},"off":{"type":"object","enabled":false},)"
      R"("x":{"type":"flattened","depth_limit":2,"ignore_above":10},)"
      R"("t":{"type":"text","fields":{"n":{"type":"long"}}}}})");
  EXPECT_EQ(item("{\"k\":\"" + std::string(40000, 'x') + "\"}"), "201");
  EXPECT_EQ(item(R"({"l":"abc"})"), "201");
  EXPECT_NE(item(R"({"l":{}})"), "201");
  EXPECT_EQ(item(R"({"off":{"a":1,"b":{"c":[]}}})"), "201");
  EXPECT_EQ(item(R"({"off":"text"})"), "201");
  EXPECT_EQ(item("{\"x\":{\"a\":\"" + std::string(40000, 'x') + "\"}}"), "201");
  EXPECT_TRUE(item(R"({"x":{"a":{"b":{"c":1}}}})").ends_with("depth limit of [2]."));
  EXPECT_TRUE(item(R"({"t":"abc"})").find("field [t.n] of type [long]") != std::string::npos);
}

TEST_F(MappingTest, TheDynamicMappingIsElasticsearchs) {
  EXPECT_EQ(item(R"({"s":"a","l":1,"f":1.5,"b":true,"d":"2026-03-09T10:20:30Z","n":null,)"
                 R"("o":{"p":["x"]},"e":[],"y":"2026","z":"2026/03/09 Z"})"),
            "201");
  const json text =
      json::parse(R"({"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}})");
  const json expected = {{"properties",
                          {{"s", text},
                           {"y", text},
                           {"l", {{"type", "long"}}},
                           {"f", {{"type", "float"}}},
                           {"b", {{"type", "boolean"}}},
                           {"d", {{"type", "date"}}},
                           {"z", {{"type", "date"}, {"format", "yyyy/MM/dd Z"}}},
                           {"o", {{"properties", {{"p", text}}}}}}}};
  EXPECT_EQ(mapping(), expected);
  EXPECT_NE(item(R"({"l":"later text"})"), "201");
  // A document that does not fit adds nothing.
  EXPECT_NE(item(R"({"new":1,"l":"text"})"), "201");
  EXPECT_EQ(mapping(), expected);
  EXPECT_NE(item(R"({"new":[1,{"a":1}]})"), "201");
  EXPECT_EQ(mapping(), expected);
}

TEST_F(MappingTest, DynamicTemplates) {
  put(R"({"date_detection":false,"dynamic_templates":[)"
      R"({"ids":{"match":"*_id","unmatch":"my_*","mapping":{"type":"keyword"}}},)"
      R"({"raw":{"path_match":"raw.*","match_mapping_type":"object",)"
      R"("mapping":{"type":"flattened"}}},)"
      R"({"rx":{"match_pattern":"regex","match":"^n\\d+$","mapping":{"type":"{dynamic_type}"}}},)"
      R"({"s":{"match_mapping_type":"string",)"
      R"("mapping":{"type":"keyword","ignore_above":1024}}}]})");
  EXPECT_EQ(item(R"({"a_id":1,"my_id":2,"raw":{"x":{"y":1}},"n1":1.5,"d":"2026-03-09"})"), "201");
  const json properties = mapping()["properties"];
  EXPECT_EQ(properties["a_id"]["type"], "keyword");
  EXPECT_EQ(properties["my_id"]["type"], "long");
  EXPECT_EQ(properties["raw"]["properties"]["x"]["type"], "flattened");
  EXPECT_EQ(properties["n1"]["type"], "double");
  EXPECT_EQ(properties["d"]["ignore_above"], 1024);
}

TEST_F(MappingTest, DynamicFalseAndStrict) {
  put(R"({"dynamic":false,"properties":{"o":{"dynamic":"strict",)"
      R"("properties":{"p":{"type":"long"}}}}})");
  EXPECT_EQ(item(R"({"any":{"thing":1}})"), "201");
  EXPECT_FALSE(mapping()["properties"].contains("any"));
  EXPECT_EQ(item(R"({"o":{"q":1}})"),
            "strict_dynamic_mapping_exception: [1:11] mapping set to strict, dynamic introduction "
            "of [q] within [o] is not allowed");
  open("elasticsearch:7.17.0");
  put(R"({"dynamic":"strict"})");
  EXPECT_EQ(item(R"({"q":1})"),
            "strict_dynamic_mapping_exception: mapping set to strict, dynamic introduction of [q] "
            "within [_doc] is not allowed");
}

TEST_F(MappingTest, Limits) {
  put("{}", R"({"index":{"mapping.total_fields.limit":"3","mapping":{"depth":{"limit":2}}}})");
  EXPECT_EQ(item(R"({"a":1,"b":2})"), "201");
  EXPECT_EQ(item(R"({"c":"text"})"),
            "illegal_argument_exception: Limit of total fields [3] has been exceeded while adding "
            "new fields [2]");
  EXPECT_EQ(item(R"({"c":1})"), "201");
  open("opensearch:2.15.0");
  put("{}", R"({"mapping.depth.limit":2})");
  EXPECT_EQ(item(R"({"a":{"b":1}})"), "201");
  EXPECT_EQ(
      item(R"({"a":{"b2":{"c":{"d":1}}}})"),
      "illegal_argument_exception: Limit of mapping depth [2] has been exceeded due to object "
      "field [a.b2.c]");
}

TEST_F(MappingTest, OlderVersionsSpeakOtherwise) {
  open("elasticsearch:6.8.23");
  const auto reply = server_->send(
      "PUT", "/_template/t",
      R"({"index_patterns":["l*"],"mappings":{"_doc":{"properties":{"l":{"type":"long"}}}}})");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(item(R"({"l":"abc"})"),
            "mapper_parsing_exception: failed to parse field [l] of type [long] in document with "
            "id '1' | For input string: \"abc\"");
  EXPECT_EQ(mapping(), json::parse(R"({"_doc":{"properties":{"l":{"type":"long"}}}})"));
}

TEST_F(MappingTest, DashbaseWithoutATemplateTakesAnything) {
  open("dashbase");
  EXPECT_EQ(item(R"({"l":1})"), "201");
  EXPECT_EQ(item(R"({"l":{"x":1}})"), "201");
}

TEST_F(MappingTest, LegacyTemplatesAreLaidOverEachOther) {
  open("elasticsearch:7.17.0");
  const auto legacy = [&](const char* name, int order, const char* properties) {
    const auto reply =
        server_->send("PUT", std::string("/_template/") + name,
                      R"({"index_patterns":["l*"],"order":)" + std::to_string(order) +
                          R"(,"mappings":{"properties":)" + properties + "}}");
    EXPECT_EQ(reply.status, 200) << reply.body;
  };
  legacy("over", 2, R"({"a":{"type":"ip"}})");
  legacy("under", 1, R"({"a":{"type":"long"},"b":{"type":"date"}})");
  EXPECT_EQ(item("{}"), "201");
  EXPECT_EQ(mapping(), json::parse(R"({"properties":{"a":{"type":"ip"},"b":{"type":"date"}}})"));
}

TEST_F(MappingTest, TheComposableTemplateOfTheHighestPriorityCounts) {
  const auto ok = [&](const char* target, const char* body) {
    const auto reply = server_->send("PUT", target, body);
    EXPECT_EQ(reply.status, 200) << reply.body;
  };
  ok("/_template/old", R"({"index_patterns":["*"],"mappings":{"properties":{"o":{"type":"ip"}}}})");
  ok("/_component_template/c",
     R"({"template":{"mappings":{"properties":{"a":{"type":"long"},"c":{"type":"date"}}}}})");
  ok("/_index_template/low", R"({"index_patterns":["l*"],"priority":1})");
  ok("/_index_template/high", R"({"index_patterns":["lo*"],"priority":2,"composed_of":["c"],)"
                              R"("template":{"mappings":{"properties":{"a":{"type":"ip"}}}}})");
  EXPECT_EQ(item("{}"), "201");
  EXPECT_EQ(mapping(), json::parse(R"({"properties":{"a":{"type":"ip"},"c":{"type":"date"}}})"));
  const auto same =
      server_->send("PUT", "/_index_template/third", R"({"index_patterns":["log*"],"priority":2})");
  EXPECT_EQ(same.status, 400);
  EXPECT_NE(same.body.find("that have the same priority [2]"), std::string::npos) << same.body;
  const auto missing = server_->send("PUT", "/_index_template/m",
                                     R"({"index_patterns":["m*"],"composed_of":["none"]})");
  EXPECT_EQ(missing.status, 400);
  EXPECT_NE(missing.body.find("component templates [none] that do not exist"), std::string::npos);
  const auto unknown = server_->send(
      "PUT", "/_index_template/u",
      R"({"index_patterns":["u*"],"template":{"mappings":{"properties":{"a":{"type":"no"}}}}})");
  EXPECT_EQ(unknown.status, 400);
  EXPECT_NE(unknown.body.find("No handler for type [no] declared on field [a]"), std::string::npos);
}

TEST_F(MappingTest, DataStreams) {
  EXPECT_EQ(server_
                ->send("PUT", "/_index_template/t",
                       R"({"index_patterns":["l*"],"priority":200,"data_stream":{}})")
                .status,
            200);
  EXPECT_EQ(item(R"({"@timestamp":"2026-03-09T10:20:30Z"})"), "201");
  EXPECT_EQ(item(R"({"a":1})"),
            "document_parsing_exception: [1:1] failed to parse | data stream timestamp field "
            "[@timestamp] is missing");
  EXPECT_EQ(item(R"({"@timestamp":1})", "index"),
            "illegal_argument_exception: only write ops with an op_type of create are allowed in "
            "data streams");
  EXPECT_EQ(mapping()["properties"]["@timestamp"]["type"], "date");
  const json reply = server_->bulk(
      "{\"create\":{\"_index\":\"logs\",\"_id\":\"2\"}}\n{\"@timestamp\":\"2026-03-09\"}\n");
  const std::string index = reply["items"][0]["create"]["_index"];
  EXPECT_TRUE(index.starts_with(".ds-logs-") && index.ends_with("-000001")) << index;
  EXPECT_EQ(server_->count("logs"), 2);
}

TEST_F(MappingTest, OutlivesTheProcess) {
  const TemporaryDirectory directory;
  for (const bool again : {false, true}) {
    server_.reset();
    Options options = options_for("elasticsearch:8.15.0");
    options.data_file = directory.file("data");
    server_ = std::make_unique<TestServer>(std::move(options));
    if (!again) {
      put(R"({"dynamic":"strict","properties":{"a":{"type":"long"}}})");
      EXPECT_EQ(item(R"({"a":1})"), "201");
    }
    EXPECT_EQ(mapping(), json::parse(R"({"dynamic":"strict","properties":{"a":{"type":"long"}}})"));
    EXPECT_NE(item(R"({"b":1})"), "201");
  }
}

}  // namespace
}  // namespace sluice::bulkd
