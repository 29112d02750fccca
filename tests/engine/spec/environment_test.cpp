#include <spec/environment.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

const auto lookup = environment(
    {{"A", "alpha"}, {"EMPTY", ""}, {"BAD", "\xFF"}, {"YAML", "{a: [1]}\n- b"}, {"REF", "${A}"}});

std::string expanded(std::string_view text) {
  Diagnostics diagnostics;
  auto node = parse_yaml(text, "p", diagnostics);
  if (!node) return show(diagnostics);
  const bool ok = interpolate(*node, lookup, diagnostics);
  EXPECT_EQ(ok, diagnostics.empty()) << text;
  return ok ? show(*node) : show(diagnostics);
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
