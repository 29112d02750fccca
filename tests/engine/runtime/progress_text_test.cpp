// What the live line says of a run.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include <runtime/progress_text.hpp>

namespace {

using namespace sluice::runtime;  // NOLINT: the tests of its functions

// A run of some seconds: `read` events up to `offset`, of which `delivered` have their outcome.
ProgressSample sample(int64_t at_ms, uint64_t offset, uint64_t read, uint64_t delivered) {
  ProgressSample made{at_ms, {}};
  made.progress.offset = offset;
  made.progress.bytes_in = offset;
  made.progress.read = read;
  made.progress.settled.delivered = delivered;
  return made;
}

TEST(ProgressText, OfPlainFiles) {
  const InputSizes sizes{{4 << 20, 4 << 20}, 2};
  const ProgressSample before = sample(6'000, 0, 0, 1'000'000);
  ProgressSample now = sample(8'000, 2 << 20, 2'000'000, 2'000'000);
  EXPECT_EQ(progress_text(now, before, sizes, 200),
            " 25%  2.0 MiB of 8.0 MiB  500,000 events/s  24s left  delivered 2,000,000");
  now.progress.finished_triggers = 1;
  EXPECT_EQ(progress_text(now, before, sizes, 200),
            " 75%  6.0 MiB of 8.0 MiB  500,000 events/s  3s left  delivered 2,000,000");
  now.progress.finished_triggers = 2;
  EXPECT_EQ(progress_text(now, before, sizes, 200),
            "100%  8.0 MiB of 8.0 MiB  500,000 events/s  0s left  delivered 2,000,000");
}

TEST(ProgressText, WhatWaitsInTheQueueIsNotDone) {
  EXPECT_EQ(progress_text(sample(10'000, 1000, 1000, 500), sample(9'000, 0, 0, 400),
                          InputSizes{{1000}, 1}, 200),
            " 50%  500 B of 1000 B  100 events/s  10s left  delivered 500");
}

TEST(ProgressText, OtherOutcomesAreNamedWhenThereAreAny) {
  ProgressSample now = sample(500, 100, 10, 1'234);
  now.progress.settled.duplicate = 1;
  now.progress.settled.filtered = 2'000;
  now.progress.settled.dead_lettered = 3;
  now.progress.settled.handed_back = 4;
  EXPECT_EQ(progress_text(now, now, {}, 200),
            "100 B read  0 events/s  delivered 1,234  duplicate 1  filtered 2,000  dead-lettered 3"
            "  handed back 4");
}

TEST(ProgressText, OfInputsWithoutAKnownEnd) {
  ProgressSample now = sample(10'000, 3'000, 10, 10);
  EXPECT_EQ(progress_text(now, now, InputSizes{{}, 3}, 200),
            "2.9 KiB read  input 1 of 3  0 events/s  delivered 10");
  now.progress.finished_triggers = 3;
  EXPECT_EQ(progress_text(now, now, InputSizes{{}, 3}, 200),
            "2.9 KiB read  input 3 of 3  0 events/s  delivered 10");
  EXPECT_EQ(progress_text(now, now, InputSizes{{0, 0}, 2}, 200),
            "2.9 KiB read  input 2 of 2  0 events/s  delivered 10");
}

TEST(ProgressText, LeavesOutWhatHasNoRoom) {
  const ProgressSample now = sample(8'000, 500, 10, 10);
  const InputSizes sizes{{1000}, 1};
  const std::string whole = progress_text(now, now, sizes, 200);
  for (size_t columns = 0; columns < whole.size(); ++columns) {
    const std::string text = progress_text(now, now, sizes, columns);
    EXPECT_LE(text.size(), columns);
    EXPECT_EQ(whole.substr(0, text.size()), text);
  }
  EXPECT_EQ(progress_text(now, now, sizes, 4), " 50%");
  EXPECT_EQ(progress_text(now, now, sizes, 3), "");
}

// A file that grew while it was read, or events that a transform added.
TEST(ProgressText, NeverMoreThanAll) {
  EXPECT_EQ(progress_text(sample(8'000, 5'000, 10, 20), sample(8'000, 0, 0, 0),
                          InputSizes{{1000}, 1}, 200),
            "100%  1000 B of 1000 B  0 events/s  0s left  delivered 20");
}

TEST(ProgressText, Numbers) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(1023), "1023 B");
  EXPECT_EQ(bytes_text(1024), "1.0 KiB");
  EXPECT_EQ(bytes_text((1 << 20) - 1), "1.0 MiB");
  EXPECT_EQ(bytes_text(uint64_t{3} << 29), "1.5 GiB");
  EXPECT_EQ(bytes_text(UINT64_MAX), "16384.0 PiB");
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(time_text(59), "59s");
  EXPECT_EQ(time_text(80), "1m 20s");
  EXPECT_EQ(time_text(7'380), "2h 3m");
}

TEST(ProgressText, MeasuresPlainFilesOnly) {
  const std::string folder = ::testing::TempDir();
  const std::string plain = folder + "/sluice-progress-plain";
  const std::string gzip = folder + "/sluice-progress-gzip";
  std::ofstream(plain) << "12345";
  std::ofstream(gzip) << "\x1f\x8b\x08";
  EXPECT_EQ(measure_inputs({plain, plain}).bytes, (std::vector<uint64_t>{5, 5}));
  EXPECT_EQ(measure_inputs({plain, gzip}).bytes, std::vector<uint64_t>());
  EXPECT_EQ(measure_inputs({plain, gzip}).inputs, 2u);
  EXPECT_EQ(measure_inputs({"-"}).bytes, std::vector<uint64_t>());
  EXPECT_EQ(measure_inputs({folder}).bytes, std::vector<uint64_t>());
  std::filesystem::remove(plain);
  std::filesystem::remove(gzip);
}

}  // namespace
