// `dry-run --check-template`: what a store would refuse.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "program.hpp"

namespace sluice::cli::testing {
namespace {

constexpr const char* mappings = R"({"version": 1, "mappings": {
  "dynamic_templates": [{"text": {"match": "t_*", "mapping": {"type": "keyword"}}}],
  "properties": {
    "n": {"type": "long"}, "b": {"type": "byte"},
    "m": {"type": "long", "ignore_malformed": true},
    "d": {"type": "date"}, "day": {"type": "date", "format": "yyyy-MM-dd"},
    "ip": {"type": "ip"}, "yes": {"type": "boolean"},
    "o": {"properties": {"x": {"type": "keyword", "fields": {"n": {"type": "long"}}}}},
    "k": {"type": "keyword", "ignore_above": 10}, "f": {"type": "flattened"},
    "strict": {"dynamic": "strict", "properties": {"a": {"type": "keyword"}}},
    "no": {"dynamic": false, "properties": {}}, "off": {"type": "object", "enabled": false}
}}})";

constexpr const char* fitting =
    R"({"n":"12","b":-128,"m":"x","d":"2024-05-01T00:00:00Z","day":"2024-05-01","ip":"::1",)"
    R"("yes":"true","o":{"x":1},"k":["a","b"],"f":{"a":{"b":1}},"strict":{"a":1},)"
    R"("no":{"z":{}},"off":7,"t_1":1,"new":"a","count":1})"
    "\n"
    R"({"n":null,"b":[],"d":1714521600000,"o.x":"2","no":{"z":1},"off":{"a":1},"t_1":"u"})"
    "\n";

constexpr const char* misfitting =
    R"({"n":"x","b":300,"m":{"a":1},"d":"yesterday","day":"01.05.2024","ip":"localhost",)"
    R"("yes":"maybe","o":"text","k":{"a":1},"f":"text","strict":{"c":1},"_id":1})"
    "\n"
    R"({"n":true,"o.x":"y","k.z":1,"new":{"a":1},"count":"one"})"
    "\n"
    R"({"n":"z","day":"\u001b[2J"})"
    "\n";

class TemplateCheckTest : public ::testing::Test {
 protected:
  std::string pipeline(const std::string& more) {
    return folder_.write("p.yaml",
                         "source: {ndjson: {}}\nsink: {dashbase-bulk: {host: "
                         "\"http://127.0.0.1:1\", index: \"logs\"" +
                             more + "}}\n");
  }
  std::string with_template() {
    return pipeline(", template: " + folder_.write("t.json", mappings));
  }
  // The lines about conflicts alone.
  static std::string conflicts(const Finished& finished) {
    return finished.err.substr(0, finished.err.find("dry run, nothing"));
  }

  Folder folder_;
};

TEST_F(TemplateCheckTest, WhatFitsIsLeftAlone) {
  const std::string yaml = with_template();
  const Finished silent = sluice({"dry-run", yaml, "--input", "-"}, {}, fitting);
  EXPECT_EQ(silent.status, 0);
  EXPECT_EQ(silent.err.substr(0, 8), "dry run,") << silent.err;
}

TEST_F(TemplateCheckTest, EveryConflictIsNamed) {
  const std::string yaml = with_template();
  const std::string input = std::string(fitting).substr(0, std::string(fitting).find('\n') + 1);
  const Finished counted = sluice({"dry-run", yaml, "--input", "-"}, {}, input + misfitting);
  EXPECT_EQ(counted.status, 0);
  EXPECT_NE(counted.err.find("warning: documents would not fit the template: "), std::string::npos)
      << counted.err;
  const Finished named =
      sluice({"dry-run", yaml, "--input", "-", "--check-template"}, {}, input + misfitting);
  EXPECT_EQ(named.status, 1);
  EXPECT_EQ(named.out, counted.out);
  expect_golden("tests/engine/cli/trace/conflicts.txt", conflicts(named));
}

// Numbers may follow text, but text not numbers; nobody knows what comes first in the store.
TEST_F(TemplateCheckTest, EventsConflictWithEachOther) {
  const Finished finished =
      sluice({"--log", "json", "dry-run", pipeline(""), "--input", "-", "--check-template"}, {},
             "{\"a\":\"x\",\"b\":{\"c\":1}}\n{\"a\":1,\"b\":2}\n{\"a\":\"3\",\"b\":{\"c\":2.5}}\n");
  EXPECT_EQ(finished.status, 1);
  for (
      const char* part :
      {R"("path":"a","why":"text in an earlier event","value":"a number","example":"1","events":1)",
       R"("path":"b","why":"object in an earlier event","value":"a number","example":"2")",
       R"("message":"conflicts","conflicts":2,"events":1)"}) {
    EXPECT_NE(finished.err.find(part), std::string::npos) << part << " in " << finished.err;
  }
}

TEST_F(TemplateCheckTest, TemplatesThatCannotBeUsed) {
  const auto check = [&](const std::string& file) {
    return sluice({"dry-run", pipeline(""), "--input", "-", "--check-template=" + file}, {},
                  "{}\n");
  };
  const Finished missing = check("/nowhere.json");
  EXPECT_EQ(missing.status, 2);
  EXPECT_NE(missing.err.find("could not check against the template \"/nowhere.json\": No such"),
            std::string::npos);
  EXPECT_NE(check(folder_.write("a", "{\"mappings\": ")).err.find("it is no JSON"),
            std::string::npos);
  EXPECT_NE(check(folder_.write("b", "{}")).err.find("it has no \"mappings\""), std::string::npos);
  EXPECT_NE(check(folder_.write("c", R"({"mappings":{"properties":{"a":{"type":"lang"}}}})"))
                .err.find("lang"),
            std::string::npos);
}

// A dry run prints what would be sent, whatever becomes of the template.
TEST_F(TemplateCheckTest, AWrongTemplateOfASinkIsNoObstacle) {
  const Finished finished =
      sluice({"dry-run", pipeline(", template: " + folder_.write("t.json", "{}")), "--input", "-"},
             {}, "{}\n");
  EXPECT_EQ(finished.status, 0);
  EXPECT_NE(finished.err.find("warning: could not check against the template"), std::string::npos)
      << finished.err;
  EXPECT_NE(finished.out, "");
}

TEST_F(TemplateCheckTest, WhatIsShippedFits) {
  const std::string plain = folder_.write("s.yaml", "source: ndjson\nsink: stdout\n");
  for (const auto& [input, file] : {std::pair("cloudtrail.ndjson", "cloudtrail.json"),
                                    {"logentries.ndjson", "gcs-logentry.json"}}) {
    const Finished finished =
        sluice({"dry-run", plain, "--input", std::string(SOURCE_FOLDER "/tests/data/") + input,
                std::string("--check-template=" SOURCE_FOLDER "/templates/") + file});
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_EQ(finished.err.substr(0, 12), "conflicts=0\n") << finished.err;
  }
}

}  // namespace
}  // namespace sluice::cli::testing
