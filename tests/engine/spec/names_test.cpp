#include <array>

#include <gtest/gtest.h>

#include <spec/nearest.hpp>

#include "spec_testing.hpp"

namespace sluice::spec {
namespace {

TEST(NearestTest, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("index", "index"), 0u);
  EXPECT_EQ(edit_distance("idnex", "index"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(NearestTest, OffersOnlyWhatIsNear) {
  constexpr std::array<std::string_view, 4> names = {"index", "host", "dead_letter", "ip"};
  EXPECT_EQ(nearest("indx", names), "index");
  EXPECT_EQ(nearest("INDEX", names), "index");
  EXPECT_EQ(nearest("dead-leter", names), "dead_letter");
  EXPECT_EQ(nearest("colour", names), std::nullopt);
  EXPECT_EQ(nearest("", names), std::nullopt);
  EXPECT_EQ(nearest("x", names), std::nullopt);
  EXPECT_EQ(nearest(std::string(100'000, 'x'), names), std::nullopt);
  EXPECT_EQ(did_you_mean("hots", names), "; did you mean \"host\"?");
  EXPECT_EQ(did_you_mean("colour", names), "");
}

TEST(DiagnosticTest, FormatsWhatIsKnown) {
  EXPECT_EQ(format(Diagnostic{{"a.yaml", 3, 7}, "bad"}), "a.yaml:3:7: error: bad");
  EXPECT_EQ(format(Diagnostic{{"a.yaml", 0, 0}, "bad"}), "a.yaml: error: bad");
  EXPECT_EQ(format(Diagnostic{{}, "bad", Severity::warning}), "warning: bad");
}

TEST(DiagnosticTest, QuotesOnOneLine) {
  EXPECT_EQ(quote("a\nb"), "\"a b\"");
  const std::string text(79, 'a');
  EXPECT_EQ(quote(text + "\xC3\xA9"), fmt::format("\"{}...\"", text));
}

TEST(DiagnosticTest, SortsAndDropsRepetitions) {
  Diagnostics all = {{{"f", 9, 1}, "before"},
                     {{"f", 2, 1}, "b"},
                     {{"f", 1, 1}, "a"},
                     {{"f", 2, 1}, "c"},
                     {{"f", 2, 1}, "b"}};
  sort_and_unique(all, 1);
  EXPECT_EQ(show(all), "f:9:1: error: before\nf:1:1: error: a\nf:2:1: error: b\nf:2:1: error: c");
}

}  // namespace
}  // namespace sluice::spec
