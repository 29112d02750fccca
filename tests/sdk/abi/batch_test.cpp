#include <gtest/gtest.h>

#include "fakes.hpp"

namespace sluice {
namespace {

class BatchTest : public ::testing::Test {
 protected:
  testing::PlainBatch plain_;
  Batch batch_{plain_.abi()};
};

TEST_F(BatchTest, NewEventsAreLiveAndEmpty) {
  const sluice_event& event = batch_.add_event();
  EXPECT_EQ(event.field_count, 0u);
  EXPECT_EQ(event.id_size, 0u);
  EXPECT_EQ(event.state, uint32_t{SLUICE_EVENT_LIVE});
  EXPECT_EQ(event.timestamp_ms, SLUICE_NO_TIMESTAMP);
  EXPECT_EQ(event.index, SLUICE_NO_INDEX);
  EXPECT_EQ(event.origin, nullptr);
  for (int i = 0; i < 100; ++i) batch_.add_event();
  EXPECT_EQ(batch_.events().size(), 101u);
}

TEST_F(BatchTest, AppendGrowsAndKeepsTheOrder) {
  sluice_event& event = batch_.add_event();
  const std::string keys(300, 'k');
  for (uint32_t i = 0; i < 300; ++i) {
    batch_.append(event, std::string_view(keys).substr(0, i), int_value(i));
  }
  ASSERT_EQ(event.field_count, 300u);
  EXPECT_GE(event.field_capacity, 300u);
  for (uint32_t i = 0; i < 300; ++i) {
    EXPECT_EQ(event.fields[i].key_size, i);
    EXPECT_EQ(event.fields[i].value.as.integer, i);
  }
  EXPECT_LE(plain_.allocations, 8);  // doubles: no allocation for each field
}

TEST_F(BatchTest, AppendMarksPlainKeys) {
  sluice_event& event = batch_.add_event();
  EXPECT_EQ(batch_.append(event, "plain", null_value()).key_flags, uint32_t{SLUICE_FLAG_PLAIN});
  EXPECT_EQ(batch_.append(event, "not\"plain", null_value()).key_flags, 0u);
}

TEST_F(BatchTest, GrowFieldsNeverShrinks) {
  sluice_event& event = batch_.add_event();
  batch_.append(event, "a", int_value(1));
  batch_.grow_fields(event, 50);
  EXPECT_EQ(event.field_capacity, 50u);
  const sluice_field* fields = event.fields;
  batch_.grow_fields(event, 10);
  EXPECT_EQ(event.field_capacity, 50u);
  EXPECT_EQ(event.fields, fields);
  EXPECT_EQ(event.fields[0].value.as.integer, 1);
}

TEST_F(BatchTest, CopyIsItsOwn) {
  std::string text = "text";
  const std::string_view copy = batch_.copy(text);
  text = "else";
  EXPECT_EQ(copy, "text");
  EXPECT_EQ(batch_.copy(""), "");
}

TEST_F(BatchTest, KeptBuffersLiveAsLongAsTheBatch) {
  auto buffer = std::make_shared<std::string>("bytes");
  const std::weak_ptr<std::string> watch = buffer;
  {
    testing::PlainBatch other;
    Batch(other.abi()).keep(std::move(buffer));
    EXPECT_FALSE(watch.expired());
  }
  EXPECT_TRUE(watch.expired());
}

TEST_F(BatchTest, FullAtEitherLimit) {
  EXPECT_FALSE(batch_.full());
  plain_.abi()->wanted_events = 2;
  batch_.add_event();
  EXPECT_FALSE(batch_.full());
  batch_.add_event();
  EXPECT_TRUE(batch_.full());
  plain_.abi()->wanted_events = 100;
  plain_.abi()->wanted_bytes = 10;
  EXPECT_FALSE(batch_.full());
  plain_.abi()->input_bytes = 10;
  EXPECT_TRUE(batch_.full());
}

TEST_F(BatchTest, ExhaustedMemoryIsBadAlloc) {
  sluice_event& event = batch_.add_event();
  const auto buffer = std::make_shared<int>(1);
  plain_.failing = true;
  EXPECT_THROW(batch_.allocate<char>(1), std::bad_alloc);
  EXPECT_THROW(batch_.copy("x"), std::bad_alloc);
  EXPECT_THROW(batch_.append(event, "x", null_value()), std::bad_alloc);
  EXPECT_THROW(batch_.keep(buffer), std::bad_alloc);
  EXPECT_EQ(buffer.use_count(), 1);  // still the caller's, and nobody else's
  EXPECT_EQ(event.field_count, 0u);
  while (batch_->event_count < batch_->event_capacity) batch_.add_event();
  EXPECT_THROW(batch_.add_event(), std::bad_alloc);
}

TEST_F(BatchTest, ArenaMemoryIsUsedFirst) {
  alignas(16) char arena[64];
  plain_.abi()->arena_next = arena;
  plain_.abi()->arena_end = arena + sizeof arena;
  EXPECT_EQ(batch_.allocate<char>(1), arena);
  EXPECT_EQ(batch_.allocate<char>(17), arena + 16);
  EXPECT_EQ(batch_.allocate<char>(16), arena + 48);
  EXPECT_EQ(plain_.allocations, 0);
  EXPECT_NE(batch_.allocate<char>(1), nullptr);
  EXPECT_EQ(plain_.allocations, 1);
}

TEST(Event, RejectAndFilterGiveTheReason) {
  sluice_event event{};
  reject(event, "not JSON");
  EXPECT_EQ(event.state, uint32_t{SLUICE_EVENT_REJECTED});
  EXPECT_EQ(view(event.reason), "not JSON");
  filter(event, "not wanted");
  EXPECT_EQ(event.state, uint32_t{SLUICE_EVENT_FILTERED});
  EXPECT_EQ(view(event.reason), "not wanted");
}

}  // namespace
}  // namespace sluice
