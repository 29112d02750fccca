// Grok expressions and the standard patterns.
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <map/text/grok_pattern.hpp>

#include "grok_examples.hpp"

namespace sluice {
namespace {

using testing::GrokExample;

std::string compile_error(std::string_view expression, const GrokDefinitions& own = {}) {
  const Result<GrokPattern> pattern = GrokPattern::compile(expression, own);
  return pattern ? "" : pattern.error().message;
}

// `name=text` of each field that took part, in order.
std::string fields_of(std::string_view expression, std::string_view text,
                      const GrokDefinitions& own = {}) {
  Result<GrokPattern> pattern = GrokPattern::compile(expression, own);
  if (!pattern) return pattern.error().message;
  if (!pattern->match(text)) return "no match";
  std::string all;
  for (const GrokPattern::Field& field : pattern->fields()) {
    const std::string_view value = pattern->value(field);
    if (value.data() == nullptr) continue;
    all.append(all.empty() ? "" : "|").append(field.name).append("=").append(value);
  }
  return all;
}

std::vector<GrokExample> all_examples() {
  std::vector<GrokExample> all;
  for (const auto& some : {testing::basic_grok_examples(), testing::log_grok_examples(),
                           testing::cisco_grok_examples(), testing::watching_grok_examples()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

TEST(GrokLibrary, EveryPatternMatchesItsExampleAndNotTheOther) {
  for (const GrokExample& example : all_examples()) {
    Result<GrokPattern> pattern =
        GrokPattern::compile("\\A(?:%{" + std::string(example.name) + "})\\z");
    ASSERT_TRUE(pattern.ok()) << example.name << ": " << pattern.error().message;
    EXPECT_TRUE(pattern->match(example.match)) << example.name << " on " << example.match;
    EXPECT_FALSE(pattern->match(example.other)) << example.name << " on " << example.other;
  }
}

TEST(GrokLibrary, NamesAreUniqueAndEachHasAnExample) {
  std::set<std::string_view> shown;
  for (const GrokExample& example : all_examples()) shown.insert(example.name);
  std::set<std::string_view> names;
  for (const auto& family : grok_families()) {
    for (const GrokDefinition& definition : family) {
      EXPECT_TRUE(names.insert(definition.name).second) << definition.name << " is there twice";
      EXPECT_EQ(shown.count(definition.name), 1u) << definition.name << " has no example";
    }
  }
  EXPECT_EQ(names, shown);
}

TEST(GrokLibrary, TheReadmeNamesAllPatterns) {
  std::ifstream file(GROK_README);
  const std::string readme((std::istreambuf_iterator<char>(file)), {});
  for (const auto& family : grok_families()) {
    for (const GrokDefinition& definition : family) {
      EXPECT_NE(readme.find("`" + std::string(definition.name) + "`"), std::string::npos)
          << definition.name;
    }
  }
}

TEST(GrokPattern, FieldsOfLogLines) {
  EXPECT_EQ(fields_of("%{SYSLOGLINE}", "May  1 10:00:00 ip-10-0-0-1 sshd[411]: Accepted key: x"),
            "timestamp=May  1 10:00:00|logsource=ip-10-0-0-1|program=sshd|pid=411"
            "|message=Accepted key: x");
  EXPECT_EQ(fields_of("%{SYSLOGLINE}", "May 11 10:00:00 web1 kernel: [12.5] eth0: link up"),
            "timestamp=May 11 10:00:00|logsource=web1|program=kernel|message=[12.5] eth0: link up");
  EXPECT_EQ(fields_of("%{SYSLOG5424LINE}",
                      R"(<34>1 2024-05-01T10:00:00Z web1 su - ID47 [a@1 k="v]"] 'su root' failed)"),
            "syslog5424_pri=34|syslog5424_ver=1|syslog5424_ts=2024-05-01T10:00:00Z"
            R"(|syslog5424_host=web1|syslog5424_app=su|syslog5424_msgid=ID47)"
            R"(|syslog5424_sd=[a@1 k="v]"]|syslog5424_msg='su root' failed)");
  EXPECT_EQ(fields_of("%{SYSLOG5424LINE}", "<13>1 - - - - - -"),
            "syslog5424_pri=13|syslog5424_ver=1");
  EXPECT_EQ(
      fields_of("%{COMBINEDAPACHELOG}",
                R"(192.0.2.7 - ana [01/May/2024:10:00:00 +0200] "GET /a HTTP/1.1" 200 12 "-" "c")"),
      "clientip=192.0.2.7|ident=-|auth=ana|timestamp=01/May/2024:10:00:00 +0200|verb=GET"
      R"(|request=/a|httpversion=1.1|response=200|bytes=12|referrer="-"|agent="c")");
  EXPECT_EQ(fields_of("%{SYSLOGPAMSESSION}",
                      "May  1 10:00:00 web1 sshd[411]: pam_unix(sshd:session): session opened for "
                      "user ana by (uid=0)"),
            "timestamp=May  1 10:00:00|logsource=web1|program=sshd|pid=411"
            "|message=pam_unix(sshd:session): session opened for user ana by (uid=0)"
            "|pam_module=pam_unix|pam_caller=sshd:session|pam_session_state=opened|username=ana"
            "|pam_by=(uid=0)");
}

TEST(GrokPattern, Syntax) {
  EXPECT_EQ(fields_of("%{IP:client} %{WORD:verb}", "x 192.0.2.7 GET y"),
            "client=192.0.2.7|verb=GET");
  EXPECT_EQ(fields_of("a(b|c)+ (?<d.e>\\h+)", "acb 0fF"), "d.e=0fF");
  EXPECT_EQ(fields_of("(?P<x>\\d)", "7"), "x=7");
  EXPECT_EQ(fields_of("(?i)ERR%{WORD:w}", "errors"), "no match");  // \b within a word
  EXPECT_EQ(fields_of("(?i:ERR) %{WORD:w}", "err x"), "w=x");
  EXPECT_EQ(fields_of("%{WORD:a}|%{INT:b}", "-"), "no match");
  EXPECT_EQ(fields_of("%{A:v}", "x1", {{"A", "%{B}[0-9]"}, {"B", "[x]"}}), "v=x1");
  EXPECT_EQ(fields_of("%{INT:n}", "m12", {{"INT", "m"}}), "n=m");  // its own come first
  EXPECT_EQ(fields_of("[%{](\\)|\\[)", "%)"), "");
  EXPECT_EQ(fields_of("[]()]%{INT:n}", "(5"), "n=5");
  EXPECT_EQ(fields_of("[[:alpha:](]%{INT:n}", "(5"), "n=5");
  EXPECT_EQ(fields_of("%%{INT:n}", "%5"), "n=5");
  EXPECT_EQ(fields_of("^b%{INT:n}$", "a1\nb2\nc3"), "n=2");
  EXPECT_EQ(fields_of("(?:%{INT:n}|x %{WORD:n})", "x a"), "n=a");  // the group that took part
  EXPECT_EQ(fields_of("%{DATA:d};", ";"), "d=");
  EXPECT_EQ(fields_of("%{GREEDYDATA:g}", "größe 漢字"), "g=größe 漢字");
  EXPECT_EQ(grok_path("[a][b.c]"), R"(["a"]["b.c"])");
  EXPECT_EQ(grok_path("a.b"), "a.b");
}

TEST(GrokPattern, Types) {
  const Result<GrokPattern> pattern = GrokPattern::compile(
      "%{INT:i:int} %{INT:l:long} %{NUMBER:f:float} %{NUMBER:d:double} %{WORD:b:boolean} "
      "%{WORD:w}");
  ASSERT_TRUE(pattern.ok());
  std::string types;
  for (const auto& field : pattern->fields()) types += "tirb"[static_cast<int>(field.type)];
  EXPECT_EQ(types, "iirrbt");
}

TEST(GrokPattern, Errors) {
  EXPECT_EQ(compile_error("%{IPP:x}"), R"(grok: there is no pattern "IPP"; did you mean "IP"?)");
  EXPECT_EQ(compile_error("%{SYSLOGLIN}"),
            R"(grok: there is no pattern "SYSLOGLIN"; did you mean "SYSLOGLINE"?)");
  EXPECT_EQ(compile_error("%{QWERTYUIOP}"), R"(grok: there is no pattern "QWERTYUIOP")");
  EXPECT_EQ(compile_error("%{A}", {{"A", "x%{B}"}, {"B", "%{A}y"}}),
            R"(grok: the pattern "A" contains itself: A > B > A)");
  EXPECT_EQ(compile_error("%{INT"), R"(grok pattern "%{INT": expected "}" after "%{")");
  EXPECT_EQ(compile_error("%{}"),
            R"(grok: "%{}" does not name a pattern; it is written %{NAME}, %{NAME:field} or )"
            "%{NAME:field:type}");
  EXPECT_EQ(compile_error("%{INT:}"), R"(grok: "%{INT:}" names no field after the colon)");
  EXPECT_EQ(
      compile_error("%{INT:n:number}"),
      R"(grok: there is no type "number"; the types are int, long, float, double and boolean)");
  EXPECT_EQ(compile_error("%{INT:n:int} %{INT:n}"), R"(grok: the field "n" has two types)");
  EXPECT_EQ(compile_error("a(?=b)"),
            R"re(grok pattern "a(?=b)": RE2, which runs it, has no look-ahead, "(?=" or "(?!")re");
  EXPECT_EQ(
      compile_error("(?<!a)b"),
      R"re(grok pattern "(?<!a)b": RE2, which runs it, has no look-behind, "(?<=" or "(?<!")re");
  EXPECT_NE(compile_error("(a").find("missing )"), std::string::npos);
  EXPECT_NE(compile_error("(?<x").find("without a name"), std::string::npos);
}

// What grows without bound by its definitions is refused, not compiled.
TEST(GrokPattern, ExpansionIsBounded) {
  GrokDefinitions own{{"P0", "aaaaaaaaaaaaaaaa"}};
  for (int i = 1; i < 40; ++i) {
    const std::string below = "%{P" + std::to_string(i - 1) + "}";
    own["P" + std::to_string(i)] = below + below;
  }
  EXPECT_EQ(compile_error("%{P39}", own), "a grok pattern expands to more than 256 KiB");
}

}  // namespace
}  // namespace sluice
