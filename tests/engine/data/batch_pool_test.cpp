#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <data/batch_pool.hpp>
#include <sluice/batch.hpp>

namespace sluice::data {
namespace {

constexpr size_t mebibyte = 1024 * 1024;

bool is_aligned(const void* memory) {
  return reinterpret_cast<uintptr_t>(memory) % 16 == 0;
}

TEST(BatchPool, BatchesComeEmpty) {
  BatchPool pool;
  const OwnedBatch batch = pool.take();
  ASSERT_NE(batch, nullptr);
  EXPECT_EQ(batch->struct_size, sizeof(sluice_batch));
  EXPECT_EQ(batch->event_count, 0u);
  EXPECT_EQ(batch->wanted_events, UINT32_MAX);
  EXPECT_EQ(batch->wanted_bytes, UINT64_MAX);
  EXPECT_EQ(batch->token, 0u);
  EXPECT_EQ(batch->input_bytes, 0u);
  EXPECT_NE(batch->release, nullptr);
  EXPECT_EQ(batch->services->struct_size, sizeof(sluice_batch_services));
  EXPECT_EQ(memory_bytes(*batch), 0u);
}

TEST(BatchPool, ReleasedBatchesServeAgain) {
  BatchPool pool;
  OwnedBatch batch = pool.take();
  const sluice_batch* first = batch.get();
  void* memory = Batch(batch.get()).allocate<char>(100);
  Batch(batch.get()).add_event();
  batch->token = 7;
  batch->input_bytes = 8;
  batch->wanted_events = 9;
  batch->wanted_bytes = 10;
  const size_t bytes = memory_bytes(*batch);
  batch.reset();

  batch = pool.take();
  EXPECT_EQ(batch.get(), first);
  EXPECT_EQ(batch->event_count, 0u);
  EXPECT_EQ(batch->token, 0u);
  EXPECT_EQ(batch->input_bytes, 0u);
  EXPECT_EQ(batch->wanted_events, UINT32_MAX);
  EXPECT_EQ(batch->wanted_bytes, UINT64_MAX);
  EXPECT_EQ(Batch(batch.get()).allocate<char>(100), memory);
  Batch(batch.get()).add_event();
  EXPECT_EQ(memory_bytes(*batch), bytes);  // nothing new was needed
}

TEST(BatchPool, KeepsOnlySoManyBatches) {
  BatchPool pool(1);
  OwnedBatch a = pool.take();
  OwnedBatch b = pool.take();
  EXPECT_NE(a.get(), b.get());
  const sluice_batch* first = a.get();
  a.reset();
  b.reset();  // one too many: freed
  a = pool.take();
  EXPECT_EQ(a.get(), first);
  BatchPool none(0);
  none.take().reset();
}

TEST(BatchPool, AllocationsAreAlignedAndApart) {
  BatchPool pool;
  for (int life = 0; life < 3; ++life) {
    const OwnedBatch batch = pool.take();
    std::vector<std::pair<unsigned char*, size_t>> blocks;
    size_t size = 1;
    for (int i = 0; i < 3000; ++i) {
      size = (size * 7 + 3) % 2003;
      auto* memory = static_cast<unsigned char*>(sluice_batch_allocate(batch.get(), size));
      ASSERT_NE(memory, nullptr);
      ASSERT_TRUE(is_aligned(memory));
      std::memset(memory, i & 0xFF, size);
      blocks.emplace_back(memory, size);
    }
    for (size_t i = 0; i < blocks.size(); ++i) {
      const auto [memory, block_size] = blocks[i];
      for (size_t k = 0; k < block_size; ++k) ASSERT_EQ(memory[k], i & 0xFF);
    }
  }
}

TEST(BatchPool, LargeAllocationsFit) {
  BatchPool pool;
  const OwnedBatch batch = pool.take();
  for (const size_t size : {size_t{1}, 3 * mebibyte, size_t{64 * 1024}, 10 * mebibyte, size_t{0}}) {
    void* memory = sluice_batch_allocate(batch.get(), size);
    ASSERT_NE(memory, nullptr);
    EXPECT_TRUE(is_aligned(memory));
    std::memset(memory, 1, size);
  }
}

TEST(BatchPool, ImpossibleAllocationsGiveNull) {
  BatchPool pool;
  const OwnedBatch batch = pool.take();
  EXPECT_EQ(batch->services->allocate(batch.get(), UINT64_MAX), nullptr);
  EXPECT_EQ(batch->services->allocate(batch.get(), UINT64_MAX - 14), nullptr);
  EXPECT_NE(batch->services->allocate(batch.get(), 16), nullptr);  // it goes on
}

// Blocks that an earlier life left are used in order; one that is too small is passed over.
TEST(BatchPool, OldBlocksServeWhereTheyAreLargeEnough) {
  BatchPool pool;
  OwnedBatch batch = pool.take();
  for (int i = 0; i < 20; ++i) Batch(batch.get()).allocate<char>(50 * 1024);
  const size_t bytes = memory_bytes(*batch);
  batch.reset();
  batch = pool.take();
  for (int i = 0; i < 20; ++i) Batch(batch.get()).allocate<char>(50 * 1024);
  EXPECT_EQ(memory_bytes(*batch), bytes);
  batch.reset();
  batch = pool.take();
  auto* large = Batch(batch.get()).allocate<char>(2 * mebibyte);
  std::memset(large, 1, 2 * mebibyte);
  EXPECT_EQ(memory_bytes(*batch), bytes + 2 * mebibyte);
}

TEST(BatchPool, UnusuallyLargeBatchesGiveTheirMemoryBack) {
  BatchPool pool;
  OwnedBatch batch = pool.take();
  Batch(batch.get()).allocate<char>(20 * mebibyte);
  for (int i = 0; i < 100000; ++i) Batch(batch.get()).add_event();
  EXPECT_GT(memory_bytes(*batch), 30 * mebibyte);
  batch.reset();
  batch = pool.take();
  EXPECT_EQ(memory_bytes(*batch), 0u);
  EXPECT_NE(Batch(batch.get()).allocate<char>(10), nullptr);
  Batch(batch.get()).add_event();
}

TEST(BatchPool, EventsStayWhatTheyAreWhileTheArrayGrows) {
  BatchPool pool;
  const OwnedBatch owned = pool.take();
  const Batch batch(owned.get());
  for (uint32_t i = 0; i < 50000; ++i) {
    sluice_event& event = batch.add_event();
    event.line = i;
    batch.append(event, "n", int_value(i));
  }
  ASSERT_EQ(batch.events().size(), 50000u);
  for (uint32_t i = 0; i < 50000; ++i) {
    ASSERT_EQ(batch.events()[i].line, i);
    ASSERT_EQ(batch.events()[i].fields[0].value.as.integer, i);
  }
}

TEST(BatchPool, ReservingMoreEventsThanCanBeFails) {
  BatchPool pool;
  const OwnedBatch batch = pool.take();
  ASSERT_EQ(batch->services->reserve_events(batch.get(), 10), SLUICE_OK);
  EXPECT_GE(batch->event_capacity, 10u);
  batch->event_count = 10;
  EXPECT_EQ(batch->services->reserve_events(batch.get(), UINT32_MAX), SLUICE_FATAL);
  EXPECT_GE(batch->event_capacity, 10u);
}

TEST(BatchPool, KeptBuffersAreReleasedOnceAtTheEnd) {
  int released[3] = {};
  const auto release = [](void* data) { ++*static_cast<int*>(data); };
  BatchPool pool;
  OwnedBatch batch = pool.take();
  for (int& count : released) {
    ASSERT_EQ(batch->services->keep(batch.get(), {&count, release}), SLUICE_OK);
  }
  EXPECT_EQ(released[0], 0);
  batch.reset();
  for (const int count : released) EXPECT_EQ(count, 1);
  batch = pool.take();  // and not again with the next life
  batch.reset();
  for (const int count : released) EXPECT_EQ(count, 1);
}

TEST(BatchPool, PoolMayEndAfterItsBatches) {
  int released = 0;
  auto pool = std::make_unique<BatchPool>();
  OwnedBatch batch = pool->take();
  OwnedBatch other = pool->take();
  batch->services->keep(batch.get(), {&released, [](void* data) { ++*static_cast<int*>(data); }});
  other.reset();
  batch.reset();
  pool.reset();
  EXPECT_EQ(released, 1);
}

// Batches are filled by one thread and released by another, as in a run.
TEST(BatchPool, ThreadsTakeAndReleaseAtTheSameTime) {
  constexpr int thread_count = 4;
  constexpr int rounds = 500;
  BatchPool pool(3);
  std::atomic<int> released = 0;
  std::mutex mutex;
  std::vector<OwnedBatch> filled;
  const auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      OwnedBatch batch = pool.take();
      ASSERT_NE(batch, nullptr);
      const Batch view(batch.get());
      std::memset(view.allocate<char>(1000), i & 0xFF, 1000);
      view.append(view.add_event(), "n", int_value(i));
      batch->services->keep(batch.get(), {&released, [](void* data) {
                                            static_cast<std::atomic<int>*>(data)->fetch_add(1);
                                          }});
      const std::lock_guard lock(mutex);
      filled.push_back(std::move(batch));
      if (filled.size() > 5) {
        std::swap(filled.front(), filled.back());
        filled.pop_back();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < thread_count; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  filled.clear();
  EXPECT_EQ(released, thread_count * rounds);
}

}  // namespace
}  // namespace sluice::data
