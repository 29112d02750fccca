// What an expression may cost: no heap in the usual case, a bound on steps, size and depth.
#include <thread>

#include <gtest/gtest.h>

#include "cel_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace sluice::cel::testing {
namespace {

std::string repeated(std::string_view part, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += part;
  return text;
}

TEST(CelLimits, EvaluatesWithoutTheHeap) {
  sluice::testing::PluginHost host;
  const OwnedBatch batch = host.events(
      {R"({"name":"ConsoleLogin","user":{"type":"Root","tags":["x","y"]},"ip":"10.0.0.1","n":5,)"
       R"("time":"2024-01-31T12:00:00Z","ok":false,"path":"/a/b"})"});
  EventEditor editor(Batch(batch.get()), host.host().json());
  editor.select(batch->events[0]);
  for (const char* text :
       {"name == 'ConsoleLogin'", "name in ['a', 'b', 'ConsoleLogin']", "user.type != 'Root'",
        "has(user.tags) && !has(user.nothing)", "ip.matches('^10[.]')",
        "name.startsWith('Console')", "n + 1 > 5 && n * 2 < 100 || ok",
        "user.tags.exists(t, t == 'y')",
        "user.tags.map(t, t + '!').filter(t, t != 'x!').size() == 1", "path.split('/')[1] == 'a'",
        "timestamp(time).getHours('Europe/Berlin') == 13",
        "timestamp(time) > timestamp('2020-01-01T00:00:00Z')",
        "name.lowerAscii().contains('login')", "string(n) == '5'", "nothing.at.all == null",
        "user.?nothing.orValue('x') == 'x'", "{'a': n}.a == 5"}) {
    const auto compiled = Expression::compile(text, Kind::boolean);
    ASSERT_TRUE(compiled.ok()) << compiled.error().message;
    std::string_view why;
    for (int i = 0; i < 3; ++i) compiled->test(editor, why);  // patterns learn, pages come
    const size_t before = heap_allocations;
    const Truth truth = compiled->test(editor, why);
    const size_t after = heap_allocations;
    EXPECT_NE(truth, Truth::error) << text << ": " << why;
    EXPECT_EQ(after - before, 0u) << text;
  }
}

TEST(CelLimits, StopsWhenTheBudgetIsUsedUp) {
  Bench bench;
  const std::string list = "[" + repeated("1,", 200) + "n]";
  const std::string spins =
      list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c > 0)))";
  for (const std::string& text :
       {spins, spins + " || true", "true && !(" + spins + ")",
        "[1].map(x, 'abcdefgh'" + repeated(".replace('', s)", 12) + ").size() > 0"}) {
    const std::string result = bench.condition(text, R"({"n":1,"s":"0123456789abcdef"})");
    EXPECT_NE(result.find("more than the 1000000 steps"), std::string::npos) << result;
  }
}

TEST(CelLimits, ConstantsThatGrowAreNotKept) {
  Bench bench;
  const std::string text =
      "size('abcdefgh'" + repeated(".replace('', '0123456789abcdef')", 30) + ")";
  EXPECT_NE(bench.value(text).find("more than the 1000000 steps"), std::string::npos);
}

TEST(CelLimits, DepthAndSize) {
  Bench bench;
  EXPECT_EQ(bench.value(repeated("(", 150) + "1" + repeated(")", 150)), "1");
  EXPECT_EQ(bench.value(repeated("!", 150) + "true"), "true");
  EXPECT_EQ(bench.value("1" + repeated("+1", 150)), "151");
  EXPECT_EQ(bench.value("0" + repeated(" || false", 2000)).substr(0, 5), "error");
  EXPECT_EQ(bench.value("true" + repeated(" && true", 2000)), "true");
  for (const auto& [before, after] :
       std::initializer_list<std::pair<const char*, const char*>>{{"(", ")"},
                                                                  {"[", "]"},
                                                                  {"!", ""},
                                                                  {"-", ""},
                                                                  {"{1:", "}"},
                                                                  {"size(", ")"},
                                                                  {"a.b(", ")"},
                                                                  {"a[", "]"},
                                                                  {"true ? 1 : ", ""}}) {
    const std::string text = repeated(before, 2500) + "1" + repeated(after, 2500);
    const std::string message = Bench::refusal(text);
    const bool is_told = message.find("deep") != std::string::npos;
    EXPECT_TRUE(is_told) << message;
  }
  for (const char* behind : {"+1", ".x", "[0]", ".size()", ".map(x, x)"}) {
    const std::string message = Bench::refusal("(1+n)" + repeated(behind, 3000));
    EXPECT_NE(message.find("deep"), std::string::npos) << message;
  }
  EXPECT_NE(Bench::refusal("n" + repeated(".x", 3000)).find("deep"), std::string::npos);
  EXPECT_NE(Bench::refusal("n" + repeated(".x", 120)).find("at most 100 levels"),
            std::string::npos);
  EXPECT_EQ(Bench::refusal("'" + std::string(40000, 'x') + "'").find("expression \"'xxx"), 0u);
  EXPECT_NE(Bench::refusal("'" + std::string(40000, 'x') + "'").find("32768 bytes"),
            std::string::npos);
  EXPECT_EQ(Bench::refusal("'\xff'"), "expression: column 1: the text is not valid UTF-8");
}

// Equality checks each side once, however deep it is.
TEST(CelLimits, CheckingIsLinear) {
  EXPECT_EQ(Bench::refusal(repeated("(", 100) + "a" + repeated(" == true)", 100)), "");
  EXPECT_EQ(Bench::refusal(repeated("(true == ", 100) + "a" + repeated(")", 100)), "");
}

TEST(CelLimits, MacrosInEachOther) {
  const std::string text = repeated("[1].exists(x, ", 16) + "x > 0" + repeated(")", 16);
  EXPECT_EQ(Bench().condition(text), "yes");
  EXPECT_NE(Bench::refusal("[1].exists(x, " + text + ")").find("nested too deeply"),
            std::string::npos);
}

// One expression, two threads: what they share is looked up under a lock.
TEST(CelLimits, ThreadsShareAnExpression) {
  const auto compiled = Expression::compile(
      "timestamp(t).getHours(z) == 17 && t.matches('^2024') && t.matches(p) && t in ['x', t]");
  ASSERT_TRUE(compiled.ok());
  const auto work = [&](size_t& good) {
    sluice::testing::PluginHost host;
    const OwnedBatch batch =
        host.events({R"({"t":"2024-01-31T12:00:00Z","z":"Asia/Kolkata","p":"Z$"})"});
    EventEditor editor(Batch(batch.get()), host.host().json());
    editor.select(batch->events[0]);
    std::string_view why;
    for (int i = 0; i < 50; ++i) good += compiled->test(editor, why) == Truth::yes ? 1 : 0;
  };
  size_t first = 0;
  size_t second = 0;
  std::thread other([&] { work(first); });
  work(second);
  other.join();
  EXPECT_EQ(first + second, 100u);
}

TEST(CelLimits, PatternsThatAreMadeAtRunTimeCostMore) {
  Bench bench;
  const std::string list = "[" + repeated("1,", 99) + "n]";
  const std::string text = list + ".all(x, 'abc'.matches(p))";
  EXPECT_NE(bench.condition(text, R"({"n":1,"p":"b"})").find("more than"), std::string::npos);
  EXPECT_EQ(bench.condition(list + ".all(x, 'abc'.matches('b'))", R"({"n":1})"), "yes");
  EXPECT_NE(bench.condition("'a'.matches(p)", R"({"p":"("})").find("not one of RE2"),
            std::string::npos);
}

TEST(CelLimits, ZonesAreLookedUpOnce) {
  Bench bench;
  EXPECT_NE(Bench::refusal("timestamp(t).getHours('Europe/Berlim')").find("there is no such zone"),
            std::string::npos);
  const char* const event = R"({"z":"Asia/Kolkata","bad":"../x","t":"2024-01-31T12:00:00Z"})";
  EXPECT_EQ(bench.value("timestamp(t).getMinutes(z)", event), "30");
  EXPECT_EQ(bench.value("timestamp(t).getHours('-02:00')", event), "10");
  EXPECT_NE(bench.value("timestamp(t).getHours(bad)", event).find("not a name such as"),
            std::string::npos);
}

}  // namespace
}  // namespace sluice::cel::testing
