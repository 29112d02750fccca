// Names with places of the event in them: the grammar, what stands for each kind of value, dates,
// and what cannot be named.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <support/plugin_host.hpp>

#include <kit/event/name_template.hpp>

namespace {

using sluice::Batch;
using sluice::NameTemplate;
using sluice::Result;
using sluice::testing::PluginHost;

struct Case {
  std::string name;
  std::string expected;
};

class NameTemplateTest : public ::testing::Test {
 protected:
  // The name, or `! why`.
  std::string render(const std::string& text, const std::string& object) {
    const Result<NameTemplate> name = NameTemplate::parse(text);
    if (!name) return name.error().message;
    auto batch = host_.events({object});
    sluice_event& event = batch->events[0];
    event.id = "id-1";
    event.id_size = 4;
    event.timestamp_ms = time_ms_;
    const sluice_origin origin{sluice::to_text("in.ndjson"), {}, {}};
    event.origin = has_origin_ ? &origin : nullptr;
    const std::string before = PluginHost::json(event);
    std::string out = "kept ";
    std::string why;
    auto scratch = host_.batch();
    const bool good = name->render(event, Batch(scratch.get()), host_.host().json(), out, why);
    EXPECT_EQ(PluginHost::json(event), before);
    EXPECT_EQ(out.substr(0, 5), "kept ");
    if (good) return out.substr(5);
    EXPECT_EQ(out, "kept ");
    return "! " + why;
  }

  PluginHost host_;
  int64_t time_ms_ = 1'769'860'800'123;  // 2026-01-31T12:00:00.123Z
  bool has_origin_ = true;
};

TEST_F(NameTemplateTest, Defaults) {
  EXPECT_EQ(render("l-{service|none}", "{}"), "l-none");
  EXPECT_EQ(render("l-{service|none}", R"({"service":"web"})"), "l-web");
  EXPECT_EQ(render("l-{service|a:b|c}", R"({"service":null})"), "l-a:b|c");
  EXPECT_EQ(render("l-{t:%Y|never}", R"({"t":"soon"})"), "l-never");
  EXPECT_EQ(render(R"({["a|b"]|x})", R"({"a|b":"in quotes"})"), "in quotes");
  EXPECT_EQ(render("l-{t|}", "{}"),
            R"(name "l-{t|}": the "|" at position 5 has no default behind it)");
  EXPECT_EQ(render("{@timestamp:%Y}", R"({"@timestamp":"soon"})"), "2026");
  EXPECT_EQ(NameTemplate::parse("a-{b|c}-{{{d:%Y}")->pattern(), "a-*-{*");
}

TEST_F(NameTemplateTest, Places) {
  const std::string event = R"({"service":"web","o":{ "p" : {"q":"deep"}, "l":[1,{"x":"item"}]},)"
                            R"("n":12,"u":18446744073709551615,"d":1.50,"t":true,"a:b":"colon",)"
                            R"("brace}":"b","esc":"\u00e4\"","big":1e400})";
  const std::vector<Case> cases = {
      {"logs", "logs"},
      {"{service}", "web"},
      {"logs-{service}-x", "logs-web-x"},
      {"{service}{n}", "web12"},
      {"{o.p.q}", "deep"},
      {"{o.l[1].x}", "item"},
      {"{o.l[0]}", "1"},
      {"{u}|{d}|{t}", "18446744073709551615|1.5|true"},
      {R"({["a:b"]})", "colon"},
      {R"({["brace}"]})", "b"},
      {"{esc}", "\u00e4\""},
      {"{big}", "1e400"},
      {"{{{service}}}", "{web}"},
      {"a{{b}}c", "a{b}c"},
      {"{_meta.id}/{_meta.source}", "id-1/in.ndjson"},
      {"{_meta.timestamp}", "2026-01-31T12:00:00Z"},
      {"{@timestamp}", "2026-01-31T12:00:00Z"},
      {"%Y {service}", "%Y web"},
  };
  for (const Case& c : cases) EXPECT_EQ(render(c.name, event), c.expected) << c.name;
}

TEST_F(NameTemplateTest, Dates) {
  const std::vector<std::pair<std::string, std::string>> values = {
      {R"("2024-02-29T23:59:59Z")", "2024.02.29 23:59:59"},
      {R"("2024-02-29T23:59:59.999999999Z")", "2024.02.29 23:59:59"},
      {R"("2024-12-31T23:30:00-01:00")", "2025.01.01 00:30:00"},
      {R"("2024-01-01T00:30:00+0100")", "2023.12.31 23:30:00"},
      {R"("2024-01-01T00:30:00+01")", "2023.12.31 23:30:00"},
      {R"("2024-05-06 07:08")", "2024.05.06 07:08:00"},
      {R"("2024-05-06")", "2024.05.06 00:00:00"},
      {R"("2016-12-31T23:59:60Z")", "2017.01.01 00:00:00"},
      {R"("1969-12-31T23:59:59Z")", "1969.12.31 23:59:59"},
      {"1769860800", "2026.01.31 12:00:00"},
      {"1769860800123", "2026.01.31 12:00:00"},
      {"1769860800.9", "2026.01.31 12:00:00"},
      {"-1", "1969.12.31 23:59:59"},
      {R"("2023-02-29")", "!"},
      {R"("2024-13-01")", "!"},
      {R"("2024-01-32")", "!"},
      {R"("2024-01-01T24:00:00Z")", "!"},
      {R"("2024-01-01T10:00:00+25:00")", "!"},
      {R"("2024-01-01T10:00:00Zx")", "!"},
      {R"("2024-01-01T10:00:00.Z")", "!"},
      {R"("yesterday")", "!"},
      {R"("")", "!"},
      {"true", "!"},
      {"1e300", "!"},
      {"{}", "!"},
  };
  for (const auto& [value, expected] : values) {
    const std::string given = render("{at:%Y.%m.%d %H:%M:%S}", "{\"at\":" + value + "}");
    EXPECT_EQ(given, expected == "!" ? "! \"at\" holds no date that is understood" : expected)
        << value;
  }
}

TEST_F(NameTemplateTest, TheEventsOwnTime) {
  EXPECT_EQ(render("l-{@timestamp:%Y.%m.%d}", "{}"), "l-2026.01.31");
  EXPECT_EQ(render("l-{@timestamp:%G-w%V}", R"({"@timestamp":"2024-12-30T00:00:00Z"})"),
            "l-2025-w01");
  EXPECT_EQ(render("{_meta.timestamp:%s}", R"({"@timestamp":5})"), "1769860800");
  time_ms_ = -1;
  EXPECT_EQ(render("{_meta.timestamp:%F %T}", "{}"), "1969-12-31 23:59:59");
  time_ms_ = INT64_MAX;
  EXPECT_EQ(render("{_meta.timestamp:%F}", "{}"),
            "! \"_meta.timestamp\" holds no date that is understood");
  time_ms_ = SLUICE_NO_TIMESTAMP;
  EXPECT_EQ(render("{@timestamp:%F}", "{}"), "! \"@timestamp\" is missing");
  EXPECT_EQ(render("{_meta.timestamp}", "{}"), "! \"_meta.timestamp\" is missing");
}

TEST_F(NameTemplateTest, WhatHasNoName) {
  has_origin_ = false;
  const std::string event = R"({"e":"","n":null,"o":{"x":1},"l":[]})";
  const std::vector<Case> cases = {
      {"a-{x}", "! \"x\" is missing"},
      {"{e}", "! \"e\" is empty"},
      {"{n}", "! \"n\" holds null"},
      {"{o}", "! \"o\" holds an object"},
      {"{l}", "! \"l\" holds a list"},
      {"{l[0]}", "! \"l[0]\" is missing"},
      {"{o.x.y}", "! \"o.x.y\" is missing"},
      {"{o[0]}", "! \"o[0]\" is missing"},
      {"{_meta.source}", "! \"_meta.source\" is missing"},
  };
  for (const Case& c : cases) EXPECT_EQ(render(c.name, event), c.expected) << c.name;
}

TEST_F(NameTemplateTest, WrongTemplatesSayWhere) {
  const std::vector<Case> cases = {
      {"", "a name is empty"},
      {"logs-{a", R"(name "logs-{a": the "{" at position 6 is not closed)"},
      {"logs-}", R"(name "logs-}": the "}" at position 6 closes nothing; the character is )"
                 R"(written "}}")"},
      {"{}", R"(name "{}": path "": expected a field name at position 1, found its end)"},
      {"{a..b}", R"(name "{a..b}": path "a..b": expected a field name at position 3, found ".")"},
      {"{a:}", R"(name "{a:}": expected a date such as %Y.%m.%d behind the ":" at position 3; )"
               R"(a name with a colon is written {["a:b"]})"},
      {"{a:%Q}", R"(name "{a:%Q}": "%Q" is no part of a date, such as %Y, %m, %d, %H, %j, %G or )"
                 "%V"},
      {"{a:%Y%}", R"(name "{a:%Y%}": "%" is no part of a date, such as %Y, %m, %d, %H, %j, %G )"
                  "or %V"},
      {"{_meta.id:%Y}", R"(name "{_meta.id:%Y}": "_meta.id" is no date)"},
      {R"({["a})", R"(name "{["a}": the "{" at position 1 is not closed)"},
  };
  for (const Case& c : cases) EXPECT_EQ(render(c.name, "{}"), c.expected) << c.name;
  EXPECT_EQ(render("{a:%Y" + std::string(100, '-') + "}", "{}").substr(115),
            "the date is too long");
}

TEST(NameTemplate, KnowsWhenItIsConstant) {
  EXPECT_TRUE(NameTemplate::parse("logs-{{x}}")->is_constant());
  EXPECT_FALSE(NameTemplate::parse("logs-{x}")->is_constant());
  EXPECT_EQ(NameTemplate::parse("logs-{x}")->text(), "logs-{x}");
}

}  // namespace
