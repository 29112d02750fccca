// Runs the ndjson source over an input and keeps what came out.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ndjson/ndjson_source.hpp>
#include <support/plugin_host.hpp>
#include <unistd.h>
#include <zlib.h>

namespace sluice::testing {

namespace fs = std::filesystem;

// What a test wants to know of one event.
struct Seen {
  std::string json;  // "" for a rejected one
  std::string reason;
  std::string original;
  std::string id;
  uint64_t line;
  uint64_t offset;
};

struct Outcome {
  std::vector<Seen> events;
  std::string error;
  uint64_t input_bytes = 0;

  std::string lines() const {
    std::string text;
    for (const Seen& event : events) text += event.json + "\n";
    return text;
  }
};

inline std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class NdjsonSourceTest : public ::testing::Test {
 protected:
  NdjsonSourceTest() {
    std::string pattern = (fs::temp_directory_path() / "sluice-ndjson-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~NdjsonSourceTest() override { fs::remove_all(folder_); }

  std::string file(const std::string& content, const std::string& name = "in.ndjson") {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return folder_ / name;
  }

  Outcome drain(NdjsonSource& source, uint32_t wanted_events = UINT32_MAX) {
    Outcome out;
    uint64_t last_token = 0;
    std::vector<OwnedBatch> held;  // as in a queue: their memory must stay as it is
    for (;;) {
      OwnedBatch owned = host_.batch();
      const Batch batch(owned.get());
      batch->wanted_events = wanted_events;
      auto state = source.read(batch);
      EXPECT_GT(batch->token, last_token);
      last_token = batch->token;
      EXPECT_LE(batch->event_count, wanted_events);
      out.input_bytes += batch->input_bytes;
      held.push_back(std::move(owned));
      if (!state.ok()) {
        EXPECT_EQ(state.error().code, sluice::StatusCode::fatal);
        out.error = state.error().message;
      }
      if (!state.ok() || *state == ReadState::end) break;
    }
    for (const OwnedBatch& batch : held) {
      for (const sluice_event& event : Batch(batch.get()).events())
        out.events.push_back(see(event));
    }
    return out;
  }

  static Seen see(const sluice_event& event) {
    EXPECT_NE(event.origin, nullptr);
    EXPECT_EQ(event.index, SLUICE_NO_INDEX);
    const bool live = event.state == SLUICE_EVENT_LIVE;
    return {live ? PluginHost::json(event) : "",
            std::string(view(event.reason)),
            std::string(view(event.original)),
            std::string(event.id, event.id_size),
            event.line,
            event.offset};
  }

  Outcome read_file(const std::string& path, const std::string& settings = "{}",
                    uint32_t wanted_events = UINT32_MAX,
                    size_t block_bytes = NdjsonSource::default_block_bytes) {
    NdjsonSource source(host_.host(), block_bytes);
    EXPECT_TRUE(source.init(host_.settings(settings)).ok());
    const sluice_trigger trigger{
        sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, sluice::to_text(path), {nullptr, 0}};
    auto opened = source.open(trigger);
    if (!opened.ok()) {
      Outcome out;
      out.error = opened.error().message;
      return out;
    }
    Outcome out = drain(source, wanted_events);
    source.close();
    return out;
  }

  Outcome read(const std::string& content, const std::string& settings = "{}",
               uint32_t wanted_events = UINT32_MAX,
               size_t block_bytes = NdjsonSource::default_block_bytes) {
    return read_file(file(content), settings, wanted_events, block_bytes);
  }

  PluginHost host_;
  fs::path folder_;
};

}  // namespace sluice::testing
