#include "source_run.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <kit/base64.hpp>

namespace sluice::testing {
namespace {

Seen see(const sluice_event& event) {
  Seen seen{};
  if (event.state == SLUICE_EVENT_LIVE) seen.json = PluginHost::json(event);
  seen.reason = view(event.reason);
  seen.id.assign(event.id, event.id_size);
  seen.timestamp_ms = event.timestamp_ms;
  seen.original = view(event.original);
  EXPECT_NE(event.origin, nullptr);
  if (event.origin != nullptr) {
    seen.prefix = view(event.origin->original_prefix);
    seen.suffix = view(event.origin->original_suffix);
    EXPECT_FALSE(view(event.origin->input).empty());
  }
  seen.line = event.line;
  seen.offset = event.offset;
  seen.index = event.index;
  EXPECT_LE(event.field_count, event.field_capacity);
  return seen;
}

std::string compress(std::string_view text, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
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

Outcome run_trigger(PluginHost& host, const sluice_trigger& trigger, const RunOptions& options) {
  AwslogsSource source(host.host(), options.sizes);
  EXPECT_TRUE(source.init(host.settings(options.settings)).ok());
  const Status opened = source.open(trigger);
  if (!opened.ok()) {
    Outcome out;
    out.error = opened.error().message;
    return out;
  }
  Outcome out = drain(host, source, options);
  source.close();
  return out;
}

}  // namespace

std::string Outcome::lines() const {
  std::string text;
  for (const Seen& event : events) {
    text += (event.reason.empty() ? event.json : "! " + event.reason) + "\n";
  }
  return text;
}

Outcome run(PluginHost& host, std::string_view input, const RunOptions& options) {
  return run_trigger(host,
                     {sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {nullptr, 0}, to_text(input)},
                     options);
}

Outcome run_file(PluginHost& host, const std::string& path, const RunOptions& options) {
  return run_trigger(
      host, {sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, to_text(path), {nullptr, 0}}, options);
}

Outcome drain(PluginHost& host, AwslogsSource& source, const RunOptions& options) {
  Outcome out;
  std::vector<OwnedBatch> held;
  uint64_t last_token = 0;
  for (;;) {
    OwnedBatch owned = host.batch();
    const Batch batch(owned.get());
    batch->wanted_events = options.wanted_events;
    batch->wanted_bytes = options.wanted_bytes;
    Result<ReadState> state = source.read(batch);
    EXPECT_GT(batch->token, last_token);
    last_token = batch->token;
    EXPECT_LE(batch->event_count, options.wanted_events);
    out.input_bytes += batch->input_bytes;
    ++out.batches;
    held.push_back(std::move(owned));
    if (!state.ok()) {
      EXPECT_EQ(state.error().code, StatusCode::fatal);
      out.error = state.error().message;
    }
    if (!state.ok() || *state == ReadState::end) break;
  }
  for (const OwnedBatch& batch : held) {
    for (const sluice_event& event : Batch(batch.get()).events()) out.events.push_back(see(event));
  }
  return out;
}

std::string gzip(std::string_view text) {
  return compress(text, 16 + MAX_WBITS);
}
std::string zlib(std::string_view text) {
  return compress(text, MAX_WBITS);
}

std::string awslogs_event(std::string_view compressed) {
  std::string out = "{\"awslogs\":{\"data\":\"";
  kit::encode_base64(compressed, out);
  return out + "\"}}";
}

std::string awslogs_text(std::string_view text) {
  return awslogs_event(gzip(text));
}

std::string json_text(std::string_view text) {
  std::string out(1, '"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\0') {
      out += "\\u0000";
    } else {
      out += c;
    }
  }
  return out += '"';
}

std::string log_event(int id, std::string_view message) {
  return "{\"id\":\"id" + std::to_string(id) + "\",\"timestamp\":" + std::to_string(1000 + id) +
         ",\"message\":" + json_text(message) + "}";
}

std::string document(std::string_view log_events) {
  return std::string("{").append(envelope).append(",\"logEvents\":[").append(log_events) + "]}";
}

}  // namespace sluice::testing
