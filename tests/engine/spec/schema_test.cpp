// The shape of the schema; that it says what validation says is tested in tests/engine/cli/schema.
#include <cstddef>
#include <cstring>

#include <spec/json_tree.hpp>
#include <spec/schema.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

constexpr sluice_example examples[] = {{"- rename: {a: b}", "{}", "{}"}};
constexpr Option text[] = {string_option(nullptr, "")};
constexpr Option batch[] = {
    bytes_option("size", "Most bytes.").by_default("5MiB").between(1, 1024)};
constexpr Option sink_table[] = {string_option("host", "Where \"it\" is.").required(),
                                 object_option("batch", "").of(batch),
                                 map_option("rename", "").of(text).shown_by(examples),
                                 string_option("place", "").by_default("@timestamp"),
                                 list_option("names", "").by_default("[a, 'b']").of(text)};

SchemaComponents components() {
  SchemaComponents out;
  out.sources.push_back({"lines", "Reads lines.", {nullptr, 0, 0}});
  out.sinks.push_back({"store", "Sends.", option_list(sink_table)});
  return out;
}

TEST(SchemaTest, OptionsKeepTheirHelpDefaultsBoundsAndExamples) {
  const std::string schema = pipeline_schema(components());
  for (const char* part : {
           R"("$schema": "http://json-schema.org/draft-07/schema#")",
           R"("description": "Where \"it\" is.")",
           R"("description": "Most bytes. From 1B to 1KiB.")",
           R"("default": "5MiB")",
           R"({"type": "integer", "minimum": 1, "maximum": 1024})",
           R"("examples": [{"a": "b"}])",
           R"("default": "@timestamp")",
           R"("default": ["a", "b"])",
           R"("required": ["host"])",
       }) {
    EXPECT_NE(schema.find(part), std::string::npos) << part << " in " << schema;
  }
}

TEST(SchemaTest, OnlyIdsWithoutRequiredOptionsStandAlone) {
  const std::string schema = pipeline_schema(components());
  EXPECT_NE(schema.find(R"({"enum": ["lines"]})"), std::string::npos) << schema;
  EXPECT_EQ(schema.find(R"({"enum": ["store"]})"), std::string::npos);
}

// Tables of plugins that were built before options had examples.
TEST(SchemaTest, OlderTablesHaveNoExamples) {
  constexpr size_t old_size = offsetof(sluice_option, examples);
  std::string bytes(2 * old_size, '\0');
  std::memcpy(bytes.data(), &sink_table[0], old_size);
  std::memcpy(bytes.data() + old_size, &sink_table[2], old_size);
  alignas(sluice_option) unsigned char items[2 * old_size];
  std::memcpy(items, bytes.data(), sizeof(items));
  SchemaComponents old = components();
  old.sinks[0].options = {reinterpret_cast<const sluice_option*>(items), 2, old_size};
  const std::string schema = pipeline_schema(old);
  EXPECT_NE(schema.find(R"("rename")"), std::string::npos);
  EXPECT_EQ(schema.find(R"("examples")"), std::string::npos);
}

TEST(SchemaTest, NoComponentsMakeAValidSchema) {
  const std::string schema = pipeline_schema({});
  EXPECT_EQ(schema.find("\"oneOf\": []"), std::string::npos);
  EXPECT_EQ(schema.find("\"enum\": []"), std::string::npos);
}

TEST(JsonTreeTest, ShortThingsStayOnOneLine) {
  Json object = Json::object();
  object.set("a", Json::integer(-1)).set("b", Json::array_of({"x", "y\n\x01\"\\"}));
  EXPECT_EQ(object.pretty(), "{\"a\": -1, \"b\": [\"x\", \"y\\n\\u0001\\\"\\\\\"]}\n");
  object.set("long", Json::text(std::string(90, 'x')));
  EXPECT_EQ(object.pretty(),
            "{\n  \"a\": -1,\n  \"b\": [\"x\", \"y\\n\\u0001\\\"\\\\\"],\n"
            "  \"long\": \"" +
                std::string(90, 'x') + "\"\n}\n");
}

TEST(JsonTreeTest, ScalarsHaveTheTypesOfTheCoreSchema) {
  Diagnostics diagnostics;
  const auto node = parse_yaml(
      "[~, true, 'true', 07, -0.5, 1e400, 18446744073709551615, 99999999999999999999, {a: []}]",
      "p", diagnostics);
  ASSERT_TRUE(node);
  EXPECT_EQ(json_of(*node).compact(),
            "[null, true, \"true\", 7, -0.5, \"1e400\", 18446744073709551615, "
            "99999999999999999999, {\"a\": []}]");
}

}  // namespace
}  // namespace sluice::spec
