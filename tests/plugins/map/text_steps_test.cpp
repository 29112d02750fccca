// The steps of `map` that work on text.
#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using sluice::Batch;
using sluice::MapTransform;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

class TextSteps : public MapTest {
 protected:
  // What the first failure says; the event must be unchanged but for _meta.
  std::string failure(const std::string& steps, const std::string& event) {
    const std::string result = apply(steps, event);
    EXPECT_EQ(without_errors(result), event) << steps;
    const std::string mark = "\"message\":\"";
    const size_t at = result.find(mark);
    if (at == std::string::npos) return "no failure: " + result;
    std::string message = result.substr(at + mark.size());
    message = message.substr(0, message.rfind("\"}]"));
    std::string plain;
    for (size_t i = 0; i < message.size(); ++i) {
      if (message[i] == '\\' && i + 1 < message.size()) ++i;
      plain += message[i];
    }
    return plain;
  }
};

TEST_F(TextSteps, CaseAndTrim) {
  check({
      {R"([{"lowercase":"a.b"}])", R"({"a":{"b":"ÄbC"}})", R"({"a":{"b":"äbc"}})"},
      {R"([{"uppercase":["a","b"]}])", R"({"a":"x","b":["y","é"]})", R"({"a":"X","b":["Y","É"]})"},
      {R"([{"lowercase":{"field":"A","target_field":"b.c"}}])", R"({"A":"X\"Y"})",
       R"({"A":"X\"Y","b":{"c":"x\"y"}})"},
      {R"([{"trim":"a"}])", R"({"a":"\t x y \n"})", R"({"a":"x y"})"},
      {R"([{"trim":"a"}])", R"({"a":""})", R"({"a":""})"},
      {R"([{"trim":"gone"}])", R"({"a":" "})", R"({"a":" "})"},
      {R"([{"lowercase":"a"}])", R"({"a":[]})", R"({"a":[]})"},
  });
  EXPECT_EQ(failure(R"([{"lowercase":"a"}])", R"({"a":5})"), R"("a" holds a number, not text)");
  EXPECT_EQ(failure(R"([{"trim":"a"}])", R"({"a":["x",{}]})"),
            R"(item 1 of "a" is an object, not text)");
  EXPECT_EQ(init_error(R"([{"trim":"a..b"}])").substr(0, 11), R"(path "a..b")");
}

// As for ignore_missing of Elasticsearch.
TEST_F(TextSteps, NullIsAsAMissingField) {
  const std::vector<std::string> steps = {
      R"("lowercase":"a")",
      R"("trim":{"field":"a","target_field":"b"})",
      R"("urldecode":"a")",
      R"("gsub":{"field":"a","pattern":"x","replacement":""})",
      R"("split":{"field":"a","separator":","})",
      R"("join":{"field":"a","separator":","})",
      R"("dissect":{"field":"a","pattern":"%{b}"})",
      R"("grok":{"field":"a","patterns":["%{WORD:b}"]})",
      R"("kv":{"field":"a","field_split":" ","value_split":"="})",
      R"("csv":{"field":"a","target_fields":["b"]})",
      R"("uri_parts":{"field":"a"})",
      R"("json":{"field":"a"})",
      R"("json":{"field":"a","add_to_root":true})",
      R"("convert":{"a":"string"})",
      R"("lookup":{"field":"a","table":{"x":1}})",
  };
  for (const std::string& step : steps) {
    EXPECT_EQ(apply("[{" + step + "}]", R"({"a":null})"), R"({"a":null})") << step;
    const std::string why = failure("[{" + step + R"(,"ignore_missing":false}])", R"({"a":null})");
    EXPECT_TRUE(why == "\"a\" is null" || why == "\"a\" is missing or null") << step << why;
  }
  EXPECT_EQ(host_.counter("missing"), steps.size());
  EXPECT_EQ(failure(R"([{"lowercase":"a","ignore_missing":false}])", "{\"b\":1}"),
            "\"a\" is missing");
}

TEST_F(TextSteps, UrlDecode) {
  check({
      {R"([{"urldecode":"a"}])", R"({"a":"x%20y+%C3%A9"})", R"({"a":"x y é"})"},
      {R"([{"urldecode":{"field":"a","plus":"keep"}}])", R"({"a":"x%20y+"})", R"({"a":"x y+"})"},
      {R"([{"urldecode":["a","b"]}])", R"({"a":["%41","b"],"b":"%22"})",
       R"({"a":["A","b"],"b":"\""})"},
  });
  EXPECT_EQ(failure(R"([{"urldecode":"a"}])", R"({"a":"100%"})"),
            R"("a" holds a "%" without two hexadecimal digits)");
  EXPECT_EQ(failure(R"([{"urldecode":"a"}])", R"({"a":"%ff"})"),
            R"("a" decodes to what is not UTF-8)");
}

TEST_F(TextSteps, Gsub) {
  const auto gsub = [](const std::string& pattern, const std::string& replacement) {
    return R"([{"gsub":{"field":"a","pattern":")" + pattern + R"(","replacement":")" + replacement +
           "\"}}]";
  };
  check({
      {gsub("b+", "-"), R"({"a":"abbcbd"})", R"({"a":"a-c-d"})"},
      {gsub("(a)(b)?", "[$2|$1|$0]"), R"({"a":"abaz"})", R"({"a":"[b|a|ab][|a|a]z"})"},
      {gsub("x*", "-"), R"({"a":"aüx"})", R"({"a":"-a-ü--"})"},
      {gsub("\\\\.", "\\\\$"), R"({"a":"1.2"})", R"({"a":"1$2"})"},
      {gsub("^", ">"), R"({"a":""})", R"({"a":">"})"},
      {gsub("q", "-"), R"({"a":"no \"match\""})", R"({"a":"no \"match\""})"},
      {gsub("\\\\d", "#"), R"({"a":["1a","22"]})", R"({"a":["#a","##"]})"},
      {gsub("(?i)ÄB", "x"), R"({"a":"äb ÄB"})", R"({"a":"x x"})"},
  });
  std::string at;
  EXPECT_EQ(init_error(gsub("(a", "x"), &at), R"(pattern "(a": missing ))");
  EXPECT_EQ(at, R"("(a")");
  EXPECT_EQ(init_error(gsub("a", "$1"), &at),
            R"(the replacement "$1" names group 1, but the pattern has 0)");
  EXPECT_EQ(at, R"("$1")");
}

TEST_F(TextSteps, SplitAndJoin) {
  const auto split = [](const std::string& separator, const std::string& more = "") {
    return R"([{"split":{"field":"a","separator":")" + separator + "\"" + more + "}}]";
  };
  check({
      {split(","), R"({"a":"x,,y,,"})", R"({"a":["x","","y"]})"},
      {split(",", R"(,"preserve_trailing":true)"), R"({"a":"x,,"})", R"({"a":["x","",""]})"},
      {split("\\\\s+"), R"({"a":" x \ty"})", R"({"a":["","x","y"]})"},
      {split("x*"), R"({"a":"aüxb"})", R"({"a":["a","ü","","b"]})"},
      {split(","), R"({"a":""})", R"({"a":[""]})"},
      {split(","), R"({"a":",,"})", R"({"a":[""]})"},
      {split("→", R"(,"target_field":"b")"), R"({"a":"x→y"})", R"({"a":"x→y","b":["x","y"]})"},
      {R"([{"join":{"field":"a","separator":"-"}}])",
       R"({"a":["x",1.50,true,"",12345678901234567890]})",
       R"({"a":"x-1.50-true--12345678901234567890"})"},
      {R"([{"join":{"field":"a","separator":""}}])", R"({"a":[]})", R"({"a":""})"},
  });
  EXPECT_EQ(failure(split(","), R"({"a":["x"]})"), R"("a" holds a list, not text)");
  EXPECT_EQ(failure(R"([{"join":{"field":"a","separator":"-"}}])", R"({"a":"x"})"),
            R"("a" holds text, not a list)");
  EXPECT_EQ(failure(R"([{"join":{"field":"a","separator":"-"}}])", R"({"a":["x",null]})"),
            R"(item 1 of "a" is null, not text, a number or a boolean)");
  EXPECT_EQ(init_error(split("")), "a separator cannot be empty");
}

TEST_F(TextSteps, Dissect) {
  const auto dissect = [](const std::string& pattern, const std::string& more = "") {
    return R"([{"dissect":{"field":"m","pattern":")" + pattern + "\"" + more + "}}]";
  };
  check({
      {dissect("%{a.b} %{a.c} %{[\\\"x.y\\\"]}"), R"({"m":"1 2 3"})",
       R"({"m":"1 2 3","a":{"b":"1","c":"2"},"x.y":"3"})"},
      {dissect("%{+a} %{+a}", R"(,"append_separator":"\"")"), R"({"m":"1 2"})",
       R"({"m":"1 2","a":"1\"2"})"},
      {dissect("%{*k}=%{&k}"), R"({"m":"a.b=\"q\""})", R"({"m":"a.b=\"q\"","a.b":"\"q\""})"},
      {dissect("%{m} %{x}"), R"({"m":"1 2"})", R"({"m":"1","x":"2"})"},
      {dissect("%{x}", R"(,"override":false)"), R"({"m":"1","x":0})", R"({"m":"1","x":0})"},
  });
  EXPECT_EQ(failure(dissect("%{a}:%{b}"), R"({"m":"1 2"})"),
            R"("m" does not have the shape of the pattern)");
  EXPECT_EQ(failure(dissect("%{a}"), R"({"m":7})"), R"("m" holds a number, not text)");
  // Nothing is written when one of the places is barred.
  EXPECT_EQ(failure(dissect("%{a} %{z.b}"), R"({"m":"1 2","z":5})"),
            R"("z" holds a number, not an object)");
  EXPECT_EQ(failure(dissect("%{*k}=%{&k}"), R"({"m":"=1"})"),
            R"("m" has no text for the name of a field)");
  EXPECT_EQ(init_error(dissect("%{a} %{a.b}")), R"("a" and "a.b" cannot both be written)");
  EXPECT_EQ(init_error(dissect("%{_meta.id}")).substr(0, 27), R"(cannot write to "_meta.id":)");
  EXPECT_NE(init_error(dissect("%{a..b}")).find("expected a field name"), std::string::npos);
}

TEST_F(TextSteps, Grok) {
  const auto grok = [](const std::string& patterns, const std::string& more = "") {
    return R"([{"grok":{"field":"m","patterns":[)" + patterns + "]" + more + "}}]";
  };
  check({
      {grok(R"("%{IP:client.ip} %{INT:n:int} %{NUMBER:f:float} %{WORD:b:boolean}")"),
       R"({"m":"x 192.0.2.7 +42 -1.5 TRUE"})",
       R"({"m":"x 192.0.2.7 +42 -1.5 TRUE","client":{"ip":"192.0.2.7"},"n":42,"f":-1.5,"b":true})"},
      {grok(R"("a %{INT:n}","%{WORD:w}","%{WORD:never}")"), R"({"m":"hello"})",
       R"({"m":"hello","w":"hello"})"},
      {grok(R"("^%{NUMBER:a:float} %{NUMBER:b:float}")"), R"({"m":"0.000073 +1.50"})",
       R"({"m":"0.000073 +1.50","a":0.000073,"b":1.50})"},
      {grok(R"("%{NAME:[a][b.c]}")", R"(,"pattern_definitions":{"NAME":"x+"})"), R"({"m":"axxa"})",
       R"({"m":"axxa","a":{"b.c":"xx"}})"},
      {grok(R"("%{INT:n}","%{WORD:w}")", R"(,"trace_match":true)"), R"({"m":"x"})",
       R"({"m":"x","w":"x","_meta":{"grok_match_index":1}})"},
      {grok(R"("%{GREEDYDATA:m}")"), R"({"m":"a \"b\""})", R"({"m":"a \"b\""})"},
      {grok(R"("no fields")"), R"({"m":"no fields here"})", R"({"m":"no fields here"})"},
  });
  EXPECT_EQ(failure(grok(R"("%{INT:n}")"), R"({"m":"x"})"), R"(the pattern is not found in "m")");
  EXPECT_EQ(failure(grok(R"("%{INT:n}","%{IP:i}")"), R"({"m":"x"})"),
            R"(none of the 2 patterns is found in "m")");
  EXPECT_EQ(failure(grok(R"("%{WORD:n:int}")"), R"({"m":"x"})"),
            R"(what is found for "n" is no integer of 64 bits)");
  EXPECT_EQ(failure(grok(R"("%{INT:n:int}")"), R"({"m":"99999999999999999999"})"),
            R"(what is found for "n" is no integer of 64 bits)");
  EXPECT_EQ(failure(grok(R"("%{INT:a.b}")"), R"({"m":"1","a":"x"})"),
            R"("a" holds text, not an object)");
  std::string at;
  EXPECT_EQ(init_error(grok(R"("%{IPV5:x}")"), &at),
            R"(grok: there is no pattern "IPV5"; did you mean "IPV4"?)");
  EXPECT_EQ(at, R"("%{IPV5:x}")");
  EXPECT_EQ(init_error(grok("")), "grok needs at least one pattern");
  EXPECT_EQ(init_error(grok(R"("%{INT:a} %{INT:a.b}")")),
            R"("a" and "a.b" cannot both be written)");
}

TEST_F(TextSteps, Kv) {
  const auto kv = [](const std::string& fields, const std::string& values,
                     const std::string& more = "") {
    return R"([{"kv":{"field":"m","field_split":")" + fields + R"(","value_split":")" + values +
           "\"" + more + "}}]";
  };
  check({
      {kv(" ", "="), R"({"m":"a=1  b=x=y c="})",
       R"({"m":"a=1  b=x=y c=","a":"1","b":"x=y","c":""})"},
      {kv("&", "=", R"(,"target_field":"q.p")"), R"({"m":"a=1&a=2&b=3&a=4"})",
       R"({"m":"a=1&a=2&b=3&a=4","q":{"p":{"a":["1","2","4"],"b":"3"}}})"},
      {kv("[,;]\\\\s*", "\\\\s*:\\\\s*"), R"({"m":"a : 1, b:2;c: 3"})",
       R"({"m":"a : 1, b:2;c: 3","a":"1","b":"2","c":"3"})"},
      {kv(" ", "=", R"(,"prefix":"p_","include_keys":["a","c"],"exclude_keys":["c"])"),
       R"({"m":"a=1 b=2 c=3"})", R"({"m":"a=1 b=2 c=3","p_a":"1"})"},
      {kv(",", "=", R"(,"trim_key":" <","trim_value":" >")"), R"({"m":"<a = 1>, b =2 "})",
       R"({"m":"<a = 1>, b =2 ","a":"1","b":"2"})"},
      {kv(" ", "=", R"(,"strip_brackets":true)"), R"({"m":"a='x y' b=(1) c=[z w] d=<q> e='o"})",
       R"({"m":"a='x y' b=(1) c=[z w] d=<q> e='o","a":"x y","b":"1","c":"z w","d":"q","e":"'o"})"},
      {kv(" ", "="), R"({"m":"a.b=1"})", R"({"m":"a.b=1","a.b":"1"})"},
      {kv(" ", "=", R"(,"override":false)"), R"({"m":"a=1 b=2","a":0})",
       R"({"m":"a=1 b=2","a":0,"b":"2"})"},
      {kv(" ", "="), R"({"m":""})", R"({"m":""})"},
  });
  EXPECT_EQ(failure(kv(" ", "="), R"({"m":"a=1 b"})"),
            R"("m" has a part without what separates a key from its value)");
  EXPECT_EQ(failure(kv(" ", "="), R"({"m":"=1"})"), R"("m" has a value without a key)");
  EXPECT_EQ(failure(kv(" ", "=", R"(,"target_field":"z")"), R"({"m":"a=1","z":"x"})"),
            R"("z" holds text, not an object)");
  std::string many = "{\"m\":\"";
  for (int i = 0; i < 1001; ++i) many += "k" + std::to_string(i) + "=v ";
  EXPECT_EQ(failure(kv(" ", "="), many + "\"}"), R"("m" has more than 1000 pairs)");
  EXPECT_EQ(init_error(kv("|", "=")),
            R"("field_split" is a pattern that can match nothing, so it separates nothing; a )"
            R"(character such as | is written \|)");
  EXPECT_EQ(init_error(kv(" ", "")), "a separator cannot be empty");
  EXPECT_EQ(init_error(kv(" ", "=", R"(,"trim_key":"é")")),
            R"("trim_key" takes ASCII characters only)");
}

TEST_F(TextSteps, Csv) {
  const auto csv = [](const std::string& targets, const std::string& more = "") {
    return R"([{"csv":{"field":"m","target_fields":[)" + targets + "]" + more + "}}]";
  };
  check({
      {csv(R"("a","b.c","d")"), R"({"m":"1,\"x \"\"y\"\"\",,9"})",
       R"({"m":"1,\"x \"\"y\"\"\",,9","a":"1","b":{"c":"x \"y\""}})"},
      {csv(R"("a","b")", R"(,"empty_value":{"k":0})"), R"({"m":","})",
       R"({"m":",","a":{"k":0},"b":{"k":0}})"},
      {csv(R"("a","b")", R"(,"separator":"|","quote":"'","trim":true)"), R"({"m":" x | 'y|z' "})",
       R"({"m":" x | 'y|z' ","a":"x","b":"y|z"})"},
      {csv(R"("a","b")"), R"({"m":"x\n"})", R"({"m":"x\n","a":"x"})"},
      {csv(R"("a")"), R"({"m":""})", R"({"m":""})"},
  });
  EXPECT_EQ(failure(csv(R"("a")"), R"({"m":"\"x"})"), R"("m" holds a quote is not closed)");
  EXPECT_EQ(failure(csv(R"("a")"), R"({"m":"x\ny"})"), R"("m" holds more than one line)");
  EXPECT_EQ(init_error(csv("")), R"(csv needs at least one of "target_fields")");
  EXPECT_EQ(init_error(csv(R"("a","a")")), R"("a" is written twice)");
  EXPECT_EQ(init_error(csv(R"("a")", R"(,"separator":"::")")),
            R"("separator" must be one ASCII character)");
  EXPECT_EQ(init_error(csv(R"("a")", R"(,"quote":",")")),
            R"("separator" and "quote" are the same)");
}

TEST_F(TextSteps, UriParts) {
  check({
      {R"([{"uri_parts":{"field":"u","keep_original":false}}])",
       R"({"u":"https://a:b%3A@h.example:81/x%20y/z.png?q=%26#f","url":{"k":1}})",
       R"({"u":"https://a:b%3A@h.example:81/x%20y/z.png?q=%26#f","url":{"k":1,"scheme":"https",)"
       R"("domain":"h.example","port":81,"path":"/x y/z.png","extension":"png","query":"q=&",)"
       R"("fragment":"f","user_info":"a:b:","username":"a","password":"b:"}})"},
      {R"([{"uri_parts":{"field":"url","target_field":"url"}}])", R"({"url":"http://h/"})",
       R"({"url":{"original":"http://h/","scheme":"http","domain":"h","path":"/"}})"},
      {R"([{"uri_parts":{"field":"u","remove_if_successful":true,"keep_original":false}}])",
       R"({"u":"/p?x=%ff"})", R"({"url":{"path":"/p","query":"x=%ff"}})"},
      {R"([{"uri_parts":{"field":"u","override":false}}])", R"({"u":"/p","url":"kept"})",
       R"({"u":"/p","url":"kept"})"},
  });
  EXPECT_EQ(failure(R"([{"uri_parts":{"field":"u"}}])", R"({"u":"http://a b"})"),
            R"("u" is no URI: it holds a blank)");
  EXPECT_EQ(
      failure(R"([{"uri_parts":{"field":"u","target_field":"x.y"}}])", R"({"u":"http://a","x":1})"),
      R"("x" holds a number, not an object)");
}

TEST_F(TextSteps, MissingFieldsArePassedOver) {
  for (const char* step :
       {R"({"dissect":{"field":"x","pattern":"%{a}"}})",
        R"({"grok":{"field":"x","patterns":["a"]}})",
        R"({"kv":{"field":"x","field_split":" ","value_split":"="}})",
        R"({"csv":{"field":"x","target_fields":["a"]}})", R"({"uri_parts":{"field":"x"}})"}) {
    EXPECT_EQ(apply("[" + std::string(step) + "]", R"({"m":1})"), R"({"m":1})") << step;
  }
  EXPECT_EQ(host_.counter("missing"), 5u);
  EXPECT_EQ(failure(R"([{"grok":{"field":"x.y","patterns":["a"],"ignore_missing":false}}])",
                    R"({"m":1})"),
            R"("x.y" is missing)");
}

TEST_F(TextSteps, NoHeapAllocationForAnEvent) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[
      {"grok":{"field":"m","patterns":["(?<ip>\\S+) %{WORD:verb} %{NUMBER:n:int} (?<rest>.*)$"]}},
      {"dissect":{"field":"m","pattern":"%{d.a} %{+d.b} %{+d.b} %{}"}},
      {"kv":{"field":"rest","field_split":" ","value_split":"="}},
      {"gsub":{"field":"verb","pattern":"[AEIOU]","replacement":"-"}},
      {"split":{"field":"ip","separator":"\\."}},{"join":{"field":"ip","separator":"."}},
      {"lowercase":"verb"},{"uri_parts":{"field":"u"}},
      {"csv":{"field":"c","target_fields":["x","y"]}}]})"))
                  .ok());
  const std::string event =
      R"({"m":"192.0.2.7 GET 12 a=1 b=2 a=3","u":"http://h/p%20q","c":"1,\"a\"\"b\""})";
  auto warm = host_.events(std::vector<std::string>(10, event));
  ASSERT_TRUE(map.apply(Batch(warm.get())).ok());
  auto batch = host_.events(std::vector<std::string>(1000, event));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 100u);  // blocks of the arena
  EXPECT_EQ(PluginHost::json(batch->events[999]),
            R"({"m":"192.0.2.7 GET 12 a=1 b=2 a=3","u":"http://h/p%20q","c":"1,\"a\"\"b\"",)"
            R"("ip":"192.0.2.7","verb":"g-t","n":12,"rest":"a=1 b=2 a=3","d":{"a":"192.0.2.7",)"
            R"("b":"GET12"},"a":["1","3"],"b":"2","url":{"original":"http://h/p%20q",)"
            R"("scheme":"http","domain":"h","path":"/p q"},"x":"1","y":"a\"b"})");
}

}  // namespace
