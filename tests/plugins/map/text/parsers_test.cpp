// The parsers behind the text steps, on their own: dissect, CSV, URI, case, separators.
#include <gtest/gtest.h>
#include <map/text/csv_reader.hpp>
#include <map/text/dissect_pattern.hpp>
#include <map/text/replacement.hpp>
#include <map/text/separator.hpp>
#include <map/text/uri.hpp>
#include <map/text/utf8_case.hpp>

namespace sluice {
namespace {

std::string dissect(std::string_view pattern_text, std::string_view text) {
  const Result<DissectPattern> pattern = DissectPattern::compile(pattern_text);
  if (!pattern) return pattern.error().message;
  std::vector<std::string_view> values(pattern->value_count());
  if (!pattern->match(text, values)) return "no match";
  std::string all;
  for (const DissectPattern::Key& key : pattern->keys()) {
    all.append(all.empty() ? "" : "|").append(key.name).append("=");
    for (const uint32_t part : key.parts)
      all.append(part == key.parts[0] ? "" : "+").append(values[part]);
  }
  for (const DissectPattern::Reference& reference : pattern->references()) {
    all.append("|").append(values[reference.name]).append("->").append(values[reference.value]);
  }
  return all;
}

TEST(Dissect, CutsWhereTheTextStands) {
  EXPECT_EQ(dissect("%{a} %{b}", "x y z"), "a=x|b=y z");
  EXPECT_EQ(dissect("[%{a}] %{b}: %{c}", "[1] two: 3: 4"), "a=1|b=two|c=3: 4");
  EXPECT_EQ(dissect("%{a},%{b},%{c}", "1,,3"), "a=1|b=|c=3");
  EXPECT_EQ(dissect("%{a},%{b}", ","), "a=|b=");
  EXPECT_EQ(dissect("%{a}=%{b};", "x=y; rest"), "a=x|b=y");
  EXPECT_EQ(dissect("%{a}→%{b}", "größe→漢"), "a=größe|b=漢");
  EXPECT_EQ(dissect("%{a} %{b}", "xy"), "no match");
  EXPECT_EQ(dissect("id=%{a}", "no"), "no match");
  EXPECT_EQ(dissect("%{a} %{b}", ""), "no match");
  EXPECT_EQ(dissect("%{a}", ""), "a=");
}

TEST(Dissect, Modifiers) {
  EXPECT_EQ(dissect("%{a->} %{b}", "x    y"), "a=x|b=y");
  EXPECT_EQ(dissect("%{->} %{b}", "x    y"), "b=y");
  EXPECT_EQ(dissect("[%{a}]%{->}[%{b}]", "[x]   [y]"), "a=x|b=y");
  EXPECT_EQ(dissect("%{} %{?skip} %{b}", "x y z"), "b=z");
  EXPECT_EQ(dissect("%{+a} %{b} %{+a}", "x y z"), "a=x+z|b=y");
  EXPECT_EQ(dissect("%{a} %{b} %{+a}", "x y z"), "a=x+z|b=y");
  EXPECT_EQ(dissect("%{+a/2} %{+a/1} %{+a/3->} %{b}", "x y z   w"), "a=y+x+z|b=w");
  EXPECT_EQ(dissect("%{*k}=%{&k}", "user=ana"), "|user->ana");
  EXPECT_EQ(dissect("%{&k} %{*k} %{x}", "ana user 1"), "x=1|user->ana");
}

TEST(Dissect, Errors) {
  EXPECT_EQ(dissect("abc", ""), R"(dissect pattern "abc": there is no %{key} in it at position 4)");
  EXPECT_EQ(dissect("%{a", ""), R"(dissect pattern "%{a": expected "}" at position 4)");
  EXPECT_EQ(dissect("%{a %{b}", ""),
            R"(dissect pattern "%{a %{b}": "%{" is not closed by "}" before the next one at )"
            "position 1");
  EXPECT_EQ(
      dissect("%{a}%{b}", ""),
      R"(dissect pattern "%{a}%{b}": two keys have nothing between them that tells where one )"
      "ends at position 5");
  EXPECT_EQ(dissect("%{a} %{a}", ""),
            R"(dissect pattern "%{a} %{a}": "a" is there twice; %{+a} appends at position 6)");
  EXPECT_EQ(dissect("%{+a/x}", ""),
            R"(dissect pattern "%{+a/x}": expected a number after "/", as in %{+key/2} )"
            "at position 1");
  EXPECT_NE(dissect("%{+}", "").find("needs the key"), std::string::npos);
  EXPECT_NE(dissect("%{*}", "").find("a reference needs a name"), std::string::npos);
  EXPECT_EQ(dissect("%{*k}", ""), R"(dissect pattern "%{*k}": %{*k} has no %{&k} at position 1)");
  EXPECT_NE(dissect("%{*k} %{*k} %{&k}", "").find("must be one"), std::string::npos);
}

// Values are joined with | and records with /; what went wrong ends the text.
std::string csv(std::string_view text, CsvFormat format = {}) {
  CsvReader reader(text, format);
  std::string all;
  while (reader.next_record()) {
    all += all.empty() ? "" : "/";
    CsvValue value{};
    CsvReader::Step step;
    for (bool first = true; (step = reader.next(value)) == CsvReader::Step::value; first = false) {
      std::string out(value.text.size(), '\0');
      out.resize(value.doubled ? undouble(value, format.quote, out.data())
                               : value.text.copy(out.data(), out.size()));
      all += (first ? "" : "|") + out;
    }
    if (step == CsvReader::Step::error) {
      return all + "! " + reader.problem() + " in line " + std::to_string(reader.line());
    }
  }
  return all;
}

TEST(Csv, ReadsRecords) {
  EXPECT_EQ(csv("a,b,c"), "a|b|c");
  EXPECT_EQ(csv("a,,c,"), "a||c|");
  EXPECT_EQ(csv(","), "|");
  EXPECT_EQ(csv(""), "");
  EXPECT_EQ(csv("a\nb\r\nc\rd\n\n"), "a/b/c/d");
  EXPECT_EQ(csv(R"("a,b","say ""hi""","")"), R"(a,b|say "hi"|)");
  EXPECT_EQ(csv("\"two\nlines\",x\ny"), "two\nlines|x/y");
  EXPECT_EQ(csv("größe,漢"), "größe|漢");
  EXPECT_EQ(csv("a;'b;c'", {';', '\'', false}), "a|b;c");
  EXPECT_EQ(csv(" a , \"b\" ,c ", {',', '"', true}), "a|b|c");
  EXPECT_EQ(csv(" a , b", {',', '"', false}), " a | b");
  EXPECT_EQ(csv("a\tb\t\tc", {'\t', '"', true}), "a|b||c");
}

TEST(Csv, Errors) {
  EXPECT_EQ(csv("a\n\"b"), "a/! a quote is not closed in line 2");
  EXPECT_EQ(csv("a\"b"), "! a quote within a value that is not quoted in line 1");
  EXPECT_EQ(csv("\"a\"b"), "! text after the closing quote in line 1");
  EXPECT_EQ(csv("\"a\nb\"\n\"c\"d"), "a\nb/! text after the closing quote in line 3");
}

std::string uri(std::string_view text) {
  const Result<Uri> parsed = parse_uri(text);
  if (!parsed) return parsed.error().message;
  std::string all;
  const auto add = [&all](const char* name, std::string_view part) {
    if (part.data() != nullptr) all.append(name).append("=").append(part).append(" ");
  };
  add("scheme", parsed->scheme);
  add("user", parsed->user_info);
  add("domain", parsed->domain);
  if (parsed->port >= 0) add("port", std::to_string(parsed->port));
  add("path", parsed->path);
  add("ext", path_extension(parsed->path));
  add("query", parsed->query);
  add("fragment", parsed->fragment);
  return all;
}

TEST(UriParser, Parts) {
  EXPECT_EQ(
      uri("https://a:b@example.com:8443/x/y.tar.gz?q=1&r#top"),
      "scheme=https user=a:b domain=example.com port=8443 path=/x/y.tar.gz ext=gz query=q=1&r "
      "fragment=top ");
  EXPECT_EQ(uri("http://[2001:db8::1]:80/"), "scheme=http domain=2001:db8::1 port=80 path=/ ");
  EXPECT_EQ(uri("http://[::1]"), "scheme=http domain=::1 path= ");
  EXPECT_EQ(uri("mailto:ana@example.com"), "scheme=mailto path=ana@example.com ext=com ");
  EXPECT_EQ(uri("/a.b/c?x"), "path=/a.b/c query=x ");
  EXPECT_EQ(uri("//host/p"), "domain=host path=/p ");
  EXPECT_EQ(uri("http://h?"), "scheme=http domain=h path= query= ");
  EXPECT_EQ(uri("http://h:/#"), "scheme=http domain=h path=/ fragment= ");
  EXPECT_EQ(uri("http://u@v@h/"), "scheme=http user=u@v domain=h path=/ ");
  EXPECT_EQ(uri("s3://bucket/key/ü"), "scheme=s3 domain=bucket path=/key/ü ");
  EXPECT_EQ(uri("1http:x"), "path=1http:x ");
}

TEST(UriParser, Errors) {
  EXPECT_EQ(uri(""), "it is empty");
  EXPECT_EQ(uri("http://a b/"), "it holds a blank");
  EXPECT_EQ(uri("http://a\n/"), "it holds a control character");
  EXPECT_EQ(uri("http://h:99999/"), R"(its port "99999" is no number from 0 to 65535)");
  EXPECT_EQ(uri("http://h:x/"), R"(its port "x" is no number from 0 to 65535)");
  EXPECT_EQ(uri("http://h:-1/"), R"(its port "-1" is no number from 0 to 65535)");
  EXPECT_EQ(uri("http://[::1/"), "the bracket around its address is not closed");
  EXPECT_EQ(uri("http://[::1]x/"), "text follows the bracket around its address");
}

std::string decoded(std::string_view text, Plus plus) {
  std::string out(text.size(), '\0');
  size_t size = 0;
  if (!url_decode(text, plus, out.data(), size)) return "error";
  return out.substr(0, size);
}

TEST(UrlDecode, Escapes) {
  EXPECT_EQ(decoded("a%20b+c%2B%c3%A9", Plus::blank), "a b c+é");
  EXPECT_EQ(decoded("a%20b+c", Plus::kept), "a b+c");
  EXPECT_EQ(decoded("%", Plus::kept), "error");
  EXPECT_EQ(decoded("%4", Plus::kept), "error");
  EXPECT_EQ(decoded("%zz", Plus::kept), "error");
  EXPECT_FALSE(needs_url_decode("a+b", Plus::kept));
  EXPECT_TRUE(needs_url_decode("a+b", Plus::blank));
}

std::string cased(std::string_view text, Case wanted) {
  std::string out(cased_capacity(text.size()), '\0');
  out.resize(write_cased(text, wanted, out.data()));
  return out;
}

TEST(Utf8Case, SimpleMappings) {
  EXPECT_EQ(cased("AbZ@[`{09", Case::lower), "abz@[`{09");
  EXPECT_EQ(cased("aBz@[`{09", Case::upper), "ABZ@[`{09");
  EXPECT_EQ(cased("ÄÖÜ ÑÇ ŁŻ ΑΣΩ ЖЯ Ԁ Ꭰ Ａ 𐐀", Case::lower),
            "äöü ñç łż ασω жя ԁ ꭰ ａ 𐐨");
  EXPECT_EQ(cased("äöü ñç łż ασςω жя ÿ ԁ ａ 𐐨", Case::upper), "ÄÖÜ ÑÇ ŁŻ ΑΣΣΩ ЖЯ Ÿ Ԁ Ａ 𐐀");
  EXPECT_EQ(cased("straße ﬁ ŉ", Case::upper), "STRAßE ﬁ ŉ");
  EXPECT_EQ(cased("İ K Å", Case::lower), "i k å");
  EXPECT_EQ(cased("ı ſ", Case::upper), "I S");
  EXPECT_EQ(cased("漢字 ١٢ 🙂", Case::upper), "漢字 ١٢ 🙂");
  EXPECT_EQ(cased("ȺȾ", Case::lower), "ⱥⱦ");  // two bytes become three
  EXPECT_EQ(cased("", Case::lower), "");
}

TEST(Utf8Case, Trim) {
  EXPECT_EQ(trim_text(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim_text("\u00a0\u3000é\u2003\u2028"), "é");
  EXPECT_EQ(trim_text("  "), "");
  EXPECT_EQ(trim_text(""), "");
  EXPECT_EQ(trim_text("漢"), "漢");
}

TEST(SeparatorTest, PlainAndPattern) {
  TextRange found{};
  const auto plain = Separator::compile("\\|");
  ASSERT_TRUE(plain.ok());
  EXPECT_TRUE(plain->find("a|b", 0, found));
  EXPECT_EQ(found.begin, 1u);
  EXPECT_EQ(plain->size_at("a|b", 1), 1u);
  EXPECT_EQ(plain->size_at("a|b", 0), 0u);
  EXPECT_FALSE(plain->can_be_empty());
  const auto pattern = Separator::compile("\\s*,\\s*");
  ASSERT_TRUE(pattern.ok());
  EXPECT_TRUE(pattern->find("a , b", 0, found));
  EXPECT_EQ(found.begin, 1u);
  EXPECT_EQ(found.end, 4u);
  EXPECT_FALSE(pattern->find("ab", 0, found));
  EXPECT_TRUE(Separator::compile(",*")->can_be_empty());
  EXPECT_EQ(Separator::compile("").error().message, "a separator cannot be empty");
  EXPECT_NE(Separator::compile("(a").error().message.find("missing )"), std::string::npos);
}

TEST(ReplacementTest, Parts) {
  const auto parsed = Replacement::parse(R"(a$1\2\$\\$x$)", 2);
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->parts().size(), 3u);
  EXPECT_EQ(parsed->parts()[0].text, "a");
  EXPECT_EQ(parsed->parts()[1].group, 2);
  EXPECT_EQ(parsed->parts()[2].text, R"($\$x$)");
  EXPECT_EQ(parsed->groups_needed(), 3);
  EXPECT_EQ(Replacement::parse("$3", 2).error().message,
            R"(the replacement "$3" names group 3, but the pattern has 2)");
}

TEST(Regex, NamesWhatIsMissing) {
  EXPECT_NE(compile_regex("a++").error().message.find("possessive"), std::string::npos);
  EXPECT_NE(compile_regex("(?>a)").error().message.find("atomic groups"), std::string::npos);
  EXPECT_NE(compile_regex("(a)\\1").error().message.find("back-references"), std::string::npos);
  EXPECT_TRUE(compile_regex("[(?=]").ok());
}

}  // namespace
}  // namespace sluice
