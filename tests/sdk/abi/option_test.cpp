#include <gtest/gtest.h>

#include <sluice/option.hpp>

namespace sluice {
namespace {

constexpr const char* words[] = {"one", "two", nullptr};
constexpr Option item[] = {string_option(nullptr, "")};
constexpr Option nested[] = {integer_option("documents", "how many").between(1, 100000),
                             bytes_option("bytes", "how large").by_default("5MiB")};
// All of it is static data: made by the compiler.
constexpr Option options[] = {
    string_option("word", "a word").one_of(words).by_default("one"),
    string_option("password", "nobody sees it").required().secret(),
    list_option("paths", "files").of(item).whole(),
    object_option("batch", "what one request holds").of(nested),
    string_option("template", "a path").file(),
};

TEST(Option, ChainedCallsFillTheFields) {
  EXPECT_STREQ(options[0].name, "word");
  EXPECT_STREQ(options[0].help, "a word");
  EXPECT_STREQ(options[0].default_value, "one");
  EXPECT_EQ(options[0].allowed, words);
  EXPECT_EQ(options[0].flags, 0u);
  EXPECT_EQ(options[1].flags, uint32_t{SLUICE_OPTION_REQUIRED | SLUICE_OPTION_SECRET});
  EXPECT_EQ(options[1].default_value, nullptr);
  EXPECT_EQ(options[1].allowed, nullptr);
  EXPECT_EQ(options[2].flags, uint32_t{SLUICE_OPTION_WHOLE});
  EXPECT_EQ(options[2].children.count, 1u);
  EXPECT_EQ(options[2].children.items, static_cast<const sluice_option*>(item));
  EXPECT_EQ(options[2].children.items[0].name, nullptr);
  EXPECT_EQ(options[3].children.count, 2u);
  EXPECT_EQ(options[3].children.item_size, sizeof(sluice_option));
  EXPECT_EQ(options[3].children.items[0].minimum, 1);
  EXPECT_EQ(options[3].children.items[0].maximum, 100000);
  EXPECT_EQ(options[4].flags, uint32_t{SLUICE_OPTION_FILE});
}

TEST(Option, UnsetFieldsAreZero) {
  constexpr Option option = boolean_option("b", "h");
  EXPECT_EQ(option.children.items, nullptr);
  EXPECT_EQ(option.children.count, 0u);
  EXPECT_EQ(option.children.item_size, 0u);
  EXPECT_EQ(option.minimum, 0);
  EXPECT_EQ(option.maximum, 0);
}

TEST(Option, CallsDoNotChangeWhatTheyAreCalledOn) {
  constexpr Option plain = string_option("a", "b");
  constexpr Option changed = plain.required().by_default("x");
  EXPECT_EQ(plain.flags, 0u);
  EXPECT_EQ(plain.default_value, nullptr);
  EXPECT_EQ(changed.flags, uint32_t{SLUICE_OPTION_REQUIRED});
}

TEST(Option, EachMakerSetsItsType) {
  using Maker = Option (*)(const char*, const char*);
  const std::pair<Maker, uint32_t> makers[] = {
      {any_option, SLUICE_OPTION_ANY},         {boolean_option, SLUICE_OPTION_BOOLEAN},
      {integer_option, SLUICE_OPTION_INTEGER}, {string_option, SLUICE_OPTION_STRING},
      {bytes_option, SLUICE_OPTION_BYTES},     {duration_option, SLUICE_OPTION_DURATION},
      {list_option, SLUICE_OPTION_LIST},       {map_option, SLUICE_OPTION_MAP},
      {object_option, SLUICE_OPTION_OBJECT},   {variant_option, SLUICE_OPTION_VARIANT},
      {any_of_option, SLUICE_OPTION_ANY_OF},
  };
  for (const auto& [make, type] : makers) {
    const Option option = make("name", "help");
    EXPECT_EQ(option.type, type);
    EXPECT_STREQ(option.name, "name");
    EXPECT_STREQ(option.help, "help");
  }
}

TEST(Option, ListsCarryTheStepBetweenItems) {
  constexpr sluice_option_list list = option_list(options);
  EXPECT_EQ(list.count, 5u);
  EXPECT_EQ(list.item_size, sizeof(sluice_option));
  EXPECT_EQ(list.items, static_cast<const sluice_option*>(options));
}

}  // namespace
}  // namespace sluice
