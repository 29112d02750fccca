// The steps of `map` that know something: lookup, redact, fingerprint.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using sluice::Batch;
using sluice::MapTransform;
using sluice::Status;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

class LookupSteps : public MapTest {
 protected:
  LookupSteps() {
    std::string pattern = ::testing::TempDir() + "sluice-lookup-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~LookupSteps() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }
  // The event after the step has started; or what the start says, without the folder.
  std::string run(const std::string& step, const std::string& event) {
    MapTransform map(host_.host());
    Status status = map.init(host_.settings("{\"steps\":[" + step + "]}"));
    if (status.ok()) status = map.start();
    if (!status.ok()) {
      std::string message = status.error().message;
      while (message.find(folder_) != std::string::npos) {
        message.erase(message.find(folder_), folder_.size() + 1);
      }
      return message;
    }
    auto batch = host_.events({event});
    if (status = map.apply(Batch(batch.get())); !status.ok()) return status.error().message;
    return PluginHost::json(batch->events[0]);
  }
  std::string lookup(const std::string& name, const std::string& text, const std::string& more,
                     const std::string& event) {
    return run(R"({"lookup":{"field":"k","file":")" + file(name, text) + "\"" + more + "}}", event);
  }

  std::string folder_;
};

TEST_F(LookupSteps, Csv) {
  const std::string table =
      "id,name,o.team,\"say \"\"x\"\"\"\r\n1,ana,core,\"a,b\"\r\n2,\"b\"\"o\",,\r\n";
  EXPECT_EQ(lookup("t.csv", table, "", R"({"k":"1"})"),
            R"(could not start the step "lookup k": t.csv: path "say "x"": expected "." or "[" (a )"
            R"(key with such characters is written ["key"]) at position 5, found """)");
  const std::string plain = "id,name,o.team\n1,ana,core\n2,\"b\"\"o\",\n";
  EXPECT_EQ(lookup("t.csv", plain, "", R"({"k":"1","o":{"x":0}})"),
            R"({"k":"1","o":{"x":0,"team":"core"},"name":"ana"})");
  EXPECT_EQ(lookup("t.csv", plain, R"(,"target_field":"u.v")", R"({"k":2})"),
            R"({"k":2,"u":{"v":{"name":"b\"o"}}})");
  EXPECT_EQ(lookup("t.csv", plain, R"(,"key_column":"name","value_column":"id")", R"({"k":"ana"})"),
            R"({"k":"1"})");
  EXPECT_EQ(lookup("t.tsv", "k\tv\na b\tx\n", R"(,"value_column":"v")", R"({"k":"a b"})"),
            R"({"k":"x"})");
  EXPECT_EQ(lookup("t.csv",
                   "\xEF\xBB\xBF"
                   "k,v\n1,x\n",
                   "", R"({"k":"1"})"),
            R"({"k":"1","v":"x"})");
}

TEST_F(LookupSteps, JsonAndYaml) {
  EXPECT_EQ(lookup("t.json", R"({"a": {"x": 1.50, "y.z": [1, 2]}, "b": null})", "", R"({"k":"a"})"),
            R"({"k":"a","x":1.50,"y":{"z":[1, 2]}})");
  EXPECT_EQ(lookup("t.json", R"({"a":{"x":1},"true":"yes"})", "", R"({"k":true})"),
            R"({"k":"yes"})");
  const std::string yaml =
      "# table\na: &x {n: 0123, m: 12, 'f g': 1.5e3, t: yes, u: true, v: ~, w: \"5\"}\n"
      "b:\n  deep: {list: [1, two, {three: 3}], empty: [], none: {}}\n404: not found\nc: *x\n";
  EXPECT_EQ(lookup("t.yaml", yaml, "", R"({"k":"a"})"),
            R"({"k":"a","n":"0123","m":12,"f g":1.5e3,"t":"yes","u":true,"v":null,"w":"5"})");
  EXPECT_EQ(lookup("t.yml", yaml, "", R"({"k":"b"})"),
            R"({"k":"b","deep":{"list":[1,"two",{"three":3}],"empty":[],"none":{}}})");
  EXPECT_EQ(lookup("t.yaml", yaml, "", R"({"k":404})"), R"({"k":"not found"})");
  EXPECT_EQ(lookup("t.yaml", "", "", R"({"k":404})"), R"({"k":404})");
}

TEST_F(LookupSteps, DefaultsAndMissingKeys) {
  const std::string table = R"({"lookup":{"field":"k","table":{"a":{"x":1},"b":"B"})";
  EXPECT_EQ(run(table + "}}", R"({"k":"b"})"), R"({"k":"B"})");
  EXPECT_EQ(run(table + "}}", R"({"k":"q"})"), R"({"k":"q"})");
  EXPECT_EQ(host_.counter("missing"), 1u);
  EXPECT_EQ(run(table + R"(,"default":{"x":0}}})", R"({"k":"q"})"), R"({"k":"q","x":0})");
  EXPECT_EQ(run(table + R"(,"default":"none","target_field":"t"}})", R"({"k":"q"})"),
            R"("t.x" and "t" cannot both be written)");
  EXPECT_EQ(run(table + R"(,"override":false}})", R"({"k":"a","x":7})"), R"({"k":"a","x":7})");
  EXPECT_NE(run(table + R"(,"ignore_missing":false}})", R"({"k":"q"})")
                .find(R"(\"k\" holds a key that is not in the table)"),
            std::string::npos);
  EXPECT_NE(run(table + "}}", R"({"k":[1]})").find("holds a list, not text, a number or a boolean"),
            std::string::npos);
}

TEST_F(LookupSteps, FilesThatAreWrong) {
  const std::string start = "could not start the step \"lookup k\": ";
  const std::string event = R"({"k":"1"})";
  EXPECT_EQ(lookup("t.csv", "", "", event),
            start + "t.csv:1: there is no header with column names");
  EXPECT_EQ(lookup("t.csv", "id\n1\n", "", event),
            start + "t.csv:1: a table needs at least two columns");
  EXPECT_EQ(lookup("t.csv", "id,n\n1,a\n\n1,b\n", "", event),
            start + "t.csv:4: the key \"1\" is there twice");
  EXPECT_EQ(lookup("t.csv", "id,n\n1\n", "", event),
            start + "t.csv:2: there are 1 values, but 2 columns");
  EXPECT_EQ(lookup("t.csv", "id,n\n1,\"a\n", "", event), start + "t.csv:2: a quote is not closed");
  EXPECT_EQ(lookup("t.csv", "id,n\n1,a\n", R"(,"key_column":"x")", event),
            start + "t.csv:1: there is no column \"x\"");
  EXPECT_EQ(lookup("t.csv", "id,n\n1,\xff\n", "", event), start + "t.csv:2: the text is not UTF-8");
  EXPECT_EQ(lookup("t.json", "{\n\"a\": 1,\n x}", "", event).substr(0, start.size() + 9),
            start + "t.json:3:");
  EXPECT_EQ(lookup("t.json", "[1]", "", event),
            start + "t.json:1: a table must be one JSON object, from keys to values");
  EXPECT_EQ(lookup("t.json", "{}\n{}", "", event), start + "t.json:2: text after the JSON value");
  EXPECT_EQ(lookup("t.yaml", "a: 1\n- b\n", "", event).substr(0, start.size() + 9),
            start + "t.yaml:2:");
  EXPECT_EQ(lookup("t.yaml", "- a\n", "", event),
            start + "t.yaml:1: a table must be a map, from keys to values");
  EXPECT_EQ(lookup("t.yaml", "a: 1\nb: 2\na: 3\n", "", event),
            start + "t.yaml:3: the key \"a\" is there twice");
  EXPECT_EQ(lookup("t.yaml", "[a]: 1\n", "", event), start + "t.yaml:1: a key must be text");
  EXPECT_EQ(run(R"({"lookup":{"field":"k","file":"/nonexistent/t.csv"}})", event),
            start + "could not read the table \"/nonexistent/t.csv\": No such file or directory");
}

TEST_F(LookupSteps, WrongLookupSettings) {
  EXPECT_EQ(init_error(R"([{"lookup":{"field":"k"}}])"),
            R"(lookup needs either "file" or "table")");
  EXPECT_EQ(init_error(R"([{"lookup":{"field":"k","file":"t.txt"}}])"),
            "the name of a table must end in .csv, .tsv, .json, .yaml or .yml");
  EXPECT_EQ(init_error(R"([{"lookup":{"field":"k","file":"t.json","key_column":"a"}}])"),
            R"("key_column" is for .csv and .tsv files only)");
  EXPECT_EQ(init_error(R"([{"lookup":{"field":"k","table":{"a":{"x":1,"x.y":2}}}}])"),
            R"("x" and "x.y" cannot both be written)");
}

TEST_F(LookupSteps, Redact) {
  check({
      {R"([{"redact":{"builtins":["email","ipv4"]}}])",
       R"({"a":"x@y.org at 192.0.2.7","b":{"c":["z@y.org",{ "d" : 1 }]},"e":[1 ,2],"n":null})",
       R"({"a":"<EMAIL> at <IPV4>","b":{"c":["<EMAIL>",{ "d" : 1 }]},"e":[1 ,2],"n":null})"},
      {R"([{"redact":{"field":"a","builtins":["email"],"prefix":"","suffix":"\""}}])",
       R"({"a":"x\u0040y.org","b":"x@y.org"})", R"({"a":"EMAIL\"","b":"x@y.org"})"},
      {R"([{"redact":{"fields":["*"],"builtins":["email"],"replacement":""}}])",
       R"({"a":["x\u0040y.org","\\"]})", R"({"a":["","\\"]})"},
      // what is found first stays whole, whatever lies in it
      {R"([{"redact":{"builtins":["email"],"patterns":["y","%{WORD:W}=1"]}}])",
       R"({"a":"y x@y.org y k=1"})", R"({"a":"<REDACTED> <EMAIL> <REDACTED> <W>=1"})"},
      {R"([{"redact":{"fields":["a.b","gone"],"builtins":["ssn"]}}])",
       R"({"a":{"b":{"c":"123-45-6789"}}})", R"({"a":{"b":{"c":"<SSN>"}}})"},
      {R"([{"redact":{"fields":["gone"],"builtins":["ssn"]}}])", R"({"a":5})", R"({"a":5})"},
  });
  EXPECT_EQ(host_.counter("redacted"), 3u + 1 + 1 + 4 + 1);
  EXPECT_EQ(host_.counter("missing"), 1u);
  EXPECT_EQ(init_error(R"([{"redact":{}}])"),
            R"(redact needs "builtins" or "patterns", what to find)");
  EXPECT_EQ(init_error(R"([{"redact":{"builtins":["mail"]}}])"),
            R"(there is no built-in pattern "mail")");
  EXPECT_EQ(init_error(R"([{"redact":{"field":"a","fields":["b"],"builtins":["ip"]}}])"),
            R"(redact takes "field" or "fields", not both)");
}

TEST_F(LookupSteps, FingerprintsAreOfMeaning) {
  const auto of = [&](const std::string& event) {
    const std::string out = run(R"({"fingerprint":{"fields":["b","a"],"method":"XXH3"}})", event);
    const std::string mark = R"("fingerprint":")";
    return out.find(mark) == std::string::npos ? out : out.substr(out.find(mark) + mark.size(), 32);
  };
  const std::string one = of(R"({"a":{"x":1,"y":[true,null,"é"]},"b":2.50})");
  EXPECT_EQ(one.size(), 32u);
  EXPECT_EQ(of(R"({"b":25e-1,"z":0,"a":{ "y":[ true,null,"\u00e9"],"x":1.0 }})"), one);
  EXPECT_NE(of(R"({"a":{"x":"1","y":[true,null,"é"]},"b":2.50})"), one);
  EXPECT_NE(of(R"({"a":{"x":1,"y":[true,"é",null]},"b":2.50})"), one);
  EXPECT_NE(of(R"({"a":2.50,"b":{"x":1,"y":[true,null,"é"]}})"), one);
  EXPECT_NE(of(R"({"a":"1","b":""})"), of(R"({"a":"1"})"));
  EXPECT_NE(of(R"({"a":123456789012345678901234567890})"),
            of(R"({"a":123456789012345678901234567891})"));
  EXPECT_EQ(of(R"({"c":1})"), R"({"c":1})");
  EXPECT_EQ(host_.counter("missing"), 1u);
  EXPECT_NE(run(R"({"fingerprint":{"fields":["a","b"],"ignore_missing":false}})", R"({"a":1})")
                .find(R"(\"b\" is missing)"),
            std::string::npos);
  EXPECT_EQ(init_error(R"([{"fingerprint":{"fields":[]}}])"),
            R"(fingerprint needs at least one of "fields")");
  EXPECT_EQ(init_error(R"([{"fingerprint":{"fields":["a","a"]}}])"), R"("a" is there twice)");
}

// The bytes that are hashed, as the reference describes them.
TEST_F(LookupSteps, FingerprintBytes) {
  // sha1('s' '"a":{"k":"\\n\\u0001\\"","n":[1,-0.5]}\n' '"b.c":"x"\n'), by another implementation
  EXPECT_EQ(
      run(R"({"fingerprint":{"fields":["b.c","a"],"salt":"s","target_field":"f"}})",
          R"({"b":{"c":"x"},"a":{"n":[1.0,-5e-1],"k":"\n\u0001\""}})"),
      R"({"b":{"c":"x"},"a":{"n":[1.0,-5e-1],"k":"\n\u0001\""},)"
      R"("f":"4a4674865ae68ec739e60454dcfa494326d0bb39"})");
}

TEST_F(LookupSteps, NoHeapAllocationForAnEvent) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[
      {"redact":{"builtins":["email","credit_card"]}},
      {"lookup":{"field":"k","table":{"a":{"x":1,"y":"z"}}}},
      {"fingerprint":{"fields":["m","o"],"method":"XXH3"}}]})"))
                  .ok());
  ASSERT_TRUE(map.start().ok());
  const std::string event = R"({"m":"to ana@example.com","k":"a","o":{"b":[1,{"c":"d"}],"a":1.5}})";
  auto warm = host_.events(std::vector<std::string>(10, event));
  ASSERT_TRUE(map.apply(Batch(warm.get())).ok());
  auto batch = host_.events(std::vector<std::string>(1000, event));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 100u);  // blocks of the arena
}

}  // namespace
