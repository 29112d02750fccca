#include <string>
#include <vector>

#include "map_testing.hpp"

extern size_t heap_allocations;  // heap_count.cpp

namespace {

using namespace sluice;
using sluice::testing::MapTest;
using sluice::testing::PluginHost;

class ConvertTest : public MapTest {
 protected:
  // What becomes of the value of a field; "failed: why" when it cannot be converted.
  std::string convert(const std::string& value, const std::string& type) {
    const std::string out =
        apply(R"([{"convert":{"v":")" + type + R"("},"on_failure":[{"set":{"v":"failed: )" +
                  "${_failure.message}" + R"("}}]}])",
              R"({"v":)" + value + "}");
    return out.substr(5, out.size() - 6);
  }
};

TEST_F(ConvertTest, Integers) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("12")", "12"},
      {R"("-12")", "-12"},
      {R"("+12")", "12"},
      {R"("007")", "7"},
      {R"("0x1f")", "31"},
      {R"("-0X1F")", "-31"},
      {R"("5.0")", "5"},
      {R"("1e3")", "1000"},
      {R"("\u0031")", "1"},
      {"12", "12"},
      {"-0", "-0"},  // an integer already, kept as it is written
      {"5.0", "5"},
      {"1E3", "1000"},
      {R"("9223372036854775807")", "9223372036854775807"},
      {R"("-9223372036854775808")", "-9223372036854775808"},
      {"9223372036854775807", "9223372036854775807"},
      {R"(["1",2,null,"0x3"])", "[1,2,null,3]"},
      {"[]", "[]"},
      {"null", "null"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(convert(value, "integer"), expected);
  EXPECT_EQ(convert(R"("7")", "long"), "7");
  EXPECT_EQ(host_.counter("missing"), 1u);
}

TEST_F(ConvertTest, WhatIsNoInteger) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("12x")", R"(\"12x\" is no integer)"},
      {R"("")", R"(\"\" is no integer)"},
      {R"("-")", R"(\"-\" is no integer)"},
      {R"("+-1")", R"(\"+-1\" is no integer)"},
      {R"(" 1")", R"(\" 1\" is no integer)"},
      {R"("0x")", R"(\"0x\" is no integer)"},
      {R"("0x-1")", R"(\"0x-1\" is no integer)"},
      {R"("1.5")", R"(\"1.5\" is no integer)"},
      {R"("nan")", R"(\"nan\" is no integer)"},
      {R"("é")", R"(\"é\" is no integer)"},
      {"1.5", R"(\"1.5\" is no integer)"},
      {R"("9223372036854775808")", R"(\"9223372036854775808\" does not fit an integer of 64 bits)"},
      {"18446744073709551616", R"(\"18446744073709551616\" does not fit an integer of 64 bits)"},
      {R"("0x8000000000000000")", R"(\"0x8000000000000000\" does not fit an integer of 64 bits)"},
      {"1e300", R"(\"1e300\" does not fit an integer of 64 bits)"},
      {"1e999", R"(\"1e999\" does not fit an integer of 64 bits)"},
      {"true", "cannot make an integer of true or false"},
      {"{}", "cannot make an integer of an object"},
      {R"(["1","x"])", R"(item 1: \"x\" is no integer)"},
      {"[[1]]", "item 0: cannot make an integer of a list"},
  };
  for (const auto& [value, why] : cases) {
    EXPECT_EQ(convert(value, "integer"), "\"failed: " + why + "\"") << value;
  }
}

TEST_F(ConvertTest, Floats) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("1.50")", "1.50"},
      {R"("-0.000000000000000000000000001")", "-0.000000000000000000000000001"},
      {R"("+1.5")", "1.5"},
      {R"(".5")", "0.5"},
      {R"("5.")", "5"},
      {R"("1e5")", "1e5"},
      {R"("1e-999")", "1e-999"},
      {"1.50", "1.50"},
      {"3", "3"},
      {R"(["1.5",2])", "[1.5,2]"},
      {R"("abc")", R"("failed: \"abc\" is no number")"},
      {R"("inf")", R"("failed: \"inf\" is no number")"},
      {R"("-nan")", R"("failed: \"-nan\" is no number")"},
      {R"("1e999")", R"("failed: \"1e999\" does not fit a float of 64 bits")"},
      {R"("")", R"("failed: \"\" is no number")"},
      {"false", R"("failed: cannot make a number of true or false")"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(convert(value, "float"), expected) << value;
  EXPECT_EQ(convert(R"("2.5")", "double"), "2.5");
}

TEST_F(ConvertTest, BooleansAndText) {
  EXPECT_EQ(convert(R"("true")", "boolean"), "true");
  EXPECT_EQ(convert(R"("FaLsE")", "boolean"), "false");
  EXPECT_EQ(convert("true", "boolean"), "true");
  EXPECT_EQ(convert(R"(["true",false])", "boolean"), "[true,false]");
  EXPECT_EQ(convert(R"("yes")", "boolean"), R"("failed: \"yes\" is neither true nor false")");
  EXPECT_EQ(convert("1", "boolean"), R"("failed: cannot make true or false of a number")");
  EXPECT_EQ(convert("1.50", "string"), R"("1.50")");
  EXPECT_EQ(convert("123456789012345678901234567890", "string"),
            R"("123456789012345678901234567890")");
  EXPECT_EQ(convert("true", "string"), R"("true")");
  EXPECT_EQ(convert(R"("\u00e9")", "string"), R"("\u00e9")");
  EXPECT_EQ(convert("[1,\"x\",false]", "string"), R"(["1","x","false"])");
  EXPECT_EQ(
      convert("{}", "string"),
      R"("failed: cannot make text (json with encode: true makes JSON text of it) of an object")");
}

TEST_F(ConvertTest, Addresses) {
  for (const char* address : {"192.0.2.7", "::", "2001:db8::1", "::ffff:192.0.2.7"}) {
    const std::string text = "\"" + std::string(address) + "\"";
    EXPECT_EQ(convert(text, "ip"), text);
  }
  for (const char* wrong : {"", "192.0.2", "192.0.2.256", "fe80::1%eth0", "host", "1.2.3.4/24",
                            "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0"}) {
    EXPECT_EQ(convert("\"" + std::string(wrong) + "\"", "ip"),
              "\"failed: \\\"" + std::string(wrong) + "\\\" is no IPv4 or IPv6 address\"");
  }
  EXPECT_EQ(convert(R"("1.2.3.4\u0000")", "ip").substr(0, 8), "\"failed:");
  EXPECT_EQ(convert("5", "ip"), R"("failed: cannot make an IP address of a number")");
}

TEST_F(ConvertTest, AutomaticNeverFails) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"("12")", "12"},
      {R"("1.50")", "1.50"},
      {R"("True")", "true"},
      {R"("007")", R"("007")"},
      {R"("0x1f")", R"("0x1f")"},
      {R"("+1")", R"("+1")"},
      {R"("")", R"("")"},
      {R"("x")", R"("x")"},
      {"1", "1"},
      {"{}", "{}"},
      {"null", "null"},
      {R"(["1","a",{"b":"2"},["3"]])", R"([1,"a",{"b":"2"},["3"]])"},
      {R"("123456789012345678901234567890")", "123456789012345678901234567890"},
      {R"("1e999")", R"("1e999")"},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(convert(value, "auto"), expected) << value;
  EXPECT_EQ(host_.counter("failed"), 0u);
}

TEST_F(ConvertTest, PlacesAndOptions) {
  check({
      {R"([{"convert":{"a.b[0]":"integer","x":"integer"}}])", R"({"a":{"b":["1","2"]}})",
       R"({"a":{"b":[1,"2"]}})"},
      {R"([{"convert":{"field":"a","type":"integer","target_field":"b.c"}}])", R"({"a":["1"]})",
       R"({"a":["1"],"b":{"c":[1]}})"},
      {R"([{"convert":{"field":"a","type":"integer","target_field":"b","override":false}}])",
       R"({"a":"1","b":2})", R"({"a":"1","b":2})"},
      {R"([{"convert":{"field":"_meta.source","type":"string","target_field":"b"}}])", "{}", "{}"},
      // a field of that name
      {R"([{"convert":{"[\"field\"]":"integer"}}])", R"({"field":"1"})", R"({"field":1})"},
      // a list that is open, and what is in it, is not shared
      {R"([{"set":{"a[0].x":1}},{"convert":{"field":"a","type":"auto","target_field":"b"}},)"
       R"({"set":{"a[0].x":2}}])",
       R"({"a":[{},"3"]})", R"({"a":[{"x":2},"3"],"b":[{"x":1},3]})"},
  });
  EXPECT_EQ(
      without_errors(apply(R"([{"convert":{"field":"a","type":"integer","target_field":"b.c"}}])",
                           R"({"a":"1","b":5})")),
      R"({"a":"1","b":5})");
  EXPECT_EQ(init_error(R"([{"convert":{"a":"int"}}])"),
            R"(there is no type "int"; it must be integer, float, boolean, string, ip or auto)");
  EXPECT_EQ(init_error(R"([{"convert":{"_meta.id":"string"}}])").substr(0, 26),
            R"(cannot write to "_meta.id")");
  EXPECT_EQ(init_error(R"([{"convert":{"field":"a","type":"integer","to":"b"}}])").substr(0, 32),
            R"(unknown option "to" in "convert")");
}

TEST_F(ConvertTest, LongTextIsCutInMessages) {
  const std::string out = convert("\"" + std::string(63, 'x') + "éé\"", "integer");
  EXPECT_EQ(out, "\"failed: \\\"" + std::string(63, 'x') + "...\\\" is no integer\"");
}

TEST_F(ConvertTest, NoHeapAllocation) {
  MapTransform map(host_.host());
  ASSERT_TRUE(map.init(host_.settings(R"({"steps":[{"convert":{"a":"integer","b":"float",)"
                                      R"("c":"boolean","d":"string","e":"ip","f":"auto"}}]})"))
                  .ok());
  auto batch = host_.events(std::vector<std::string>(
      500, R"({"a":["1","2"],"b":"1.5","c":"true","d":5,"e":"::1","f":"0.5"})"));
  const size_t before = heap_allocations;
  ASSERT_TRUE(map.apply(Batch(batch.get())).ok());
  EXPECT_LT(heap_allocations - before, 20u);
  EXPECT_EQ(PluginHost::json(batch->events[499]),
            R"({"a":[1,2],"b":1.5,"c":true,"d":"5","e":"::1","f":0.5})");
}

}  // namespace
