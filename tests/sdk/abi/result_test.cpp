#include <memory>

#include <gtest/gtest.h>

#include <sluice/result.hpp>

namespace sluice {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return rejected("it is odd");
  return number / 2;
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_TRUE(half(4).ok());
  EXPECT_EQ(*half(4), 2);
  const Result<int> odd = half(3);
  EXPECT_FALSE(odd);
  EXPECT_EQ(odd.error().code, StatusCode::rejected);
  EXPECT_EQ(odd.error().message, "it is odd");
  EXPECT_EQ(odd.error().retry_after_ms, -1);
  EXPECT_EQ(odd.error().at, nullptr);
}

TEST(Result, MovesWhatItHolds) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
  EXPECT_EQ(**result, 7);
  const std::unique_ptr<int> taken = *std::move(result);
  EXPECT_EQ(*taken, 7);
  Result<std::unique_ptr<int>> failed = fatal("gone");
  const Error error = std::move(failed).error();
  EXPECT_EQ(error.message, "gone");
}

TEST(Result, ReachesIntoAStruct) {
  Result<std::string> text = std::string("abc");
  EXPECT_EQ(text->size(), 3u);
  text.value() += "d";
  EXPECT_EQ(std::as_const(text).value(), "abcd");
}

TEST(Result, MayHoldAnErrorAsItsValueType) {
  const Result<std::string> empty = std::string();
  EXPECT_TRUE(empty.ok());
}

TEST(Result, StatusIsAResultWithoutAValue) {
  const Status fine;
  EXPECT_TRUE(fine.ok());
  Status bad = retry("later", 100);
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().code, StatusCode::retry);
  EXPECT_EQ(bad.error().retry_after_ms, 100);
  EXPECT_EQ(std::move(bad).error().message, "later");
}

TEST(Result, CodesAreThoseOfTheAbi) {
  EXPECT_EQ(static_cast<sluice_status>(StatusCode::ok), SLUICE_OK);
  EXPECT_EQ(static_cast<sluice_status>(StatusCode::end), SLUICE_END);
  EXPECT_EQ(static_cast<sluice_status>(retry("").code), SLUICE_RETRY);
  EXPECT_EQ(static_cast<sluice_status>(rejected("").code), SLUICE_REJECTED);
  EXPECT_EQ(static_cast<sluice_status>(too_large("").code), SLUICE_TOO_LARGE);
  EXPECT_EQ(static_cast<sluice_status>(invalid_config("").code), SLUICE_INVALID_CONFIG);
  EXPECT_EQ(static_cast<sluice_status>(fatal("").code), SLUICE_FATAL);
}

}  // namespace
}  // namespace sluice
