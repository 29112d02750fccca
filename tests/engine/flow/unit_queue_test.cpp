#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <data/batch_pool.hpp>
#include <flow/unit_queue.hpp>
#include <sluice/batch.hpp>

namespace sluice::flow {
namespace {

class UnitQueueTest : public ::testing::Test {
 protected:
  OwnedBatch batch(uint32_t events, uint64_t bytes) {
    OwnedBatch made = pool_.take();
    for (uint32_t i = 0; i < events; ++i) Batch(made.get()).add_event();
    made->input_bytes = bytes;
    return made;
  }
  void push(UnitQueue& queue, uint32_t events, uint64_t bytes) {
    OwnedBatch made = batch(events, bytes);
    ASSERT_TRUE(queue.push(made, control_));
  }
  static std::vector<uint64_t> drain(UnitQueue& queue) {
    queue.finish();
    std::vector<uint64_t> events;
    while (auto unit = queue.pop()) events.push_back(unit->events);
    return events;
  }

  data::BatchPool pool_;
  Control control_;
};

constexpr UnitLimits roomy{100, 1000, UINT64_MAX, 60'000};

TEST_F(UnitQueueTest, GroupsByDocuments) {
  UnitQueue queue(roomy);
  for (int i = 0; i < 5; ++i) push(queue, 60, 1);
  EXPECT_EQ(drain(queue), (std::vector<uint64_t>{60, 60, 60, 60, 60}));
}

TEST_F(UnitQueueTest, ClosesAUnitThatIsExactlyFull) {
  UnitQueue queue(roomy);
  for (int i = 0; i < 5; ++i) push(queue, 50, 1);
  EXPECT_EQ(drain(queue), (std::vector<uint64_t>{100, 100, 50}));
}

TEST_F(UnitQueueTest, GroupsByBytes) {
  UnitQueue queue(roomy);
  for (int i = 0; i < 4; ++i) push(queue, 1, 400);
  EXPECT_EQ(drain(queue), (std::vector<uint64_t>{2, 2}));
}

TEST_F(UnitQueueTest, ABatchLargerThanAUnitTravelsAlone) {
  UnitQueue queue(roomy);
  push(queue, 10, 1);
  push(queue, 500, 1);
  push(queue, 10, 1);
  EXPECT_EQ(drain(queue), (std::vector<uint64_t>{10, 500, 10}));
}

TEST_F(UnitQueueTest, AUnitThatIsNotFullGoesAfterItsLinger) {
  UnitLimits limits = roomy;
  limits.linger_ms = 1;
  UnitQueue queue(limits);
  push(queue, 3, 1);
  auto unit = queue.pop();  // waits, although nobody called finish
  ASSERT_TRUE(unit.has_value());
  EXPECT_EQ(unit->events, 3u);
}

TEST_F(UnitQueueTest, AFullQueueHoldsTheSourceUntilALaneTakesAUnit) {
  UnitLimits limits{1, 1000, 1, 60'000};  // every closed unit fills it
  UnitQueue queue(limits);
  push(queue, 1, 10);
  std::thread source([&] {
    for (int i = 0; i < 50; ++i) push(queue, 1, 10);
    queue.finish();
  });
  uint64_t events = 0;
  while (auto unit = queue.pop()) events += unit->events;
  source.join();
  EXPECT_EQ(events, 51u);
}

TEST_F(UnitQueueTest, AFullQueueLetsTheSourceGoWhenDeliveryEnds) {
  UnitLimits limits{1, 1000, 1, 60'000};
  UnitQueue queue(limits);
  push(queue, 1, 10);
  control_.fail("the store is gone");
  OwnedBatch refused = batch(1, 10);
  EXPECT_FALSE(queue.push(refused, control_));
  EXPECT_NE(refused, nullptr);  // still the caller's, to be handed back
  drain(queue);
}

TEST_F(UnitQueueTest, SeveralLanesTakeEachUnitOnce) {
  UnitQueue queue(UnitLimits{2, 1000, 4096, 60'000});
  std::vector<uint64_t> taken(3, 0);
  std::vector<std::thread> lanes;
  for (uint64_t& events : taken) {
    lanes.emplace_back([&queue, &events] {
      while (auto unit = queue.pop()) events += unit->events;
    });
  }
  for (int i = 0; i < 500; ++i) push(queue, 1, 10);
  queue.finish();
  for (std::thread& lane : lanes) lane.join();
  EXPECT_EQ(taken[0] + taken[1] + taken[2], 500u);
}

}  // namespace
}  // namespace sluice::flow
