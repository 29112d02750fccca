#include <spec/environment.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

const auto lookup = environment({{"A", "alpha"},
                                 {"EMPTY", ""},
                                 {"BAD", "\xFF"},
                                 {"YAML", "{a: [1]}\n- b"},
                                 {"REF", "${A}"},
                                 {"a", "lower"},
                                 {"A_2", "$2"}});

/// Takes everything as plain text, as most options do.
bool all_plain(const Node& node, Diagnostics& diagnostics) {
  bool ok = is_plain_text(node, diagnostics);
  for (const Node& item : node.items) ok = all_plain(item, diagnostics) && ok;
  for (const Entry& entry : node.entries) ok = all_plain(entry.value, diagnostics) && ok;
  return ok;
}

std::string expanded(std::string_view text) {
  Diagnostics diagnostics;
  auto node = parse_yaml(text, "p", diagnostics);
  if (!node) return show(diagnostics);
  const bool ok = interpolate(*node, lookup, diagnostics);
  EXPECT_EQ(ok, diagnostics.empty()) << text;
  const bool is_plain = all_plain(*node, diagnostics);
  return ok && is_plain ? show(*node) : show(diagnostics);
}

/// What a template reads in a scalar; its errors when there is an error in any reading.
std::string expanded_template(std::string_view text) {
  Diagnostics diagnostics;
  auto node = parse_yaml(text, "p", diagnostics);
  if (!node || !interpolate(*node, lookup, diagnostics)) return show(diagnostics);
  return node->template_text.value_or(node->scalar);
}

struct Case {
  const char* text;
  const char* expected;
};

TEST(EnvironmentTest, Replaces) {
  const Case cases[] = {
      {"${A}", "alpha"},
      {"x${A}y${A}", "xalphayalpha"},
      {"${EMPTY}", ""},
      {"${EMPTY:-d}", "d"},
      {"${NONE:-d}", "d"},
      {"${A:-d}", "alpha"},
      {"${NONE:-}", ""},
      {"${A:?needed}", "alpha"},
      {"${NONE:-${B:-x}}", "x"},
      {"${NONE:-${A}-${A}}", "alpha-alpha"},
      {"$${A}", "${A}"},
      {"$$", "$"},
      {"$$${A}", "$alpha"},
      {"$A cost $5 a$", "$A cost $5 a$"},
      {"${NONE:-$${x}", "${x"},
      {"${YAML}", "{a: [1]}\n- b"},
      {"${REF}", "${A}"},
      {"'${A}'", "'alpha'"},
      {"{${A}: 1}", "{${A}: 1}"},
      {"[${A}, ${NONE:-b,c}]", "[alpha, b,c]"},
      {"|\n  a ${A}\n", "'a alpha\n'"},
  };
  for (const Case& c : cases) EXPECT_EQ(expanded(c.text), c.expected) << c.text;
}

TEST(EnvironmentTest, Errors) {
  const Case cases[] = {
      {"a: ${NONE}",
       "p:1:4: error: environment variable \"NONE\" is not set; set it, or give a "
       "default as in \"${NONE:-default}\""},
      {"a: x\nb: \"12 ${NONE:?say who}\"",
       "p:2:8: error: environment variable \"NONE\" is not set: say who"},
      {"${EMPTY:?}", "p:1:1: error: environment variable \"EMPTY\" is empty"},
      {"a: 'b ${A'",
       "p:1:7: error: \"${\" is not closed by \"}\"; write \"$${\" for the text itself"},
      {"a: $ ${hunter-2}",
       "p:1:6: error: \"${\" must start ${NAME}, ${NAME:-default} or ${NAME:?message}, where NAME "
       "is made of letters, digits and \"_\"; write \"$${\" for the text itself"},
      {"|\n  a\n   b ${BAD}\n",
       "p:3:6: error: environment variable \"BAD\" does not hold valid UTF-8"},
      {"[${N:-${M}}, ${O:?x}]",
       "p:1:7: error: environment variable \"M\" is not set; set it, or give a default as in "
       "\"${M:-default}\"\np:1:14: error: environment variable \"O\" is not set: x"},
  };
  for (const Case& c : cases) EXPECT_EQ(expanded(c.text), c.expected) << c.text;
}

TEST(EnvironmentTest, Templates) {
  const Case cases[] = {
      {"${a.b}", "${a.b}"},
      {"'x ${a} ${A}'", "x ${a} alpha"},
      {"${a:-d}", "lower"},
      {"${none:-d}", "d"},
      {"${A.b} ${A-b} ${A2x} ${Ab}", "${A.b} ${A-b} ${A2x} ${Ab}"},
      {"${@timestamp:%Y.%m}", "${@timestamp:%Y.%m}"},
      {"${NONE:-${a.b}}", "${a.b}"},
      {"${NONE:-$${a $$ $}", "$${a $$ $"},
      {"${A_2}", "$$2"},
      {"${REF}", "$${A}"},
      {"$${A} $$ $A $", "$${A} $$ $A $"},
      {"'${a.b'", "${a.b"},
      {"'${A} ${a.b'", "alpha ${a.b"},
      {"no dollar", "no dollar"},
      {"${NONE}",
       "p:1:1: error: environment variable \"NONE\" is not set; set it, or give a default as in "
       "\"${NONE:-default}\""},
      {"'${a.b} ${none:?say}'", "p:1:9: error: environment variable \"none\" is not set: say"},
      {"${a.b:-d}",
       "p:1:1: error: \"${\" must start ${NAME}, ${NAME:-default} or ${NAME:?message}, where NAME "
       "is made of letters, digits and \"_\"; write \"$${\" for the text itself"},
      {"${BAD}", "p:1:1: error: environment variable \"BAD\" does not hold valid UTF-8"},
  };
  for (const Case& c : cases) EXPECT_EQ(expanded_template(c.text), c.expected) << c.text;
}

TEST(EnvironmentTest, WhatIsWrongInBothReadingsIsReportedOnce) {
  EXPECT_EQ(expanded("'${NONE} ${a.b}'"),
            "p:1:2: error: environment variable \"NONE\" is not set; set it, or give a default as "
            "in \"${NONE:-default}\"\n"
            "p:1:10: error: \"${\" must start ${NAME}, ${NAME:-default} or ${NAME:?message}, where "
            "NAME is made of letters, digits and \"_\"; write \"$${\" for the text itself");
}

TEST(EnvironmentTest, FieldsNeedNoQuotesInsideBrackets) {
  Diagnostics diagnostics;
  auto node = parse_yaml("{a: ${x.y[0].z-t}, b: [${@timestamp}, c]}", "p", diagnostics);
  ASSERT_TRUE(node) << show(diagnostics);
  EXPECT_EQ(show(*node), "{a: ${x.y[0].z-t}, b: [${@timestamp}, c]}");
}

TEST(EnvironmentTest, NestingAndSizeAreBounded) {
  std::string deep;
  for (int i = 0; i < 17; ++i) deep += "${N:-";
  EXPECT_NE(expanded(deep + "x" + std::string(17, '}')).find("more than 16 deep"),
            std::string::npos);
  const auto large = [](std::string_view) { return std::optional(std::string(1 << 20, 'x')); };
  Diagnostics diagnostics;
  std::string text = "[${A}";
  for (int i = 0; i < 20; ++i) text += ", ${A}";
  auto node = parse_yaml(text + "]", "p", diagnostics);
  EXPECT_FALSE(interpolate(*node, large, diagnostics));
  EXPECT_NE(show(diagnostics).find("more than 16 MiB"), std::string::npos);
}

}  // namespace
}  // namespace sluice::spec
