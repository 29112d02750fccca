#include <string>
#include <vector>

#include <cloudwatch-awslogs/event_merge.hpp>
#include <gtest/gtest.h>

namespace {

using sluice::FieldMerge;
using sluice::KeyFilter;

TEST(FieldMerge, LaterValueFirstPlace) {
  FieldMerge merge;
  merge.clear();
  merge.add(sluice::make_field("a", sluice::int_value(1)));
  merge.add(sluice::make_field("b", sluice::int_value(2)));
  merge.add(sluice::make_field("a", sluice::int_value(3)));
  ASSERT_EQ(merge.fields().size(), 2u);
  EXPECT_EQ(sluice::key(merge.fields()[0]), "a");
  EXPECT_EQ(merge.fields()[0].value.as.integer, 3);
}

TEST(FieldMerge, GrowsAndIsReused) {
  FieldMerge merge;
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back("key" + std::to_string(i));
  for (int round = 0; round < 2; ++round) {
    merge.clear();
    for (int twice = 0; twice < 2; ++twice) {
      for (int i = 0; i < 5000; ++i) {
        merge.add(sluice::make_field(names[i], sluice::int_value(i * (twice + 1))));
      }
    }
    ASSERT_EQ(merge.fields().size(), 5000u);
    for (int i = 0; i < 5000; ++i) {
      EXPECT_EQ(sluice::key(merge.fields()[i]), names[i]);
      EXPECT_EQ(merge.fields()[i].value.as.integer, i * 2);
    }
  }
}

TEST(KeyFilter, HoldsWhatWasAdded) {
  KeyFilter filter;
  for (const std::string_view name : {"id", "timestamp", "", "owner"}) filter.add(name);
  for (const std::string_view name : {"id", "timestamp", "", "owner"}) {
    EXPECT_TRUE(filter.holds(name)) << name;
  }
  for (const std::string_view name : {"ie", "iid", "x", "ownr", "Owner"}) {
    EXPECT_FALSE(filter.holds(name)) << name;
  }
  filter.clear();
  EXPECT_FALSE(filter.holds("id"));
}

}  // namespace
