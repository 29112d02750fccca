#include <gtest/gtest.h>

#include <spec/quantity.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

std::string outcome(const Result<int64_t>& result) {
  return result ? std::to_string(*result) : result.error().message;
}

struct Case {
  const char* text;
  const char* expected;
};

TEST(QuantityTest, Bytes) {
  const char* const unit = "has no known unit; the units are B, kB, MB, GB, KiB, MiB and GiB";
  const Case cases[] = {
      {"4096", "4096"},
      {"0", "0"},
      {"5MiB", "5242880"},
      {"100 kB", "100000"},
      {"1B", "1"},
      {"2KiB", "2048"},
      {"3MB", "3000000"},
      {"1GB", "1000000000"},
      {"1GiB", "1073741824"},
      {"9223372036854775807", "9223372036854775807"},
      {"9223372036854775808", "is too large"},
      {"8589934592GiB", "is too large"},
      {"5mb", unit},
      {"5 ", "ends in a space"},
      {"5  MB", unit},
      {"1.5GiB", "is not a whole number; use a smaller unit"},
      {"-5", "does not start with a whole number"},
      {"", "does not start with a whole number"},
  };
  for (const Case& c : cases) EXPECT_EQ(outcome(parse_bytes(c.text)), c.expected) << c.text;
}

TEST(QuantityTest, Durations) {
  const Case cases[] = {
      {"30s", "30000"},
      {"1m30s", "90000"},
      {"250ms", "250"},
      {"2h", "7200000"},
      {"0s", "0"},
      {"1d2h3m4s5ms", "93784005"},
      {"30", "has no unit; write for example \"30s\" or \"250ms\""},
      {"1m30", "has no unit; write for example \"30s\" or \"250ms\""},
      {"30s1m", "must have larger units first, and each once"},
      {"1s1s", "must have larger units first, and each once"},
      {"1.5s", "is not a whole number; use a smaller unit"},
      {"5 s", "has no known unit; the units are d, h, m, s and ms"},
      {"9223372036854775807h", "is too large"},
      {"s", "does not start with a whole number"},
      {"-1s", "does not start with a whole number"},
      {"", "is empty"},
  };
  for (const Case& c : cases) EXPECT_EQ(outcome(parse_duration(c.text)), c.expected) << c.text;
}

TEST(QuantityTest, FormatsBack) {
  EXPECT_EQ(format_bytes(16 << 20), "16MiB");
  EXPECT_EQ(format_bytes(100'000), "100kB");
  EXPECT_EQ(format_bytes(1), "1B");
  EXPECT_EQ(format_bytes(0), "0B");
  EXPECT_EQ(format_duration(90'000), "1m30s");
  EXPECT_EQ(format_duration(0), "0ms");
}

TEST(QuantityTest, CoreSchema) {
  const Case cases[] = {
      {"", "null"},
      {"~", "null"},
      {"null", "null"},
      {"nul", "'nul'"},
      {"True", "true"},
      {"false", "false"},
      {"yes", "'yes'"},
      {"0", "0"},
      {"-12", "-12"},
      {"+12", "12"},
      {"010", "10"},
      {"0o17", "15"},
      {"0x1F", "31"},
      {"0x", "'0x'"},
      {"0xg", "'0xg'"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "9223372036854775808u"},
      {"18446744073709551616", "<18446744073709551616>"},
      {"-9223372036854775809", "<-9223372036854775809>"},
      {"1.5", "<1.5>"},
      {".5", "0.500000"},
      {"1.", "1.000000"},
      {"1.0", "<1.0>"},
      {"-0.50E+3", "<-0.50E+3>"},
      {"+1.5", "1.500000"},
      {"01.5", "1.500000"},
      {"1.e3", "1000.000000"},
      {"-1e3", "<-1e3>"},
      {"1e999", "'1e999'"},
      {".inf", "'.inf'"},
      {".nan", "'.nan'"},
      {"1.2.3", "'1.2.3'"},
      {"1e", "'1e'"},
      {".", "'.'"},
      {"-", "'-'"},
      {"+", "'+'"},
      {"127.0.0.1", "'127.0.0.1'"},
  };
  for (const Case& c : cases) EXPECT_EQ(show(resolve_core(c.text)), c.expected) << c.text;
}

}  // namespace
}  // namespace sluice::spec
