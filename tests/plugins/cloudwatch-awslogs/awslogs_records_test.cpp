// How records follow each other in an input, and what batches do not change.
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source_run.hpp"

namespace sluice::testing {
namespace {

namespace fs = std::filesystem;

class AwslogsRecords : public ::testing::Test {
 protected:
  AwslogsRecords() {
    std::string pattern = (fs::temp_directory_path() / "sluice-awslogs-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~AwslogsRecords() override { fs::remove_all(folder_); }

  // The ids of all events, in order.
  std::string ids(const Outcome& out) {
    EXPECT_EQ(out.error, "");
    std::string text;
    for (const Seen& seen : out.events) text += (seen.reason.empty() ? seen.id : "!") + " ";
    return text;
  }
  std::string ids(std::string_view input) { return ids(run(host_, input)); }

  PluginHost host_;
  fs::path folder_;
};

const std::string one = document(log_event(1, "a"));
const std::string two = document(log_event(2, "b") + "," + log_event(3, "{\"c\":1}"));

TEST_F(AwslogsRecords, LinesConcatenatedAndSpaced) {
  EXPECT_EQ(ids(""), "");
  EXPECT_EQ(ids(" \r\n\t\n"), "");
  EXPECT_EQ(ids(one + two), "id1 id2 id3 ");
  EXPECT_EQ(ids(awslogs_text(one) + awslogs_text(two)), "id1 id2 id3 ");
  EXPECT_EQ(ids(awslogs_text(one) + "\r\n\r\n" + two + "\n"), "id1 id2 id3 ");
  EXPECT_EQ(ids("\xEF\xBB\xBF" + one), "id1 ");
  EXPECT_EQ(ids("{\n  \"awslogs\": {\n    \"data\":\n" +
                awslogs_text(two).substr(std::string("{\"awslogs\":{\"data\":").size())),
            "id2 id3 ");
}

TEST_F(AwslogsRecords, LineAndOffsetOfEachRecord) {
  const std::string first = awslogs_text(one);
  const Outcome out = run(host_, "\n" + first + "\n\n" + two + two);
  ASSERT_EQ(out.events.size(), 5u);
  EXPECT_EQ(out.events[0].line, 2u);
  EXPECT_EQ(out.events[0].offset, 1u);
  EXPECT_EQ(out.events[2].line, 4u);
  EXPECT_EQ(out.events[2].offset, first.size() + 3);
  EXPECT_EQ(out.events[4].line, 4u);
  EXPECT_EQ(out.events[4].offset, first.size() + 3 + two.size());
}

TEST_F(AwslogsRecords, AFirehoseFileIsManyGzipMembers) {
  EXPECT_EQ(ids(gzip(one) + gzip(two) + gzip(std::string(control_message))), "id1 id2 id3 ");
}

TEST_F(AwslogsRecords, SeveralMembersAndDocumentsInOnePayload) {
  EXPECT_EQ(ids(awslogs_event(gzip(one) + gzip(two))), "id1 id2 id3 ");
  EXPECT_EQ(ids(awslogs_event(gzip(one + "\n" + two + std::string(control_message) + " "))),
            "id1 id2 id3 ");
  EXPECT_EQ(ids(awslogs_event(gzip(two.substr(0, 100)) + gzip(two.substr(100)))), "id2 id3 ");
  EXPECT_EQ(host_.counter("control_messages"), 1u);
}

TEST_F(AwslogsRecords, EscapedBase64AndOtherKeys) {
  std::string escaped = awslogs_text(two);
  for (size_t i = 0; (i = escaped.find('/', i)) != std::string::npos; i += 2) {
    escaped.insert(i, 1, '\\');
  }
  EXPECT_EQ(ids(escaped), "id2 id3 ");
  EXPECT_EQ(ids("{\"x\":1," + awslogs_text(two).substr(1)), "id2 id3 ");
  EXPECT_EQ(ids("{\"awslogs\":{\"data\":1},\"x\":2," + awslogs_text(two).substr(1)), "id2 id3 ");
}

// Records of all kinds, good and bad.
std::string mixed_input() {
  std::string input;
  for (int i = 0; i < 12; ++i) {
    std::string events;
    for (int k = 0; k < 7; ++k) {
      if (k > 0) events += k % 2 == 0 ? "," : " ,\n";
      events += log_event(
          100 * i + k, k % 3 == 0 ? "{\"a\":" + std::to_string(k) + ",\"id\":1}"
                                  : std::string(static_cast<size_t>(k) * 9, 'x') + "\xC3\xA9\xFF");
    }
    const std::string text = document(events);
    switch (i % 4) {
      case 0:
        input += awslogs_text(text) + "\n";
        break;
      case 1:
        input += text;
        break;
      case 2:
        input.append("\n").append(awslogs_text(text.substr(0, 200))).append("\nnot JSON\n\n");
        break;
      case 3:
        input += awslogs_event(gzip(text + text) + gzip(text));
        break;
    }
  }
  return input;
}

TEST_F(AwslogsRecords, OutputDoesNotDependOnBatchesReadsOrWindows) {
  const std::string input = mixed_input();
  const Outcome whole = run(host_, input);
  EXPECT_EQ(whole.events.size(), 3u * 7 * 5 + 6);
  for (const uint32_t wanted_events : {1u, 5u, UINT32_MAX}) {
    for (const size_t read_bytes : {1, 64, 1 << 19}) {
      for (const size_t window_bytes : {1, 100, 8 << 20}) {
        const Outcome out =
            run(host_, input, {"{}", wanted_events, UINT64_MAX, {read_bytes, window_bytes}});
        ASSERT_EQ(out.lines(), whole.lines())
            << wanted_events << " " << read_bytes << " " << window_bytes;
        EXPECT_TRUE(out.events == whole.events);
        EXPECT_EQ(out.input_bytes, whole.input_bytes);
      }
    }
  }
}

TEST_F(AwslogsRecords, StopsWhenTheBatchHasItsBytes) {
  const Outcome out = run(host_, two + two, {"{}", UINT32_MAX, 1, {}});
  EXPECT_EQ(out.events.size(), 4u);
  EXPECT_GE(out.batches, 4u);
}

TEST_F(AwslogsRecords, ReadsAPipeAsItComes) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  AwslogsSource source(host_.host());
  ASSERT_TRUE(
      source.open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, to_text(pipe), {nullptr, 0}}).ok());
  std::ofstream writer(pipe);
  writer << one << two.substr(0, 50) << std::flush;
  OwnedBatch batch = host_.batch();
  EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);
  EXPECT_EQ(batch->event_count, 1u);
  host_.request_stop();
  batch = host_.batch();
  EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);  // not the end
  EXPECT_EQ(batch->event_count, 0u);
  host_.request_stop(false);
  std::thread slow([&] {
    for (const char c : two.substr(50)) writer << c << std::flush;
    writer.close();
  });
  EXPECT_EQ(ids(drain(host_, source)), "id2 id3 ");
  slow.join();
}

TEST_F(AwslogsRecords, ATruncatedGzipFileGivesWhatCameBeforeAndThenAnError) {
  std::string content;
  unsigned random = 1;
  for (int i = 0; i < 3000; ++i) {
    random = random * 1664525 + 1013904223;
    content += document(log_event(i, std::to_string(random))) + "\n";
  }
  const std::string compressed = gzip(content);
  const std::string path = folder_ / "cut.gz";
  std::ofstream(path, std::ios::binary) << compressed.substr(0, compressed.size() / 2);
  const Outcome out = run_file(host_, path);
  EXPECT_GT(out.events.size(), 1000u);
  EXPECT_NE(out.error.find("cut.gz"), std::string::npos) << out.error;
  EXPECT_NE(out.error.find("truncated"), std::string::npos) << out.error;
  EXPECT_NE(out.error.find("(at line " + std::to_string(out.events.size() + 1) + ")"),
            std::string::npos)
      << out.error;
}

TEST_F(AwslogsRecords, AnInstanceReadsOneTriggerAfterTheOther) {
  AwslogsSource source(host_.host());
  const std::string path = folder_ / "in";
  std::ofstream(path) << two;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(
        source.open({sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, to_text(path), {nullptr, 0}})
            .ok());
    OwnedBatch batch = host_.batch();
    batch->wanted_events = 1;
    EXPECT_EQ(*source.read(Batch(batch.get())), ReadState::more);
    source.close();  // in the middle
  }
  ASSERT_TRUE(
      source.open({sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {nullptr, 0}, to_text(one)})
          .ok());
  EXPECT_EQ(ids(drain(host_, source)), "id1 ");
  EXPECT_NE(run_file(host_, "/nowhere").error, "");
}

}  // namespace
}  // namespace sluice::testing
