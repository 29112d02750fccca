#include <cstddef>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

constexpr Option text[] = {string_option(nullptr, "")};
constexpr Option set_options[] = {string_option("field", "").required(), any_option("value", "")};
extern const Option step[1];
const Option kinds[] = {
    map_option("rename", "").of(text),
    object_option("set", "").of(set_options),
    object_option("drop", ""),
    string_option("if", "").beside(),
    boolean_option("ignore_missing", "").by_default("true").beside(),
    [] {
      Option option = list_option("on_failure", "").beside();
      option.children = {step, 1, sizeof(Option)};
      return option;
    }(),
};
const Option step[1] = {[] {
  Option option = variant_option(nullptr, "");
  option.children = {kinds, 6, sizeof(Option)};
  return option;
}()};
const Option steps_table[] = {[] {
  Option option = list_option("steps", "").whole();
  option.children = {step, 1, sizeof(Option)};
  return option;
}()};

std::string steps(std::string_view yaml) {
  return settings(yaml, option_list(steps_table));
}

TEST(SettingsBesideTest, SiblingsComeBehindTheChosenOneInTheOrderOfTheTable) {
  EXPECT_EQ(steps("[{ignore_missing: false, if: x, rename: {a: b}}]"),
            "{steps: [{rename: {a: 'b'}, if: 'x', ignore_missing: false}]}");
  EXPECT_EQ(steps("[{rename: {a: b}}]"), "{steps: [{rename: {a: 'b'}, ignore_missing: true}]}");
}

TEST(SettingsBesideTest, ATableMayReferToItself) {
  EXPECT_EQ(
      steps("- rename: {a: b}\n  on_failure:\n    - set: {field: e, value: 1}\n      if: y\n"),
      "{steps: [{rename: {a: 'b'}, ignore_missing: true, on_failure: [{set: {field: 'e', "
      "value: 1}, if: 'y', ignore_missing: true}]}]}");
}

TEST(SettingsBesideTest, Errors) {
  const std::pair<const char*, const char*> cases[] = {
      {"[{rename: {a: b}, set: {field: c}}]",
       "p:1:19: error: option \"steps[0]\" can be only one of \"rename\" and \"set\"; write each "
       "after its own \"- \""},
      {"[{if: x}]",
       "p:1:2: error: option \"steps[0]\" lacks one key of \"rename\", \"set\", \"drop\"; \"if\" "
       "only stands beside it"},
      {"[{}]",
       "p:1:2: error: option \"steps[0]\" must have one key of \"rename\", \"set\", \"drop\", but "
       "is empty"},
      {"[{renam: {a: b}, if: x}]",
       "p:1:3: error: unknown \"renam\" in option \"steps[0]\"; did you mean \"rename\"? it must "
       "be "
       "one of \"rename\", \"set\", \"drop\""},
      {"[{rename: {a: b}, ignore_mising: true}]",
       "p:1:19: error: unknown \"ignore_mising\" in option \"steps[0]\"; did you mean "
       "\"ignore_missing\"? beside \"rename\" may stand \"if\", \"ignore_missing\", "
       "\"on_failure\""},
      {"- set:\n  field: x\n",
       "p:2:3: error: unknown \"field\" in option \"steps[0]\"; it is an option of \"set\", so "
       "indent it further"},
      {"- rename:\n  a: b\n",
       "p:2:3: error: unknown \"a\" in option \"steps[0]\"; if it belongs to \"rename\", which "
       "holds "
       "nothing, indent it further"},
      {"[{rename: {a: b}, when: x}]",
       "p:1:19: error: unknown \"when\" in option \"steps[0]\"; did you mean \"if\"? beside "
       "\"rename\" may stand \"if\", \"ignore_missing\", \"on_failure\""},
      {"[if]",
       "p:1:2: error: option \"steps[0]\" lacks one key of \"rename\", \"set\", \"drop\"; \"if\" "
       "only stands beside it"},
      {"[iff]",
       "p:1:2: error: unknown \"iff\" in option \"steps[0]\"; did you mean \"if\"? it must be one "
       "of "
       "\"rename\", \"set\", \"drop\""},
      {"[{rename: {a: b}, if: [x]}]",
       "p:1:23: error: option \"steps[0].if\" must be text, not a list"},
      {"[[]]",
       "p:1:2: error: option \"steps[0]\" must be a map with one key of \"rename\", \"set\", "
       "\"drop\", not a list"},
  };
  for (const auto& [yaml, expected] : cases) EXPECT_EQ(steps(yaml), expected) << yaml;
}

constexpr Option number_or_text[] = {integer_option(nullptr, ""),
                                     string_option(nullptr, "").templated()};
constexpr Option number_or_flag[] = {integer_option(nullptr, ""), boolean_option(nullptr, "")};
constexpr Option templates_table[] = {
    string_option("message", "").templated(),
    any_option("value", "").templated(),
    map_option("fields", "").of(text).templated(),
    object_option("set", "").of(set_options).templated(),
    any_of_option("either", "").of(number_or_text),
    any_of_option("neither", "").of(number_or_flag),
    string_option("plain", ""),
    any_option("plain_value", ""),
    integer_option("count", "").templated(),
    string_option("start", "").by_default("$${x}").templated(),
};

std::string templates(std::string_view yaml) {
  return settings(yaml, option_list(templates_table),
                  environment({{"N", "5"}, {"MONEY", "$5 ${a}"}, {"lower", "x"}}));
}

TEST(SettingsTemplateTest, FieldsAreLeftForTheComponent) {
  const std::string rest = ", start: '$${x}'}";
  EXPECT_EQ(templates("message: ${a.b} ${N} ${MONEY} $${c} $$"),
            "{message: '${a.b} 5 $$5 $${a} $${c} $$'" + rest);
  EXPECT_EQ(templates("value: {a: ['${b}', ${N}, 7], ${c}: ${lower}}"),
            "{value: {a: ['${b}', 5, 7], ${c}: '${lower}'}" + rest);
  EXPECT_EQ(templates("fields: {a: '${b.c}'}"), "{fields: {a: '${b.c}'}" + rest);
  EXPECT_EQ(templates("set: {field: '${f}', value: '${v}'}"),
            "{set: {field: '${f}', value: '${v}'}" + rest);
  EXPECT_EQ(templates("either: ${a}"), "{either: '${a}'" + rest);
  EXPECT_EQ(templates("count: ${N}"), "{count: 5" + rest);
  EXPECT_EQ(templates("plain: $${c} $$ ${lower}"), "{plain: '${c} $ x'" + rest);
}

TEST(SettingsTemplateTest, EverythingElseTakesVariablesAlone) {
  const std::string must_start =
      "error: \"${\" must start ${NAME}, ${NAME:-default} or ${NAME:?message}, where NAME is made "
      "of "
      "letters, digits and \"_\"; write \"$${\" for the text itself";
  const std::string not_set =
      "error: environment variable \"none\" is not set; set it, or give a default as in "
      "\"${none:-default}\"";
  EXPECT_EQ(templates("plain: ${a.b}"), "p:1:8: " + must_start);
  EXPECT_EQ(templates("plain_value: {a: [b, 'x ${a.b}']}"), "p:1:25: " + must_start);
  EXPECT_EQ(templates("count: ${none}"), "p:1:8: " + not_set);
  EXPECT_EQ(templates("neither: ${none}"), "p:1:10: " + not_set);
  EXPECT_EQ(templates("plain: ${none}\nmessage: ${none} ${NONE}"),
            "p:2:18: error: environment variable \"NONE\" is not set; set it, or give a default as "
            "in \"${NONE:-default}\"\np:1:8: " +
                not_set);
  EXPECT_EQ(templates("${a.b}"), "p:1:1: " + must_start);
}

TEST(SettingsExamplesTest, ATableFromBeforeThereWereAnyHasNone) {
  static constexpr sluice_example shown[] = {{"- a: b", "{}", "{}"}};
  static constexpr Option table[] = {string_option("a", "").shown_by(shown),
                                     string_option("b", "")};
  sluice_option_list list = option_list(table);
  EXPECT_EQ(examples_of(list, 0).size(), 1u);
  EXPECT_TRUE(examples_of(list, 1).empty());
  list.count = 1;
  list.item_size = offsetof(sluice_option, examples);
  EXPECT_TRUE(examples_of(list, 0).empty());
  EXPECT_EQ(settings("a: x", list), "{a: 'x'}");
}

// A map of options and a map of free keys: the first key that the former requires tells which was
// meant, so that the error is about that one.
TEST(SettingsBesideTest, TheErrorIsOfTheAlternativeThatWasMeant) {
  constexpr static Option number[] = {integer_option(nullptr, "")};
  constexpr static Option form[] = {string_option("field", "").required(),
                                    integer_option("size", "").required()};
  constexpr static Option either[] = {object_option(nullptr, "").of(form),
                                      map_option(nullptr, "").of(number)};
  constexpr static Option table[] = {any_of_option("sizes", "").of(either)};
  const auto sizes = [](std::string_view yaml) { return settings(yaml, option_list(table)); };
  EXPECT_EQ(sizes("sizes: {a: 1}"), "{sizes: {a: 1}}");
  EXPECT_EQ(sizes("sizes: {field: a, size: 1}"), "{sizes: {field: 'a', size: 1}}");
  EXPECT_EQ(sizes("sizes: {a: x}"),
            "p:1:12: error: option \"sizes.a\" must be an integer, not \"x\"");
  EXPECT_EQ(sizes("sizes: {field: a, size: x}"),
            "p:1:25: error: option \"sizes.size\" must be an integer, not \"x\"");
  EXPECT_EQ(sizes("sizes: {field: a}"), "p:1:8: error: option \"sizes.size\" is required");
}

}  // namespace
}  // namespace sluice::spec
