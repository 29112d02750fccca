#include <spec/node.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

std::string parsed(std::string_view text) {
  Diagnostics diagnostics;
  const auto node = parse_yaml(text, "p", diagnostics);
  EXPECT_EQ(node.has_value(), diagnostics.empty()) << text;
  return node ? show(*node) : show(diagnostics);
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(NodeTest, Trees) {
  const Case cases[] = {
      {"", "~"},
      {"# only a comment\n", "~"},
      {"a: 1\nb: [x, 'y', \"z\"]\n", "{a: 1, b: [x, 'y', 'z']}"},
      {"a:\n  b: |\n    text\n", "{a: {b: 'text\n'}}"},
      {"a: ~\nb:\nc: null\n", "{a: ~, b: ~, c: ~}"},
      {"a: !!str 5", "{a: '5'}"},
      {"a: &x {b: 1}\nc: *x\n", "{a: {b: 1}, c: {b: 1}}"},
      {"---\na: 1\n...\n", "{a: 1}"},
      {"a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"},
      {"{path: ${X:-a.ndjson}, b: [${Y}, $${Z}]}", "{path: ${X:-a.ndjson}, b: [${Y}, $${Z}]}"},
      {"{a: ${X:?not, here}}", "{a: ${X:?not, here}}"},
      {"a: ${X:-b: c #d}", "{a: ${X:-b: c #d}}"},
      {"a: \"${X:-\\\"q\\\"}\"", "{a: '${X:-\"q\"}'}"},
      {"a: ${X", "{a: ${X}"},
  };
  for (const Case& c : cases) EXPECT_EQ(parsed(c.text), c.expected) << c.text;
}

TEST(NodeTest, Errors) {
  const std::string yaml = "error: could not parse YAML: ";
  const Case cases[] = {
      {"index: 1\nb: 2\nindex: 3",
       "p:3:1: error: duplicate key \"index\"; the first one is at line 1"},
      {"a: 1\n---\nb: 2\n", "p:2:1: error: a second document; a file holds one pipeline"},
      {"{a: 1}\nb", "p:2:1: error: text after the end of the document; check the indentation"},
      {"a: &x [*x]", "p:1:8: error: the alias stands inside what it stands for"},
      {"a: *x",
       std::string("p:1:4: ") + yaml + "the alias has no anchor; define it above as \"&name\""},
      {"a: !foo 1", "p:1:4: error: tag \"!foo\" is not supported"},
      {"[a]: 1", "p:1:1: error: a list or map cannot be a key"},
      {"~: 1", "p:1:1: error: a key is missing, or is null; quote it to make it text"},
      {"a: &x {b: 1}\nc:\n  <<: *x",
       "p:3:3: error: merge keys (\"<<\") are not supported; repeat "
       "the options, or use an alias for a whole value"},
      {"a: b: c", std::string("p:1:5: ") + yaml +
                      "unexpected \":\"; check the indentation, and quote text with \": \""},
      {"\xEF\xBB\xBF"
       "a: 1",
       "p:1:1: error: file starts with a byte order mark; save it as UTF-8 without one"},
      {"\xFF\xFE"
       "a",
       "p:1:1: error: file is UTF-16; save it as UTF-8"},
      {"a: \xC3(", "p:1:4: error: text is not valid UTF-8; save the file as UTF-8"},
      {"a: \xED\xA0\x80", "p:1:4: error: text is not valid UTF-8; save the file as UTF-8"},
      {"a: 1\nb: \x01",
       "p:2:4: error: control character 0x01 is not allowed; in double quotes "
       "write \"\\x01\""},
      {std::string(maximum_file_bytes + 1, 'a'), "p: error: file is larger than 4 MiB"},
  };
  for (const Case& c : cases) EXPECT_EQ(parsed(c.text), c.expected) << c.text.substr(0, 100);
}

TEST(NodeTest, TabsAreExplained) {
  EXPECT_NE(parsed("a:\n\tb: 1\n").find("YAML is indented by spaces"), std::string::npos);
}

TEST(NodeTest, DepthIsBounded) {
  const auto nested = [](size_t depth) { return std::string(depth, '[').append(depth, ']'); };
  EXPECT_EQ(parsed(nested(64)), nested(64));
  EXPECT_EQ(parsed(nested(65)), "p:1:65: error: lists and maps are nested more than 64 deep");
  EXPECT_NE(parsed(std::string(100'000, '[')).find("error: "), std::string::npos);
}

TEST(NodeTest, AliasBombsAreRefused) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    bomb += fmt::format("a{0}: &a{0} [", i);
    for (int k = 0; k < 10; ++k) bomb += fmt::format("{}*a{}", k == 0 ? "" : ", ", i - 1);
    bomb += "]\n";
  }
  EXPECT_NE(parsed(bomb).find("more than 100000 values"), std::string::npos);
  std::string wide = fmt::format("a: &a {}\nb: [", std::string(1 << 20, 'x'));
  for (int i = 0; i < 40; ++i) wide += "*a, ";
  EXPECT_NE(parsed(wide + "1]").find("16 MiB of text"), std::string::npos);
}

TEST(NodeTest, MarksAreExact) {
  Diagnostics diagnostics;
  const auto root =
      parse_yaml("a: 1\nlist:\n  - x\n  -\n  - 'q$'\nnone:\nlast: {k:   v}\n", "p", diagnostics);
  ASSERT_TRUE(root);
  EXPECT_EQ(format(root->find("a")->value.mark), "p:1:4");
  const Node& list = root->find("list")->value;
  EXPECT_EQ(format(list.items[0].mark), "p:3:5");
  EXPECT_EQ(format(list.items[1].mark), "p:4:3");
  EXPECT_EQ(format(list.items[2].mark), "p:5:5");
  EXPECT_EQ(list.items[2].dollars.at(0).column, 7u);
  EXPECT_EQ(format(root->find("none")->value.mark), "p:6:1");
  EXPECT_EQ(format(root->find("last")->value.entries[0].key_mark), "p:7:8");
  EXPECT_EQ(format(root->find("last")->value.entries[0].value.mark), "p:7:13");
}

TEST(NodeTest, FilesThatCannotBeRead) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_file("/nonexistent/x.yaml", diagnostics));
  EXPECT_FALSE(read_file("/", diagnostics));
  EXPECT_EQ(show(diagnostics),
            "/nonexistent/x.yaml: error: could not open \"/nonexistent/x.yaml\": No such file or "
            "directory\n/: error: could not read \"/\": Is a directory");
}

}  // namespace
}  // namespace sluice::spec
