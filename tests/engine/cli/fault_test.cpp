// What goes wrong with the store or with the process: nothing is lost, nothing is doubled.
#include <algorithm>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

constexpr int many = 3000;

std::string many_events() {
  std::string text;
  for (int i = 0; i < many; ++i) {
    text += "{\"n\":" + std::to_string(i) + ",\"text\":\"" + std::string(100, 'x') + "\"}\n";
  }
  return text;
}

class FaultTest : public ::testing::Test {
 protected:
  std::vector<std::string> command(const Store& store, const std::string& input) const {
    return {"run", yaml_, "--input", input, "--set", "sink.host=" + store.url()};
  }
  Finished run(const Store& store, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = command(store, input_);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return sluice(arguments);
  }
  // All events are in the store once, and every one was accounted for.
  void expect_exact(const Finished& finished, const Store& store) const {
    EXPECT_EQ(finished.status, 0) << finished.err;
    EXPECT_EQ(finished.ledger("read"), many);
    EXPECT_EQ(finished.ledger("delivered") + finished.ledger("duplicate"), many);
    EXPECT_EQ(store.count(), many);
  }

  Folder folder_;
  std::string input_ = folder_.write("events.ndjson", many_events());
  std::string yaml_ = folder_.write(
      "p.yaml",
      "source: ndjson\n"
      "sink: {dashbase-bulk: {host: http://x, index: faults, batch: {documents: 100}}}\n"
      "dead_letter: {file: {path: " +
          folder_.path("dead.ndjson") +
          "}}\n"
          "flow: {retry: {initial: 1ms, maximum: 20ms, give_up_after: 20s}}\n");
};

struct Fault {
  const char* name;
  const char* rule;
};

class StoreFaultTest : public FaultTest, public ::testing::WithParamInterface<Fault> {};

TEST_P(StoreFaultTest, LosesAndDoublesNothing) {
  Store store;
  store.fault(GetParam().rule);
  expect_exact(run(store), store);
}

INSTANTIATE_TEST_SUITE_P(All, StoreFaultTest,
                         ::testing::Values(Fault{"Items429", "items=random:0.1:429"},
                                           Fault{"Items503", "items=every:7:503,times=20"},
                                           Fault{"Items429Pretty", "items=random:0.1:429,pretty"},
                                           Fault{"Requests503", "status=503,every=3,times=10"},
                                           Fault{"Requests429",
                                                 "status=429,probability=0.3,times=20"},
                                           Fault{"EmptyReply", "empty,times=3"},
                                           Fault{"EmptyReplyAfterStoring", "empty,stored,times=3"},
                                           Fault{"DroppedBefore", "drop=before,every=4,times=8"},
                                           Fault{"DroppedAfter", "drop=after,every=4,times=8"},
                                           Fault{"CutReply", "cut=50,every=4,times=8"},
                                           Fault{"CutAfterTheVerdict", "cut=2000,every=4,times=8"},
                                           Fault{"Request500", "status=500,times=3"},
                                           Fault{"Request413", "status=413,times=5"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_F(FaultTest, RejectedItemsAreNamedInTheDeadLetter) {
  Store store;
  store.fault("items=every:50:400");
  const Finished finished = run(store);
  EXPECT_EQ(finished.status, 3) << finished.err;
  EXPECT_EQ(finished.ledger("dead_lettered"), many / 50);
  EXPECT_EQ(finished.ledger("delivered"), many - many / 50);
  const std::string letters = read_file(folder_.path("dead.ndjson"));
  EXPECT_EQ(std::count(letters.begin(), letters.end(), '\n'), many / 50);
  EXPECT_NE(letters.find(R"("status":400)"), std::string::npos);
  EXPECT_NE(letters.find(R"("original":"{\"n\":49,)"), std::string::npos) << letters.substr(0, 500);
}

TEST_F(FaultTest, AStoreThatIsKilledAndComesBackGetsEverythingOnce) {
  const std::string data = folder_.path("store.db");
  std::string port;
  std::optional<Store> store;
  store.emplace(std::vector<std::string>{"--data", data});
  port = store->port();
  store->fault("delay=5ms");  // so that the run is in the middle when the store goes
  std::vector<std::string> arguments = command(*store, input_);
  arguments.insert(arguments.begin(), SLUICE_PROGRAM);
  Program program(arguments);
  while (store->count() < 300 && !program.ended()) std::this_thread::yield();
  store->program().signal(SIGKILL);
  store->program().wait();
  ASSERT_FALSE(program.ended());
  store.reset();
  store.emplace(std::vector<std::string>{"--data", data}, port);
  const int status = program.wait();
  expect_exact({status, program.out(), program.err()}, *store);
}

TEST_F(FaultTest, ARunThatIsKilledIsFinishedByTheNextOne) {
  Store store;
  store.fault("delay=2ms");
  std::vector<std::string> arguments = command(store, input_);
  arguments.insert(arguments.begin(), SLUICE_PROGRAM);
  Program program(arguments);
  while (store.count() < 300 && !program.ended()) std::this_thread::yield();
  program.signal(SIGKILL);
  EXPECT_EQ(program.wait(), -SIGKILL);
  EXPECT_LT(store.count(), many);
  expect_exact(run(store), store);
}

TEST_F(FaultTest, SigtermDeliversWhatWasReadAndSaysThatThereIsMore) {
  Store store;
  store.fault("delay=2ms");
  std::vector<std::string> arguments = command(store, input_);
  arguments.insert(arguments.begin(), SLUICE_PROGRAM);
  arguments.insert(arguments.end(), {"--set", "flow.queue=64KiB"});
  Program program(arguments);
  while (store.count() < 300 && !program.ended()) std::this_thread::yield();
  program.signal(SIGTERM);
  const Finished finished{program.wait(), program.out(), program.err()};
  EXPECT_EQ(finished.status, 4) << finished.err;
  EXPECT_EQ(finished.ledger("delivered"), finished.ledger("read"));
  EXPECT_EQ(store.count(), finished.ledger("delivered"));
  EXPECT_NE(finished.err.find("got SIGTERM"), std::string::npos);
  expect_exact(run(store), store);
}

TEST_F(FaultTest, ADeadlineHandsBackWhatAStoreThatIsDownDidNotTake) {
  std::string url;
  {
    Store gone;
    url = gone.url();
  }
  const Finished finished =
      sluice({"run", yaml_, "--input", input_, "--set", "sink.host=" + url, "--deadline", "300ms"});
  EXPECT_EQ(finished.status, 4) << finished.err;
  EXPECT_EQ(finished.ledger("delivered"), 0);
  EXPECT_EQ(finished.ledger("handed_back"), finished.ledger("read"));
  EXPECT_NE(finished.err.find("could not reach"), std::string::npos) << finished.err;
}

TEST_F(FaultTest, AWrongPasswordEndsTheRunAtOnce) {
  Store store({"--basic", "user:right"});
  const Finished finished =
      run(store, {"--set", "sink.auth={basic: {username: user, password: wrong-secret}}"});
  EXPECT_EQ(finished.status, 4) << finished.err;
  EXPECT_EQ(finished.ledger("handed_back"), finished.ledger("read"));
  EXPECT_NE(finished.err.find("401"), std::string::npos) << finished.err;
  EXPECT_EQ(finished.err.find("wrong-secret"), std::string::npos) << finished.err;

  const Finished good =
      run(store, {"--set", "sink.auth={basic: {username: user, password: right}}"});
  EXPECT_EQ(good.status, 0) << good.err;
}

TEST_F(FaultTest, AStoreWithASizeLimitGetsSmallerRequests) {
  Store store({"--max-content-length", "4kb"});
  expect_exact(run(store), store);
}

}  // namespace
}  // namespace sluice::cli::testing
