#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

constexpr Option text[] = {string_option(nullptr, "")};
constexpr Option list_table[] = {list_option("steps", "").of(text).required().whole(),
                                 boolean_option("strict", "").by_default("false")};
constexpr Option map_table[] = {map_option("fields", "").of(text).whole(),
                                boolean_option("strict", "")};

TEST(SettingsWholeTest, AListStandsForTheOption) {
  EXPECT_EQ(settings("[a, b]", option_list(list_table)), "{steps: ['a', 'b'], strict: false}");
  EXPECT_EQ(settings("{steps: [a], strict: true}", option_list(list_table)),
            "{steps: ['a'], strict: true}");
  EXPECT_EQ(settings("[a, [b]]", option_list(list_table)),
            "p:1:5: error: option \"steps[1]\" must be text, not a list");
  EXPECT_EQ(settings("", option_list(list_table)), "p:9:9: error: option \"steps\" is required");
  EXPECT_EQ(settings("{stps: [a], strict: true}", option_list(list_table)),
            "p:1:2: error: unknown option \"stps\"; did you mean \"steps\"? \"box\" has \"steps\", "
            "\"strict\"\np:9:9: error: option \"steps\" is required");
}

TEST(SettingsWholeTest, AMapIsTheOptionsWhenAnyKeyIsOne) {
  EXPECT_EQ(settings("{a: b}", option_list(map_table)), "{fields: {a: 'b'}}");
  EXPECT_EQ(settings("{fields: {a: b}}", option_list(map_table)), "{fields: {a: 'b'}}");
  EXPECT_EQ(settings("{strict: true, a: b}", option_list(map_table)),
            "p:1:16: error: unknown option \"a\"; \"box\" has \"fields\", \"strict\"");
  EXPECT_EQ(settings("{}", option_list(map_table)), "{}");
}

constexpr Option step_kinds[] = {map_option("rename", "").of(text),
                                 list_option("remove", "").of(text)};
constexpr Option step[] = {variant_option(nullptr, "").of(step_kinds)};
constexpr Option steps_table[] = {list_option("steps", "").of(step).required().whole()};

TEST(SettingsWholeTest, AMapInThePlaceOfTheListIsSeen) {
  EXPECT_EQ(settings("{rename: {a: b}, remove: [c]}", option_list(steps_table)),
            "p:1:2: error: \"box\" must be a list of its steps; write each after \"- \", as in "
            "\"- rename: ...\"");
  EXPECT_EQ(settings("{renam: {a: b}}", option_list(steps_table)),
            "p:1:2: error: unknown option \"renam\"; \"box\" has \"steps\"\n"
            "p:9:9: error: option \"steps\" is required");
}

// Tables may refer to themselves; neither these nor the nodes may make the check endless.
extern const Option endless[2];
const Option endless[2] = {[] {
                             Option option = any_of_option("x", "");
                             option.children = {endless, 2, sizeof(Option)};
                             return option;
                           }(),
                           [] {
                             Option option = list_option("y", "");
                             option.children = {endless, 2, sizeof(Option)};
                             return option;
                           }()};

TEST(SettingsWholeTest, TablesThatReferToThemselvesEnd) {
  EXPECT_NE(settings("x: [[[1]]]", {endless, 2, sizeof(Option)}).find("error"), std::string::npos);
}

}  // namespace
}  // namespace sluice::spec
