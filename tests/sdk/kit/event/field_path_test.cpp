// The grammar of paths, and what is said about those that do not follow it.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <kit/event/field_path.hpp>

namespace {

using sluice::FieldPath;
using sluice::Result;

// The steps of a path, keys in <>, such as `<a><b>[0]`.
std::string steps(std::string_view text) {
  const Result<FieldPath> path = FieldPath::parse(text);
  if (!path) return path.error().message;
  std::string all;
  for (size_t i = 0; i < path->size(); ++i) {
    const sluice::PathStep& step = (*path)[i];
    if (step.is_key()) {
      all.append("<").append(step.key, step.key_size).append(">");
    } else {
      all.append("[").append(std::to_string(step.index)).append("]");
    }
  }
  return all;
}

TEST(FieldPath, Steps) {
  const std::vector<std::pair<std::string, std::string>> paths = {
      {"a", "<a>"},
      {"a.b.c", "<a><b><c>"},
      {"@timestamp", "<@timestamp>"},
      {"user agent", "<user agent>"},
      {"a-b_c/d:e", "<a-b_c/d:e>"},
      {"größe.ß", "<größe><ß>"},
      {"a[0]", "<a>[0]"},
      {"a[0][12].b", "<a>[0][12]<b>"},
      {"a[4294967294]", "<a>[4294967294]"},
      {R"(["key.with.dots"])", "<key.with.dots>"},
      {R"(["a"]["b"])", "<a><b>"},
      {R"(a["x.y"].b[2])", "<a><x.y><b>[2]"},
      {R"(["a\"b\\c"])", R"(<a"b\c>)"},
      {R"(["]"])", "<]>"},
      {R"([""])", "<>"},
  };
  for (const auto& [text, expected] : paths) EXPECT_EQ(steps(text), expected) << text;
}

TEST(FieldPath, ErrorsSayWhereAndWhat) {
  struct Case {
    std::string path;
    std::string expected;
    int position;
    std::string found;  // empty: the end
  };
  const std::string name = "a field name";
  const std::string quoted = "a key in double quotes";
  const std::string index_or_key = "a number or a key in double quotes";
  const std::string next = R"("." or "[")";
  const std::string strange = next + R"( (a key with such characters is written ["key"]))";
  const std::vector<Case> wrong = {
      {"", name, 1, ""},
      {".a", name, 1, "."},
      {"a.", name, 3, ""},
      {"a..b", name, 3, "."},
      {"ä..b", name, 3, "."},
      {"a.[0]", name, 3, "["},
      {"[0]", quoted, 2, "0"},
      {"a[", index_or_key, 3, ""},
      {"a[]", index_or_key, 3, "]"},
      {"a[-1]", index_or_key, 3, "-"},
      {"a['b']", index_or_key, 3, "'"},
      {"a[1", R"("]")", 4, ""},
      {"a[1x]", R"("]")", 4, "x"},
      {"a[4294967295]", "a number below 4294967295", 3, "4"},
      {R"(a["b)", "a closing quote", 5, ""},
      {R"(a["b\n"])", R"(\" or \\ after a backslash)", 6, "n"},
      {R"(a["b"c)", R"("]")", 6, "c"},
      {"a[0]b", next, 5, "b"},
      {"a[0]ü", next, 5, "ü"},
      {"a]", strange, 2, "]"},
      {"a\"", strange, 2, "\""},
  };
  for (const Case& c : wrong) {
    const std::string found = c.found.empty() ? "its end" : "\"" + c.found + "\"";
    EXPECT_EQ(steps(c.path), "path \"" + c.path + "\": expected " + c.expected + " at position " +
                                 std::to_string(c.position) + ", found " + found);
  }
}

TEST(FieldPath, DepthIsBounded) {
  std::string path = "a";
  for (int i = 1; i < 100; ++i) path += ".a";
  EXPECT_TRUE(FieldPath::parse(path).ok());
  const Result<FieldPath> deeper = FieldPath::parse(path + ".a");
  ASSERT_FALSE(deeper.ok());
  EXPECT_NE(deeper.error().message.find("expected at most 100 levels"), std::string::npos);
}

TEST(FieldPath, Relations) {
  const auto path = [](std::string_view text) { return std::move(FieldPath::parse(text)).value(); };
  EXPECT_TRUE(path("a.b").starts_with(path("a")));
  EXPECT_TRUE(path("a.b").starts_with(path(R"(["a"].b)")));
  EXPECT_FALSE(path("a").starts_with(path("a.b")));
  EXPECT_FALSE(path("ab").starts_with(path("a")));
  EXPECT_TRUE(path("a.b").is_sibling(path("a.c")));
  EXPECT_TRUE(path("a").is_sibling(path("b")));
  EXPECT_FALSE(path("a.b").is_sibling(path("b.b")));
  EXPECT_FALSE(path("a[0]").is_sibling(path("a[1]")));
  EXPECT_EQ(path("a[1].b.c").fixed_steps(), 2u);
  EXPECT_EQ(path("a.b").fixed_steps(), 0u);
  EXPECT_EQ(path("a[1].b.c").prefix(2), "a[1]");
}

TEST(FieldPath, KeysSurviveAMove) {
  FieldPath path = std::move(FieldPath::parse("a.b")).value();
  const char* key = path[1].key;
  const FieldPath moved = std::move(path);
  EXPECT_EQ(moved[1].key, key);
  EXPECT_EQ(std::string(moved[1].key, moved[1].key_size), "b");
}

}  // namespace
