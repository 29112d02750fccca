// Mappings as values: reading, merging, writing, and which dates they take.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <kit/mapping/claim.hpp>
#include <kit/mapping/date_formats.hpp>
#include <kit/mapping/mapping.hpp>

namespace sluice::mapping {
namespace {

using nlohmann::json;

std::string reread(const std::string& text, std::string_view claim = "elasticsearch:8.15.0") {
  const Claim claimed = parse_claim(claim).value();
  auto mapping = parse_mapping(text, &claimed);
  return mapping ? write_mapping(mapping.value()) : mapping.error();
}

TEST(Mapping, IsWrittenAsItWasRead) {
  for (const char* text : {
           "{}",
           R"({"dynamic":"strict","_meta":{"v":[1]},"properties":{"a":{"type":"long"}}})",
           R"({"dynamic_templates":[{"s":{"match_mapping_type":"string","mapping":)"
           R"({"type":"keyword","ignore_above":9}}}]})",
           R"({"properties":{"a":{"type":"text","norms":false,"fields":{"k":{"type":"keyword"}}},)"
           R"("o":{"dynamic":false,"properties":{"n":{"type":"nested"}}}}})",
       }) {
    EXPECT_EQ(json::parse(reread(text)), json::parse(text)) << text;
  }
  EXPECT_EQ(reread(R"({"properties":{"a.b":{"type":"ip"}}})"),
            R"({"properties":{"a":{"properties":{"b":{"type":"ip"}}}}})");
}

TEST(Mapping, KnowsWhichVersionHasWhichType) {
  const auto knows = [](const char* claim, const char* type) {
    const std::string text = std::string(R"({"properties":{"a":{"type":")") + type + "\"}}}";
    return !reread(text, claim).starts_with("No handler for type [");
  };
  EXPECT_TRUE(knows("elasticsearch:7.3.0", "flattened"));
  EXPECT_FALSE(knows("elasticsearch:7.2.0", "flattened"));
  EXPECT_FALSE(knows("opensearch:2.15.0", "flattened"));
  EXPECT_FALSE(knows("dashbase", "flattened"));
  EXPECT_TRUE(knows("opensearch:2.7.0", "flat_object"));
  EXPECT_FALSE(knows("opensearch:2.6.0", "flat_object"));
  EXPECT_FALSE(knows("elasticsearch:8.15.0", "flat_object"));
  EXPECT_FALSE(knows("elasticsearch:6.8.0", "wildcard"));
  EXPECT_TRUE(knows("dashbase", "ip"));
}

TEST(Mapping, MistakesAreNamed) {
  EXPECT_EQ(reread(R"({"properties":{"a":{"type":"lang"}}})"),
            "No handler for type [lang] declared on field [a]");
  EXPECT_EQ(reread(R"({"properties":{"a":{"type":"long","ignore_above":1}}})"),
            "unknown parameter [ignore_above] on mapper [a] of type [long]");
  EXPECT_EQ(reread(R"({"properties":{"a":{"type":"long","ignore_above":1}}})", "dashbase"),
            "Mapping definition for [a] has unsupported parameters:  [ignore_above : 1]");
  EXPECT_EQ(reread(R"({"properties":{"a":{"index":false}}})"), "No type specified for field [a]");
  EXPECT_EQ(reread(R"({"properties":{"a":{"type":"date","format":"yyyy-QQ"}}})"),
            "Invalid format: [yyyy-QQ]: Unknown pattern, for field [a]");
  EXPECT_EQ(reread(R"({"propertys":{}})"),
            "Root mapping definition has unsupported parameters:  [propertys : {}]");
  EXPECT_EQ(reread(R"({"dynamic_templates":[{"a":{"match":"*"}}]})"),
            "template [a] must have either mapping or runtime set");
  EXPECT_EQ(reread(R"({"dynamic_templates":{}})"),
            "Dynamic template syntax error. An array of named objects is expected.");
  std::string deep = R"({"type":"long"})";
  for (int i = 0; i < 300; ++i) deep = R"({"properties":{"a":)" + deep + "}}";
  EXPECT_EQ(reread(deep), "the mapping is nested too deeply");
}

TEST(Mapping, TheOneOnTopCounts) {
  const auto parse = [](const char* text) {
    return std::move(parse_mapping(text, nullptr).value());
  };
  Mapping base =
      parse(R"({"dynamic":"strict","dynamic_templates":[{"x":{"mapping":{"type":"long"}}},)"
            R"({"y":{"mapping":{}}}],"properties":{"a":{"type":"long"},"o":{"properties":{)"
            R"("p":{"type":"ip"},"q":{"type":"date"}}}}})");
  merge_mapping(base, parse(R"({"dynamic_templates":[{"x":{"mapping":{"type":"ip"}}}],)"
                            R"("properties":{"a":{"type":"text"},"o":{"properties":{)"
                            R"("p":{"type":"keyword"}}},"b":{"type":"ip"}}})"));
  EXPECT_EQ(
      json::parse(write_mapping(base)),
      json::parse(R"({"dynamic":"strict","dynamic_templates":[{"x":{"mapping":{"type":"ip"}}},)"
                  R"({"y":{"mapping":{}}}],"properties":{"a":{"type":"text"},"b":{"type":"ip"},)"
                  R"("o":{"properties":{"p":{"type":"keyword"},"q":{"type":"date"}}}}})"));
  EXPECT_EQ(count_fields(base.root), 5);
}

TEST(Dates, AreReadByTheirFormats) {
  struct Case {
    const char* format;
    std::vector<const char*> good;
    std::vector<const char*> bad;
  };
  const std::vector<Case> cases = {
      {"strict_date_optional_time",
       {"2026", "2026-03", "2026-03-09", "2026-03-09T10", "2026-03-09T10:20", "2026-03-09T10:20:30",
        "2026-03-09T10:20:30Z", "2026-03-09T10:20:30.1Z", "2026-03-09T10:20:30.123456789+01:00",
        "2026-03-09T10:20:30+0100", "2024-02-29"},
       {"", "26", "2026-3-9", "2026-13-01", "2026-02-30", "2025-02-29", "2026-03-09 10:20:30",
        "2026-03-09T10:20:30.", "2026-03-09T24:00", "2026-03-09T10:20:30Zx", "1772000000000",
        "2026-03-09T10:20:30.1234567890Z"}},
      {"date_optional_time", {"2026-3-9", "2026-03-09T1:2:3"}, {"2026/03/09"}},
      {"epoch_millis", {"0", "-1", "1772000000000", "1772000000000.5"}, {"", "-", "1.", "1e3"}},
      {"yyyy/MM/dd HH:mm:ss Z",
       {"2026/03/09 10:20:30 Z", "2026/03/09 10:20:30 +0100"},
       {"2026/03/09 10:20:30", "2026-03-09 10:20:30 Z"}},
      {"dd'day'MM||basic_date", {"09day03", "20260309"}, {"0903", "2026030"}},
      {"yyyy-MM-dd HH:mm:ss,SSS", {"2026-03-09 10:20:30,123"}, {"2026-03-09 10:20:30,12"}},
      {"strict_date_time_no_millis", {"2026-03-09T10:20:30Z"}, {"2026-03-09T10:20:30.1Z"}},
  };
  for (const Case& c : cases) {
    const std::vector<std::string> formats = split_formats(c.format);
    for (const std::string& format : formats) EXPECT_TRUE(is_date_format(format)) << format;
    for (const char* text : c.good) EXPECT_TRUE(matches_date(formats, text)) << text;
    for (const char* text : c.bad) EXPECT_FALSE(matches_date(formats, text)) << text;
  }
  for (const char* wrong : {"", "epoch", "yyyy'", "yyyy]", "[yyyy"}) {
    EXPECT_FALSE(is_date_format(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace sluice::mapping
