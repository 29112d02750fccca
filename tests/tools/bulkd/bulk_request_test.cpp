// The strict reader of bulk bodies, without a server.
#include "bulk_request.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sluice::bulkd {
namespace {

using Parsed = std::variant<std::vector<BulkItem>, ApiError>;

Claim claim_of(std::string_view text) {
  return parse_claim(text).value();
}

Parsed parse(std::string_view body, std::string_view claim = "elasticsearch:8.15.0",
             std::string index = "dflt") {
  const Claim parsed = claim_of(claim);
  BulkDefaults defaults;
  defaults.index = std::move(index);
  defaults.type = "_doc";
  defaults.takes_type = parsed.takes_type();
  return parse_bulk(body, defaults, parsed);
}

std::string refusal(std::string_view body, std::string_view claim = "elasticsearch:8.15.0",
                    std::string index = "dflt") {
  const Parsed parsed = parse(body, claim, std::move(index));
  const auto* error = std::get_if<ApiError>(&parsed);
  return error == nullptr ? "(accepted)" : error->type + ": " + error->reason;
}

TEST(BulkRequest, ReadsActions) {
  const Parsed parsed = parse(
      "{\"index\":{\"_index\":\"i\",\"_id\":\"x\",\"pipeline\":\"p\",\"routing\":null}}\n{\"a\":1}"
      "\n"
      "\n  \n"
      "{\"create\":{}}\r\n{ \"b\" : 2 }\r\n"
      "{\"delete\":{\"_id\":7}}\n");
  const auto* items = std::get_if<std::vector<BulkItem>>(&parsed);
  ASSERT_NE(items, nullptr);
  ASSERT_EQ(items->size(), 3U);
  EXPECT_EQ((*items)[0].op, BulkOp::index);
  EXPECT_EQ((*items)[0].index, "i");
  EXPECT_EQ((*items)[0].id, "x");
  EXPECT_EQ((*items)[0].source, "{\"a\":1}");
  EXPECT_EQ((*items)[1].op, BulkOp::create);
  EXPECT_EQ((*items)[1].index, "dflt");
  EXPECT_EQ((*items)[1].id.size(), 20U);
  EXPECT_EQ((*items)[1].source, "{ \"b\" : 2 }");
  EXPECT_EQ((*items)[2].op, BulkOp::remove);
  EXPECT_EQ((*items)[2].id, "7");
  for (const BulkItem& item : *items) EXPECT_EQ(item.error, nullptr);
}

TEST(BulkRequest, RefusesTheWholeRequest) {
  const std::string good = "{\"index\":{}}\n{}\n";
  EXPECT_EQ(refusal("{\"index\":{}}\n{}"),
            "illegal_argument_exception: The bulk request must be terminated by a newline [\\n]");
  EXPECT_EQ(refusal(""), "parse_exception: request body is required");
  EXPECT_EQ(refusal("\n\n"),
            "action_request_validation_exception: Validation Failed: 1: no requests added;");
  EXPECT_EQ(refusal(good + "\n[1]\n{}\n"),
            "illegal_argument_exception: Malformed action/metadata line [4], expected START_OBJECT "
            "but found [START_ARRAY]");
  EXPECT_EQ(refusal(good + "{}\n{}\n"),
            "illegal_argument_exception: Malformed action/metadata line [3], expected FIELD_NAME "
            "but found [END_OBJECT]");
  EXPECT_EQ(refusal("{\"insert\":{}}\n{}\n"),
            "illegal_argument_exception: Malformed action/metadata line [1], expected field "
            "[create], [delete], [index] or [update] but found [insert]");
  EXPECT_EQ(refusal("{\"index\":1}\n{}\n"),
            "illegal_argument_exception: Malformed action/metadata line [1], expected START_OBJECT "
            "or END_OBJECT but found [VALUE_NUMBER]");
  EXPECT_EQ(refusal("{\"index\":{\"_id\":[1]}}\n{}\n"),
            "illegal_argument_exception: Malformed action/metadata line [1], expected a simple "
            "value for field [_id] but found [START_ARRAY]");
  EXPECT_EQ(refusal("{\"index\":{\"_colour\":1}}\n{}\n"),
            "illegal_argument_exception: Action/metadata line [1] contains an unknown parameter "
            "[_colour]");
  EXPECT_EQ(refusal("{\"index\":{}}\n{}\n{\"index\":{}}\n{}\n", "elasticsearch:8.15.0", ""),
            "action_request_validation_exception: Validation Failed: 1: index is missing;2: index "
            "is missing;");
  EXPECT_EQ(refusal("{\"delete\":{}}\n"),
            "action_request_validation_exception: Validation Failed: 1: id is missing;");
}

TEST(BulkRequest, RefusesMoreThanOneAction) {
  EXPECT_NE(refusal("{\"index\":{},\"create\":{}}\n{}\n").find("line [1]"), std::string::npos);
  EXPECT_NE(refusal("{\"index\":{}} {}\n{}\n").find("line [1]"), std::string::npos);
  EXPECT_NE(refusal("{\"index\":{\"_id\":\"a\",\"_id\":\"b\"}}\n{}\n").find("duplicate"),
            std::string::npos);
}

TEST(BulkRequest, RefusesALastActionWithoutSource) {
  EXPECT_NE(refusal("{\"index\":{}}\n{}\n{\"index\":{}}\n").find("line [3], expected a source"),
            std::string::npos);
}

// A missing source line shifts the rest; the next action then counts as the document.
TEST(BulkRequest, NoticesAShift) {
  EXPECT_NE(refusal("{\"index\":{}}\n{\"index\":{}}\n{\"m\":1}\n"), "(accepted)");
}

TEST(BulkRequest, KnowsWhoTakesTypes) {
  const std::string body = "{\"index\":{\"_type\":\"t\"}}\n{}\n";
  for (const char* claim :
       {"elasticsearch:6.8.23", "elasticsearch:7.17.0", "dashbase", "opensearch:1.3.0"}) {
    EXPECT_EQ(refusal(body, claim), "(accepted)") << claim;
  }
  for (const char* claim : {"elasticsearch:8.15.0", "elasticsearch:9.0.1", "opensearch:2.15.0"}) {
    EXPECT_EQ(refusal(body, claim),
              "illegal_argument_exception: Action/metadata line [1] contains an unknown parameter "
              "[_type]")
        << claim;
  }
}

ItemError item_error(std::string_view body, std::string_view claim = "elasticsearch:8.15.0") {
  const Parsed parsed = parse(body, claim);
  const auto* items = std::get_if<std::vector<BulkItem>>(&parsed);
  if (items == nullptr || items->size() != 1 || !items->front().error) {
    ADD_FAILURE() << "expected one item with an error: " << body;
    return {};
  }
  return *items->front().error;
}

TEST(BulkRequest, RefusesSingleDocuments) {
  for (const char* source : {"", "{", "[1]", "1", "\"a\"", "null", "{\"a\":1}x", "{\"a\":01}",
                             "{\"a\":1,\"a\":2}", "{\"a\":\"\xFF\"}", "\xEF\xBB\xBF{}"}) {
    const std::string body = "{\"index\":{}}\n" + std::string(source) + "\n";
    EXPECT_EQ(item_error(body).type, "document_parsing_exception") << source;
    EXPECT_EQ(item_error(body, "elasticsearch:7.17.0").type, "mapper_parsing_exception") << source;
    EXPECT_EQ(item_error(body, "opensearch:2.15.0").type, "mapper_parsing_exception") << source;
    EXPECT_EQ(item_error(body).status, 400) << source;
  }
}

TEST(BulkRequest, RefusesSingleAddresses) {
  const auto with_id = [](const std::string& id) {
    return "{\"index\":{\"_id\":\"" + id + "\"}}\n{}\n";
  };
  EXPECT_EQ(item_error(with_id(std::string(513, 'x'))).type, "illegal_argument_exception");
  EXPECT_EQ(refusal(with_id(std::string(512, 'x'))), "(accepted)");
  EXPECT_EQ(item_error(with_id("")).type, "illegal_argument_exception");
  EXPECT_EQ(item_error("{\"index\":{\"_index\":\"Upper\"}}\n{}\n").type,
            "invalid_index_name_exception");
  EXPECT_EQ(item_error("{\"update\":{\"_id\":\"1\"}}\n{\"doc\":{}}\n").reason,
            "bulkd does not support [update]");
  EXPECT_EQ(item_error("{\"index\":{\"version\":3}}\n{}\n").reason,
            "bulkd does not support [version]");
  EXPECT_EQ(item_error("{\"index\":{\"require_alias\":true}}\n{}\n").status, 404);
}

TEST(IndexNames, FollowElasticsearch) {
  for (const char* name : {"a", "logs-2024.01.01", "a_b", "caf\xC3\xA9", "1"}) {
    EXPECT_EQ(find_index_name_error(name), std::nullopt) << name;
  }
  for (const char* name : {"",   "A",  "_a",  "-a", "+a", ".",  "..",  "a b", "a/b", "a\\b",
                           "a*", "a?", "a\"", "a<", "a>", "a|", "a,b", "a#",  "a:b", "a\n"}) {
    EXPECT_NE(find_index_name_error(name), std::nullopt) << name;
  }
  EXPECT_EQ(find_index_name_error(std::string(255, 'a')), std::nullopt);
  EXPECT_NE(find_index_name_error(std::string(256, 'a')), std::nullopt);
}

TEST(DocumentIds, Differ) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(make_document_id());
  EXPECT_EQ(ids.size(), 10'000U);
  EXPECT_EQ(ids.begin()->size(), 20U);
}

TEST(Claims, ReadVersions) {
  EXPECT_EQ(claim_of("elasticsearch:8.15.0").describe(), "elasticsearch 8.15.0");
  EXPECT_EQ(claim_of("dashbase").number, "6.8.23");
  EXPECT_EQ(claim_of("opensearch:3.0.0-beta1").major, 3);
  for (const char* text : {"", "elastic:8.1", "elasticsearch", "elasticsearch:", "opensearch:x",
                           "elasticsearch:8-x", "elasticsearch:0.1"}) {
    EXPECT_FALSE(parse_claim(text).ok()) << text;
  }
  EXPECT_NE(parse_claim("elastic:8.1").error().find("did you mean \"elasticsearch\"?"),
            std::string::npos);
}

}  // namespace
}  // namespace sluice::bulkd
