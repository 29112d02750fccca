#include <gtest/gtest.h>

#include <runtime/json_diff.hpp>

namespace sluice::runtime {
namespace {

// One line for each change.
std::string diff(std::string_view before, std::string_view after) {
  std::string out;
  for (const JsonChange& change : json_diff(*JsonTree::parse(before), *JsonTree::parse(after))) {
    out += to_json(change) + "\n";
  }
  return out;
}

TEST(JsonDiffTest, NothingChanged) {
  EXPECT_EQ(diff(R"({"a":1,"b":[1.0,{"c":null}]})", R"({"b":[1,{"c":null}],"a":1})"), "");
}

TEST(JsonDiffTest, FieldsComeGoAndChange) {
  EXPECT_EQ(diff(R"({"a":1,"b":{"c":"x","d":true},"e":null})",
                 R"({"b":{"c":"y","d":true,"f.g":[]},"e":0,"h":{"i":2}})"),
            R"({"op":"remove","path":"a","old":1}
{"op":"replace","path":"b.c","old":"x","value":"y"}
{"op":"add","path":"b[\"f.g\"]","value":[]}
{"op":"replace","path":"e","old":null,"value":0}
{"op":"add","path":"h","value":{"i":2}}
)");
}

TEST(JsonDiffTest, TheWholeDocumentAndItsKind) {
  EXPECT_EQ(diff("1", "[1]"), "{\"op\":\"replace\",\"path\":\"\",\"old\":1,\"value\":[1]}\n");
  EXPECT_EQ(diff(R"({"a":"1"})", R"({"a":1})"),
            "{\"op\":\"replace\",\"path\":\"a\",\"old\":\"1\",\"value\":1}\n");
}

TEST(JsonDiffTest, RenamedIsMoved) {
  EXPECT_EQ(diff(R"({"a":1,"k":2})", R"({"k":2,"b":{"c":1}})"),
            R"({"op":"move","from":"a","path":"b.c","value":1}
)");
  EXPECT_EQ(diff(R"({"a":{"x":[1],"y":2}})", R"({"b":{"x":[1],"y":2}})"),
            R"({"op":"move","from":"a","path":"b","value":{"x":[1],"y":2}}
)");
}

TEST(JsonDiffTest, OfAnObjectPartsMayMove) {
  EXPECT_EQ(diff(R"({"a":{"x":1,"y":2,"z":3}})", R"({"b":{"x":1,"w":4},"y":2})"),
            R"({"op":"move","from":"a.x","path":"b.x","value":1}
{"op":"move","from":"a.y","path":"y","value":2}
{"op":"remove","path":"a.z","old":3}
{"op":"add","path":"b.w","value":4}
)");
}

// A whole object that lost a part of itself to another place cannot have moved as well.
TEST(JsonDiffTest, NothingMovesTwice) {
  EXPECT_EQ(diff(R"({"a":{"x":1},"b":{"y":{"x":1}}})", R"({"c":{"y":{"x":1}}})"),
            R"({"op":"remove","path":"a","old":{"x":1}}
{"op":"move","from":"b","path":"c","value":{"y":{"x":1}}}
)");
}

TEST(JsonDiffTest, BetweenValuesThatAreAlikeNoneMoved) {
  EXPECT_EQ(diff(R"({"a":1,"b":1})", R"({"c":1})"),
            R"({"op":"remove","path":"a","old":1}
{"op":"remove","path":"b","old":1}
{"op":"add","path":"c","value":1}
)");
}

TEST(JsonDiffTest, ListsAreComparedFromBothEnds) {
  EXPECT_EQ(diff(R"({"l":[1,2,3]})", R"({"l":[1,9,2,3]})"),
            "{\"op\":\"add\",\"path\":\"l[1]\",\"value\":9}\n");
  EXPECT_EQ(diff(R"({"l":[1,{"a":1},3]})", R"({"l":[1,{"a":2}]})"),
            R"({"op":"replace","path":"l[1].a","old":1,"value":2}
{"op":"remove","path":"l[2]","old":3}
)");
}

TEST(JsonDiffTest, OfKeysThatOccurTwiceTheLastCounts) {
  EXPECT_EQ(diff(R"({"a":1,"a":2})", R"({"a":1,"a":3})"),
            "{\"op\":\"replace\",\"path\":\"a\",\"old\":2,\"value\":3}\n");
}

}  // namespace
}  // namespace sluice::runtime
