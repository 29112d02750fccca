// Expressions over events: what fields are, what is null-safe, and what messages say.
#include <fstream>

#include <gtest/gtest.h>

#include "cel_testing.hpp"

namespace sluice::cel::testing {
namespace {

class ExpressionTest : public ::testing::Test {
 protected:
  std::string value(std::string_view expression) { return bench_.value(expression, event_); }
  std::string condition(std::string_view expression) {
    return bench_.condition(expression, event_);
  }
  static std::string refusal(std::string_view expression, Kind wanted = Kind::dynamic) {
    return Bench::refusal(expression, wanted);
  }

  Bench bench_;
  std::string event_ = R"({"eventName":"ConsoleLogin","n":5,"big":18446744073709551615,"f":2.5,
      "esc":"a\"b\u0041\n","user":{"name":"ann","tags":["x","y"],"none":null,"a b":1},
      "ok":true,"@timestamp":"2024-01-31T12:00:00Z","type":"T","bytes":10,
      "list":[{"k":1},{"k":2},{"k":3}],"empty":{},"huge":123456789012345678901234567890,
      "inf":1e999,"tiny":-1e-999,"labels":{"app.kubernetes.io/name":"web"}})";
};

TEST_F(ExpressionTest, ReadsFields) {
  EXPECT_EQ(condition("eventName == 'ConsoleLogin'"), "yes");
  EXPECT_EQ(condition("eventName != 'ConsoleLogin'"), "no");
  EXPECT_EQ(condition("'ConsoleLogim' == eventName"), "no");
  EXPECT_EQ(condition("n == 5 && n > 4.5 && n < 6u"), "yes");
  EXPECT_EQ(condition("ok"), "yes");
  EXPECT_EQ(value("user.name"), R"("ann")");
  EXPECT_EQ(value("user['name']"), R"("ann")");
  EXPECT_EQ(value("user.tags[1]"), R"("y")");
  EXPECT_EQ(value("list[1].k"), "2");
  EXPECT_EQ(value("list[n - 5].k"), "1");
  EXPECT_EQ(value("user"), R"({"name":"ann","tags":["x","y"],"none":null,"a b":1})");
  EXPECT_EQ(value("list.map(x, x.k * 2)"), "[2,4,6]");
  EXPECT_EQ(value("list.filter(x, x.k > 1)"), R"([{"k":2},{"k":3}])");
  EXPECT_EQ(value("user.map(k, k)"), R"(["name","tags","none","a b"])");
  EXPECT_EQ(condition("'name' in user && 'x' in user.tags && !('z' in user.tags)"), "yes");
}

TEST_F(ExpressionTest, LooksForTextsInLongLists) {
  const std::string list = "['k', 'b', 'ConsoleLogin', 'a', 'z', 'f', 'e', 'd', 'c']";
  EXPECT_EQ(condition("eventName in " + list + " && 'a' in " + list + " && 'z' in " + list), "yes");
  EXPECT_EQ(condition("'ConsoleLogi' in " + list + " || nothing in " + list + " || n in " + list),
            "no");
}

TEST_F(ExpressionTest, ReadsTextWithEscapes) {
  EXPECT_EQ(condition(R"(esc == 'a"bA\n')"), "yes");
  EXPECT_EQ(condition(R"(esc != 'a"bA\n')"), "no");
  EXPECT_EQ(condition(R"(esc == 'a\\"b\\u0041\\n')"), "no");
  EXPECT_EQ(value("size(esc)"), "5");
  EXPECT_EQ(value("esc + ''"), R"("a\"bA\n")");
  EXPECT_EQ(value("esc"), R"("a\"b\u0041\n")");  // verbatim
}

TEST_F(ExpressionTest, ReadsNumbers) {
  EXPECT_EQ(value("big"), "18446744073709551615");
  EXPECT_EQ(condition("type(big) == uint && type(n) == int && type(f) == double"), "yes");
  EXPECT_EQ(condition("type(huge) == double && huge > 1.0e29"), "yes");
  EXPECT_EQ(condition("inf > 1.0e308 && tiny == 0"), "yes");
  EXPECT_EQ(value("inf + 1.0"), "null");
  EXPECT_EQ(value("huge"), "123456789012345678901234567890");
  EXPECT_EQ(value("f * 2.0"), "5");
}

TEST_F(ExpressionTest, MissingFieldsAreNull) {
  for (const char* expression :
       {"nothing", "nothing.at.all", "user.nothing.x", "user.none.x", "user.name.x", "list[7]",
        "list[7].k", "nothing[n]", "eventName[0]", "user.tags.x", "nothing.lowerAscii()"}) {
    EXPECT_EQ(value(expression), "null") << expression;
  }
  EXPECT_EQ(condition("nothing == null && user.none == null && nothing != 1"), "yes");
  for (const char* expression :
       {"nothing < 1", "nothing >= 1", "1 < nothing", "nothing == 'x'", "nothing.startsWith('x')",
        "nothing.contains('x')", "nothing.matches('x')", "nothing in ['x']", "'x' in nothing",
        "nothing.exists(x, true)", "size(nothing) > 0", "'x'.startsWith(nothing)"}) {
    EXPECT_EQ(condition(expression), "no") << expression;
  }
  EXPECT_EQ(condition("nothing.all(x, false)"), "yes");
  EXPECT_EQ(value("nothing.map(x, x)"), "[]");
  EXPECT_EQ(
      value("nothing + 1"),
      "error: column 9: there is no \"+\" of null and int; the event has null or nothing here");
}

TEST_F(ExpressionTest, WhatLiteralsLackIsAnError) {
  EXPECT_EQ(value("{'a': 1}.b"), "error: column 10: there is no key \"b\" in the map");
  EXPECT_EQ(value("[1][n]"), "error: column 4: the index is out of the list's bounds");
  EXPECT_EQ(value("dyn(null) < 1"), "error: column 11: there is no \"<\" of null and int");
}

TEST_F(ExpressionTest, Has) {
  EXPECT_EQ(condition("has(user.name) && has(user.none) && has(eventName) && has(list[0].k)"),
            "yes");
  EXPECT_EQ(condition("has(nothing) || has(user.x) || has(user.name.x) || has(a.b.c)"), "no");
  EXPECT_EQ(condition("has(list[3].k) || has(empty.x)"), "no");
  EXPECT_EQ(condition("has(user['a b']) && has(user.`a b`) && has(`@timestamp`)"), "yes");
  EXPECT_EQ(condition("list.exists(x, has(x.k)) && !list.exists(x, has(x.z.z))"), "yes");
  EXPECT_EQ(condition("has({'a': 1}.a) && !has({'a': 1}.b)"), "yes");
  EXPECT_EQ(refusal("has(1)"),
            "expression \"has(1)\": column 5: has() takes one field, such as has(a.b)");
}

TEST_F(ExpressionTest, NamesInBackquotes) {
  EXPECT_EQ(value("`@timestamp`"), R"("2024-01-31T12:00:00Z")");
  EXPECT_EQ(value("labels.`app.kubernetes.io/name`"), R"("web")");
  EXPECT_EQ(value("timestamp(`@timestamp`).getMonth()"), "0");
  EXPECT_EQ(
      refusal("@timestamp"),
      "expression \"@timestamp\": column 1: \"@\" is not expected here; a field name with such "
      "a character is written in backquotes: `@timestamp`");
}

TEST_F(ExpressionTest, NamesOfTypesAreFieldsToo) {
  EXPECT_EQ(condition("type == 'T' && bytes > 9"), "yes");
  EXPECT_EQ(condition("type(type) == type && string == type('') && type(n) in [int, uint]"), "yes");
  EXPECT_EQ(condition("type(timestamp(`@timestamp`)) == google.protobuf.Timestamp"), "yes");
}

TEST_F(ExpressionTest, Meta) {
  EXPECT_EQ(condition("_meta.id == 'id-1' && _meta.source.endsWith('.gz')"), "yes");
  EXPECT_EQ(value("_meta.timestamp"), R"("2023-11-14T22:13:20.123Z")");
  EXPECT_EQ(condition("_meta.timestamp > timestamp('2023-11-14T22:13:20Z')"), "yes");
  EXPECT_EQ(condition("has(_meta.id) && !has(_meta.errors) && _meta.other == null"), "yes");
  bench_.id.clear();
  bench_.source.clear();
  bench_.timestamp_ms = SLUICE_NO_TIMESTAMP;
  EXPECT_EQ(condition("_meta.id == null && _meta.source == null && _meta.timestamp == null"),
            "yes");
  EXPECT_EQ(condition("has(_meta.id) || has(_meta.timestamp) || has(_meta.source)"), "no");
}

TEST_F(ExpressionTest, GivesValuesOfEvents) {
  EXPECT_EQ(value("duration('1h30m') + duration('0.5s')"), R"("5400.5s")");
  EXPECT_EQ(value("duration('-1.5s')"), R"("-1.5s")");
  EXPECT_EQ(value("b'abc'"), R"("YWJj")");
  EXPECT_EQ(value("{'a': [1, 2u, 'x'], 'b': {1: true}}"), R"({"a":[1,2,"x"],"b":{"1":true}})");
  EXPECT_EQ(value("type(1)"), R"("int")");
  EXPECT_EQ(value("user.?nothing"), "null");
  EXPECT_EQ(value("user.?name.orValue('-') + user.?nothing.orValue('-')"), R"("ann-")");
  EXPECT_EQ(value("1.0 / 0.0"), "null");
}

TEST_F(ExpressionTest, AnErrorCountsOnlyWhenNothingElseDecides) {
  EXPECT_EQ(condition("1 / 0 > 0 || true"), "yes");
  EXPECT_EQ(condition("1 / 0 > 0 && false"), "no");
  EXPECT_EQ(condition("1 / 0 > 0 || false"), "error: column 3: division by zero");
  EXPECT_EQ(condition("[1, 0].exists(x, 1 / x > 0)"), "yes");
  EXPECT_EQ(condition("nothing || true"), "yes");
  EXPECT_EQ(condition("nothing && true"),
            "error: column 1: it needs bool, and the event has null or nothing here");
  EXPECT_EQ(
      condition("nothing"),
      "error: the condition is null for this event: a field that it reads is null or missing");
  EXPECT_EQ(condition("n"), "error: the condition gives int, where bool is needed");
}

TEST_F(ExpressionTest, RefusesWhatCannotWork) {
  struct Refused {
    const char* expression;
    const char* message;
  };
  for (const Refused& r : std::initializer_list<Refused>{
           {"a.startWith('x')",
            "column 3: there is no function \"startWith\"; did you mean \"startsWith\"?"},
           {"a.toLowerCase()",
            "column 3: there is no function \"toLowerCase\"; write a.lowerAscii()"},
           {"a.equals('x')", "column 3: there is no function \"equals\"; write a == b"},
           {"a?.b == 'x'", "column 2: \"?.\" is written \".\"; what is selected from null is null"},
           {"b && ctx.a.b == 'x'",
            "column 6: a field is written without \"ctx.\": a; of a field that is called ctx, "
            "`ctx`.a"},
           {"'a' + 1", "column 5: there is no \"+\" of string and int"},
           {"1 < 'x'", "column 3: there is no \"<\" of int and string"},
           {"1 == 'x'", "column 3: there is no \"==\" of int and string"},
           {"size(5)", "column 1: there is no \"size\" of int"},
           {"size()", "column 1: \"size\" takes 1 argument, not 0"},
           {"a.contains()", "column 3: \"contains\" takes 1 argument, not 0"},
           {"a.substring(1, 2, 3)", "column 3: \"substring\" takes 1 to 2 arguments, not 3"},
           {"startsWith(a, 'x')",
            "column 1: \"startsWith\" is called on a value: x.startsWith(...)"},
           {"a.int()", "column 3: \"int\" is not called on a value: int(x)"},
           {"a.exist(x, x > 1)",
            "column 3: there is no function \"exist\"; did you mean \"exists\"?"},
           {"a.exists(x)", "column 3: \"exists\" is written list.exists(x, condition)"},
           {"a.exists(1, true)",
            "column 10: exists() takes the name of a variable first, such as exists(x, ...)"},
           {"[1].exists(x, x == 'a')", "column 17: there is no \"==\" of int and string"},
           {"[1].exists(x, x + 1)", "column 17: exists() needs bool, found int"},
           {"1 && true", "column 1: \"&&\" needs bool, found int"},
           {"!'x'", "column 2: \"!\" needs bool, found string"},
           {"'x' ? 1 : 2", "column 1: what stands before \"?\" needs bool, found string"},
           {"'a'.b", "column 5: string has no field \"b\""},
           {"[1]['a']", "column 5: a list's items have an int as index, found string"},
           {"'x' in 'xyz'", "column 5: there is no \"in\" of string and string"},
           {"'x' in [1]", "column 5: there is no \"in\" of string and list(int)"},
           {"a.matches('[')", "column 11: the pattern is not one of RE2: missing ]: ["},
           {"timestamp('today')",
            "column 1: \"today\" is no timestamp such as \"2024-01-31T12:00:00Z\""},
           {"a = 1", "column 3: \"=\" is no operator; equality is \"==\""},
           {"a & b", "column 3: \"&\" is no operator; \"and\" is \"&&\""},
           {"${a} == 1",
            "column 1: \"$\" is not expected here; a field is written as its name alone: a.b"},
           {"a and b", "column 3: \"and\" is written \"&&\""},
           {"a ==", "column 5: expected a value, found the end"},
           {"a b", "column 3: expected an operator or the end, found \"b\""},
           {"(a", "column 3: expected \")\", found the end"},
           {"'abc", "column 1: a quote opens a string that no quote closes"},
           {"'\\q'", "column 2: no such escape; a backslash itself is written \"\\\\\""},
           {"9223372036854775808",
            "column 1: the number 9223372036854775808 does not fit into an int; a uint is written "
            "with a \"u\" behind"},
           {"package == 1",
            "column 1: \"package\" is a reserved word; a field of that name is written `package`"},
           {"", "column 1: there is nothing to evaluate"},
           {"a.b{}", "column 4: expected an operator or the end, found \"{\""},
       }) {
    EXPECT_EQ(refusal(r.expression),
              "expression \"" + std::string(r.expression) + "\": " + r.message);
  }
  EXPECT_EQ(refusal("1 + 1", Kind::boolean),
            "expression \"1 + 1\": column 3: this gives int, where bool is needed");
  EXPECT_EQ(
      refusal("a ==\n  ü.b(1)"),
      "expression \"a ==   ü.b(1)\": line 2, column 3: \"ü\" is not expected here; a field name "
      "with such a character is written in backquotes: `@timestamp`");
}

// The examples that the README opens with.
TEST_F(ExpressionTest, ExamplesOfTheReadmeCompile) {
  std::ifstream file(CEL_README);
  size_t examples = 0;
  bool is_example = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "```") {
      if (is_example) break;
      is_example = true;
    } else if (is_example) {
      EXPECT_EQ(refusal(line), "");
      ++examples;
    }
  }
  EXPECT_GE(examples, 7u);
}

TEST_F(ExpressionTest, TellsWhatItGives) {
  EXPECT_EQ(Expression::compile("a == 1")->kind(), Kind::boolean);
  EXPECT_EQ(Expression::compile("a")->kind(), Kind::dynamic);
  EXPECT_EQ(Expression::compile("a + 'x'")->kind(), Kind::text);
  EXPECT_EQ(Expression::compile(" a // comment")->text(), " a // comment");
}

TEST_F(ExpressionTest, CtxIsAFieldWhereItIsMeant) {
  EXPECT_EQ(bench_.value("`ctx`.a", R"({"ctx":{"a":1}})"), "1");
  EXPECT_EQ(bench_.value("[{'a': 2}].map(ctx, ctx.a)"), "[2]");
  EXPECT_EQ(bench_.value("ctx", R"({"ctx":3})"), "3");
  EXPECT_EQ(bench_.value("true ?.5 : 1.0"), "0.5");
}

}  // namespace
}  // namespace sluice::cel::testing
