#include <gtest/gtest.h>

#include <flow/ledger.hpp>

namespace sluice::flow {
namespace {

TEST(LedgerTest, AddsUpOnlyWhenEveryEventHasOneOutcome) {
  Ledger ledger;
  ledger.read = 5;
  for (Outcome outcome :
       {Outcome::delivered, Outcome::duplicate, Outcome::filtered, Outcome::dead_lettered}) {
    ledger.count(outcome);
    EXPECT_FALSE(ledger.accounted());
  }
  ledger.count(Outcome::pending);
  EXPECT_FALSE(ledger.accounted());
  ledger.count(Outcome::handed_back);
  EXPECT_TRUE(ledger.accounted());
  ledger.count(Outcome::delivered);
  EXPECT_FALSE(ledger.accounted());
}

TEST(LedgerTest, ADryRunSaysWhatWouldHaveBeen) {
  Ledger ledger;
  ledger.read = 2;
  ledger.count(Outcome::delivered);
  ledger.count(Outcome::filtered);
  EXPECT_EQ(to_text(ledger, 0, Tense::would_be),
            "read=2 would_be_delivered=1 would_be_duplicate=0 would_be_filtered=1 "
            "would_be_dead_lettered=0 would_be_handed_back=0 requests=0 bytes_in=0 bytes_out=0 "
            "seconds=0.000");
}

TEST(LedgerTest, IsOneLineForPeopleAndMembersForMachines) {
  Ledger ledger;
  ledger.read = 310;
  ledger.count(Outcome::delivered, 310);
  ledger.requests = 4;
  ledger.bytes_in = 100;
  ledger.bytes_out = 200;
  EXPECT_EQ(to_text(ledger, 1.5),
            "read=310 delivered=310 duplicate=0 filtered=0 dead_lettered=0 handed_back=0 "
            "requests=4 bytes_in=100 bytes_out=200 seconds=1.500");
  EXPECT_EQ(to_json_members(ledger, 1.5),
            "\"read\":310,\"delivered\":310,\"duplicate\":0,\"filtered\":0,\"dead_lettered\":0,"
            "\"handed_back\":0,\"requests\":4,\"bytes_in\":100,\"bytes_out\":200,"
            "\"seconds\":1.500");
}

}  // namespace
}  // namespace sluice::flow
