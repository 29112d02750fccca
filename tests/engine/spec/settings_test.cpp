#include <spec/settings.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

struct Case {
  const char* text;
  const char* expected;
};

constexpr Option text[] = {string_option(nullptr, "")};
constexpr Option number[] = {integer_option(nullptr, "")};
const char* const modes[] = {"create", "index", nullptr};
constexpr Option batch[] = {integer_option("documents", "").by_default("500").between(1, 1000),
                            bytes_option("size", "").by_default("5MiB")};
constexpr Option login[] = {string_option("user", "").required(),
                            string_option("scheme", "").by_default("basic")};
constexpr Option set_fields[] = {string_option("field", "").required(), any_option("value", "")};
constexpr Option steps[] = {map_option("rename", "").of(text), list_option("remove", "").of(text),
                            object_option("set", "").of(set_fields), object_option("flatten", "")};
constexpr Option step[] = {variant_option(nullptr, "").of(steps)};
constexpr Option text_or_list[] = {string_option(nullptr, ""), list_option(nullptr, "").of(text)};
constexpr Option number_or_flag[] = {integer_option(nullptr, ""), boolean_option(nullptr, "")};

constexpr Option table[] = {
    any_option("any", ""),
    boolean_option("flag", ""),
    integer_option("port", "").between(1, 65535),
    integer_option("count", ""),
    Option(SLUICE_OPTION_NUMBER, "ratio", "").between(0, 1),
    string_option("host", ""),
    string_option("mode", "").one_of(modes),
    string_option("password", "").secret(),
    integer_option("pin", "").secret(),
    map_option("headers", "").of(text).secret(),
    bytes_option("memory", "").between(1024, 1 << 30),
    duration_option("timeout", "").between(1, 60'000),
    list_option("names", "").of(text),
    list_option("numbers", "").of(number),
    map_option("labels", "").of(text),
    list_option("steps", "").of(step),
    any_of_option("fields", "").of(text_or_list),
    any_of_option("level", "").of(number_or_flag),
    string_option("template", "").file(),
    string_option("lookup", "").existing_file(),
    object_option("login", "").of(login),
};

TEST(SettingsTest, Values) {
  const Case cases[] = {
      {"", "{}"},
      {"any: [1, 'x', {a: null}]", "{any: [1, 'x', {a: null}]}"},
      {"any: ${N}", "{any: 12}"},
      {"any: '${N}'", "{any: '12'}"},
      {"flag: true", "{flag: true}"},
      {"port: 9200", "{port: 9200}"},
      {"port: \"${P}\"", "{port: 80}"},
      {"count: -9223372036854775808", "{count: -9223372036854775808}"},
      {"ratio: 0.5", "{ratio: 0.500000}"},
      {"ratio: 1", "{ratio: 1.000000}"},
      {"host: 127", "{host: '127'}"},
      {"host: true", "{host: 'true'}"},
      {"host: ''", "{host: ''}"},
      {"host: ${E}", "{host: ''}"},
      {"mode: index", "{mode: 'index'}"},
      {"memory: 100 kB", "{memory: 100000}"},
      {"timeout: 1s", "{timeout: 1000}"},
      {"names: [a, 5]", "{names: ['a', '5']}"},
      {"names: []", "{names: []}"},
      {"labels: {b: 1, a: x}", "{labels: {b: '1', a: 'x'}}"},
      {"steps: [rename: {a: b}, remove: [x], flatten, set: {field: a, value: 1}]",
       "{steps: [{rename: {a: 'b'}}, {remove: ['x']}, {flatten: {}}, "
       "{set: {field: 'a', value: 1}}]}"},
      {"fields: a", "{fields: 'a'}"},
      {"fields: [a]", "{fields: ['a']}"},
      {"level: true", "{level: true}"},
      {"template: ../t/x.json", "{template: '/etc/t/x.json'}"},
      {"template: /x.json", "{template: '/x.json'}"},
      {"lookup: /dev/null", "{lookup: '/dev/null'}"},
      {"lookup: ''", "{lookup: ''}"},
      {"login: {user: me}", "{login: {user: 'me', scheme: 'basic'}}"},
  };
  const auto lookup = environment({{"N", "12"}, {"E", ""}, {"P", "80"}});
  for (const Case& c : cases) {
    EXPECT_EQ(settings(c.text, option_list(table), lookup), c.expected) << c.text;
  }
}

TEST(SettingsTest, Errors) {
  const Case cases[] = {
      {"flag: yes", "p:1:7: error: option \"flag\" must be true or false, not \"yes\"; write true"},
      {"flag: off",
       "p:1:7: error: option \"flag\" must be true or false, not \"off\"; write false"},
      {"flag: 'true'",
       "p:1:7: error: option \"flag\" must be true or false, not \"true\"; remove the quotes"},
      {"flag:", "p:1:1: error: option \"flag\" needs a value"},
      {"flag: ${E}", "p:1:7: error: option \"flag\" needs a value"},
      {"host: ~", "p:1:7: error: option \"host\" needs a value"},
      {"port: 0", "p:1:7: error: option \"port\" must be between 1 and 65535, not \"0\""},
      {"port: '80'",
       "p:1:7: error: option \"port\" must be an integer, not \"80\"; remove the quotes"},
      {"port: 5.0", "p:1:7: error: option \"port\" must be an integer, not \"5.0\""},
      {"port: [1]", "p:1:7: error: option \"port\" must be an integer, not a list"},
      {"port: ${S}", "p:1:7: error: option \"port\" must be an integer, which \"${S}\" is not"},
      {"count: 9223372036854775808",
       "p:1:8: error: option \"count\" must be an integer, and this does not fit 64 bits"},
      {"ratio: 1.5", "p:1:8: error: option \"ratio\" must be between 0 and 1, not \"1.5\""},
      {"ratio: .nan", "p:1:8: error: option \"ratio\" must be a number, not \".nan\""},
      {"host: {a: 1}", "p:1:7: error: option \"host\" must be text, not a map"},
      {"mode: creat",
       "p:1:7: error: option \"mode\" must be one of \"create\", \"index\", not "
       "\"creat\"; did you mean \"create\"?"},
      {"memory: 5", "p:1:9: error: option \"memory\" must be between 1KiB and 1GiB, not \"5\""},
      {"memory: 5mb",
       "p:1:9: error: option \"memory\" must be a size such as \"5MiB\"; \"5mb\" has "
       "no known unit; the units are B, kB, MB, GB, KiB, MiB and GiB"},
      {"timeout: 30",
       "p:1:10: error: option \"timeout\" must be a duration such as \"30s\"; \"30\" "
       "has no unit; write for example \"30s\" or \"250ms\""},
      {"timeout: 2m", "p:1:10: error: option \"timeout\" must be between 1ms and 1m, not \"2m\""},
      {"names: a",
       "p:1:8: error: option \"names\" must be a list of text, not \"a\"; write one "
       "item per line after \"- \", or all in \"[]\""},
      {"names: [a, [b]]", "p:1:12: error: option \"names[1]\" must be text, not a list"},
      {"labels: [a]", "p:1:9: error: option \"labels\" must be a map, not a list"},
      {"labels: {a: {b: 1}}", "p:1:13: error: option \"labels.a\" must be text, not a map"},
      {"steps: [renam: {}]",
       "p:1:9: error: unknown \"renam\" in option \"steps[0]\"; did you mean \"rename\"? it must "
       "be "
       "one of \"rename\", \"remove\", \"set\", \"flatten\""},
      {"steps: [{rename: {}, remove: []}]",
       "p:1:9: error: option \"steps[0]\" must have exactly one key of \"rename\", \"remove\", "
       "\"set\", \"flatten\", but has 2"},
      {"steps: [{set: {}}]", "p:1:15: error: option \"steps[0].set.field\" is required"},
      {"fields: {a: 1}",
       "p:1:9: error: option \"fields\" must be text, or a list of text, not a map"},
      {"fields: [a, {}]", "p:1:13: error: option \"fields[1]\" must be text, not a map"},
      {"fields:", "p:1:1: error: option \"fields\" needs a value"},
      {"level: high",
       "p:1:8: error: option \"level\" must be an integer, or true or false, not \"high\""},
      {"login: x",
       "p:1:8: error: option \"login\" must be a map of options, not \"x\"; write {user: ...}"},
      {"login: {}", "p:1:8: error: option \"login.user\" is required"},
      {"lookup: nowhere/x.csv",
       "p:1:9: error: option \"lookup\" names file \"/etc/pipes/nowhere/x.csv\", which cannot be "
       "read: "
       "No "
       "such file or directory"},
      {"lookup: /dev/..",
       "p:1:9: error: option \"lookup\" names file \"/\", which cannot be read: it is a "
       "folder"},
      {"lookup: ${S}",
       "p:1:9: error: option \"lookup\" names file \"${S}\", which cannot be read: No such file or "
       "directory"},
      {"login: {user: a, sheme: b}",
       "p:1:18: error: unknown option \"login.sheme\"; did you mean \"scheme\"? option \"login\" "
       "has "
       "\"user\", \"scheme\""},
      {"x", "p:1:1: error: \"box\" must be a map of options"},
  };
  const auto lookup = environment({{"E", ""}, {"S", "s3cret"}});
  for (const Case& c : cases) {
    EXPECT_EQ(settings(c.text, option_list(table), lookup), c.expected) << c.text;
  }
}

TEST(SettingsTest, AllErrorsAreFoundInOrder) {
  EXPECT_EQ(settings("port: x\ncolour: red\nflag: 1\n", option_list(batch)).find('\n') !=
                std::string::npos,
            true);
  EXPECT_EQ(
      settings("timeout: 1\nflag: maybe\n", option_list(table)),
      "p:1:10: error: option \"timeout\" must be a duration such as \"30s\"; \"1\" has no unit; "
      "write for example \"30s\" or \"250ms\"\n"
      "p:2:7: error: option \"flag\" must be true or false, not \"maybe\"");
}

TEST(SettingsTest, SecretsAreNeverShown) {
  const char* const cases[] = {"password: [hunter2]",
                               "password: {hunter2: 1}",
                               "pin: hunter2",
                               "pin: ${S}",
                               "headers: {a: [hunter2]}",
                               "headers: hunter2",
                               "headers: [hunter2]",
                               "port: ${S}",
                               "memory: ${S}",
                               "mode: ${S}",
                               "level: ${S}",
                               "timeout: ${S}",
                               "flag: ${S}",
                               "ratio: ${S}"};
  for (const char* yaml : cases) {
    const auto result = settings(yaml, option_list(table), environment({{"S", "hunter2"}}));
    EXPECT_NE(result.find("error: "), std::string::npos) << yaml;
    EXPECT_EQ(result.find("hunter2"), std::string::npos) << result;
  }
}

TEST(SettingsTest, DefaultsAreFilledIn) {
  static constexpr Option outer[] = {string_option("time", "").by_default("@timestamp"),
                                     string_option("none", "").by_default(""),
                                     object_option("batch", "").of(batch),
                                     object_option("login", "").of(login),
                                     list_option("names", "").of(text).by_default("[a]"),
                                     boolean_option("flag", ""),
                                     any_of_option("fields", "").of(text_or_list)};
  EXPECT_EQ(settings("", option_list(outer)),
            "{time: '@timestamp', none: '', batch: {documents: 500, size: 5242880}, names: ['a']}");
  EXPECT_EQ(settings("batch: {documents: 7}\nlogin: {user: x}", option_list(outer)),
            "{time: '@timestamp', none: '', batch: {documents: 7, size: 5242880}, "
            "login: {user: 'x', scheme: 'basic'}, names: ['a']}");
}

TEST(SettingsTest, RequiredAtTheComponentAndWrongTables) {
  static constexpr Option required[] = {string_option("host", "").required()};
  EXPECT_EQ(settings("", option_list(required)), "p:9:9: error: option \"host\" is required");
  static constexpr Option bad[] = {integer_option("n", "").by_default("many")};
  EXPECT_EQ(settings("", option_list(bad)),
            "p:9:9: error: the default of option \"n\" is wrong, which is a mistake in \"box\": "
            "option \"n\" must be an integer, not \"many\"");
  sluice_option_list small = option_list(required);
  small.item_size = 8;
  EXPECT_NE(settings("", small).find("its items have 8 bytes"), std::string::npos);
  static constexpr Option strange[] = {Option(99, "x", "")};
  EXPECT_NE(settings("", option_list(strange)).find("unknown type 99"), std::string::npos);
  EXPECT_EQ(settings("a: 1", {}), "p:1:1: error: unknown option \"a\"; \"box\" has none");
}

TEST(SettingsTest, TheStrideIsTheTables) {
  struct Longer {
    sluice_option option;
    int64_t more;
  };
  const Longer items[] = {{string_option("a", ""), 1}, {string_option("b", ""), 2}};
  EXPECT_EQ(settings("b: x", {&items[0].option, 2, sizeof(Longer)}), "{b: 'x'}");
}

TEST(SettingsTest, ValuesKnowTheirPlaceAlsoAfterAMove) {
  Diagnostics diagnostics;
  const auto node = parse_yaml("documents: 3\n", "p", diagnostics);
  auto first = check_settings(*node, option_list(batch), {"box", {"p", 9, 9}}, diagnostics);
  ASSERT_TRUE(first);
  const SettingsTree tree = std::move(*first);
  const sluice_field* fields = tree.root()->as.fields;
  EXPECT_EQ(format(tree.at(&fields[0].value)), "p:1:12");
  EXPECT_EQ(format(tree.at(&fields[1].value)), "p:9:9");
  EXPECT_EQ(format(tree.at(nullptr)), "p:9:9");
}

}  // namespace
}  // namespace sluice::spec
