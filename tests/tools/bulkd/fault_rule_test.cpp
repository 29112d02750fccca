// The fault language: what it means, and how it complains.
#include <string>

#include <gtest/gtest.h>

#include "faults.hpp"

namespace sluice::bulkd {
namespace {

FaultRule rule(std::string_view text) {
  auto parsed = parse_fault_rule(text);
  EXPECT_TRUE(parsed.ok()) << text << ": " << (parsed.ok() ? "" : parsed.error());
  return parsed.ok() ? parsed.value() : FaultRule();
}

std::string complaint(std::string_view text) {
  const auto parsed = parse_fault_rule(text);
  EXPECT_FALSE(parsed.ok()) << text;
  return parsed.ok() ? "" : parsed.error();
}

TEST(FaultRule, ReadsEveryKey) {
  const FaultRule all = rule(
      "match=any, after=2, every=10, times=3, probability=0.5, seed=7, status=503, stored,"
      "retry_after=1, delay=250ms, reply_delay=2s, pretty, item=5:429, items=random:0.25:400,"
      "body={\"a\":1,\"b\":2}");
  EXPECT_EQ(all.match, RequestKind::any);
  EXPECT_EQ(all.after, 2U);
  EXPECT_EQ(all.every, 10U);
  EXPECT_EQ(all.times, 3U);
  EXPECT_EQ(all.probability, 0.5);
  EXPECT_EQ(all.seed, 7U);
  EXPECT_EQ(all.status, 503);
  EXPECT_TRUE(all.stored);
  EXPECT_EQ(all.retry_after, "1");
  EXPECT_EQ(all.delay.count(), 250);
  EXPECT_EQ(all.reply_delay.count(), 2000);
  EXPECT_TRUE(all.pretty);
  EXPECT_EQ(all.body, R"({"a":1,"b":2})");
  ASSERT_EQ(all.items.size(), 2U);
  EXPECT_EQ(all.items[0].n, 5U);
  EXPECT_EQ(all.items[1].probability, 0.25);
  EXPECT_EQ(all.items[1].status, 400);
  EXPECT_EQ(rule("drop=after").drop, DropPoint::after);
  EXPECT_EQ(rule("cut=200").cut, 200U);
  EXPECT_TRUE(rule("empty").empty);
}

TEST(FaultRule, NamesTheBadPart) {
  EXPECT_EQ(
      complaint("status=503,tmies=3"),
      "bad fault rule \"status=503,tmies=3\": unknown key \"tmies\", did you mean \"times\"?");
  EXPECT_EQ(complaint("delay=5"),
            "bad fault rule \"delay=5\": \"delay=5\": expected a duration such as 500ms, 2s or 1m, "
            "an hour at most");
  EXPECT_NE(complaint("match=bluk,empty").find("did you mean \"bulk\"?"), std::string::npos);
  EXPECT_NE(complaint("xyzzyq").find("known are match"), std::string::npos);
}

TEST(FaultRule, RefusesNonsense) {
  for (const char* text : {"",
                           "  ",
                           ",",
                           "status=503,",
                           "status",
                           "status=99",
                           "status=abc",
                           "times=-1,empty",
                           "every=0,empty",
                           "probability=1.5,empty",
                           "drop=never",
                           "cut=-1",
                           "cut=x",
                           "item=0:429",
                           "item=5",
                           "item=5:200",
                           "items=every:0:429",
                           "items=every:429",
                           "items=random:2:429",
                           "items=some:1:429",
                           "empty=yes",
                           "times=3",
                           "status=503,drop=before",
                           "drop=before,cut=3",
                           "empty,status=200",
                           "retry_after=1,empty",
                           "stored,delay=1s",
                           "delay=2h",
                           "delay=99999999m",
                           "delay=s",
                           "status=503 times=3"}) {
    EXPECT_NE(complaint(text), "") << text;
  }
}

std::string pattern(Faults& faults, int requests) {
  std::string out;
  for (int i = 0; i < requests; ++i) {
    out += faults.plan(RequestKind::bulk).ending ? 'x' : '.';
  }
  return out;
}

TEST(Faults, CountRequests) {
  Faults faults;
  faults.add(rule("empty,after=2,every=3,times=2"));
  EXPECT_EQ(pattern(faults, 14), "....x..x......");
  EXPECT_EQ(faults.list()[0].seen, 14U);
  EXPECT_EQ(faults.list()[0].struck, 2U);
}

TEST(Faults, LookOnlyAtTheirKind) {
  Faults faults;
  faults.add(rule("empty,match=search,times=1"));
  EXPECT_FALSE(faults.plan(RequestKind::bulk).ending);
  EXPECT_TRUE(faults.plan(RequestKind::search).ending);
  EXPECT_FALSE(faults.plan(RequestKind::search).ending);
}

TEST(Faults, RepeatWithTheSameSeed) {
  Faults one;
  Faults two;
  Faults other;
  one.add(rule("empty,probability=0.3,seed=7"));
  two.add(rule("empty,probability=0.3,seed=7"));
  other.add(rule("empty,probability=0.3,seed=8"));
  const std::string first = pattern(one, 1000);
  EXPECT_EQ(first, pattern(two, 1000));
  EXPECT_NE(first, pattern(other, 1000));
  const auto struck = one.list()[0].struck;
  EXPECT_GT(struck, 250U);
  EXPECT_LT(struck, 350U);
}

TEST(Faults, AddUp) {
  Faults faults;
  faults.add(rule("delay=1s"));
  faults.add(rule("delay=2s,status=503"));
  faults.add(rule("status=429"));
  const FaultPlan plan = faults.plan(RequestKind::bulk);
  EXPECT_EQ(plan.delay.count(), 3000);
  ASSERT_TRUE(plan.ending);
  EXPECT_EQ(plan.ending->status, 503);  // the first has its way
}

TEST(Faults, GoOneByOneOrAll) {
  Faults faults;
  const auto first = faults.add(rule("empty"));
  faults.add(rule("pretty"));
  EXPECT_TRUE(faults.remove(first));
  EXPECT_FALSE(faults.remove(first));
  EXPECT_EQ(faults.list().size(), 1U);
  faults.clear();
  EXPECT_TRUE(faults.list().empty());
}

}  // namespace
}  // namespace sluice::bulkd
