// Any bytes, read by the cloudwatch-awslogs source as they are and as the content of an awslogs
// event: whatever the size of reads, windows and batches, the events are the same and write as
// JSON; every live event reads again from its original.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <cloudwatch-awslogs/awslogs_source.hpp>
#include <support/plugin_host.hpp>

#include <kit/base64.hpp>
#include <kit/gzip.hpp>

namespace {

using namespace sluice;

struct Outcome {
  std::string all;
  std::string first_json;
  std::string first_original;  // of a live event, with prefix and suffix
  size_t events = 0;
};

Outcome drain(testing::PluginHost& host, std::string_view input, AwslogsSizes sizes,
              uint32_t wanted_events) {
  static const std::string_view options =
      "{\"max_record_bytes\":100000,\"max_decoded_bytes\":1000000}";
  AwslogsSource source(host.host(), sizes);
  if (!source.init(host.settings(options)).ok()) std::abort();
  const sluice_trigger trigger{sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {}, to_text(input)};
  if (!source.open(trigger).ok()) std::abort();
  Outcome out;
  for (;;) {
    OwnedBatch batch = host.batch();
    batch->wanted_events = wanted_events;
    Result<ReadState> state = source.read(Batch(batch.get()));
    for (const sluice_event& event : Batch(batch.get()).events()) {
      const std::string json = testing::PluginHost::json(event);
      const std::string original = std::string(view(event.origin->original_prefix)) +
                                   std::string(view(event.original)) +
                                   std::string(view(event.origin->original_suffix));
      if (event.state == SLUICE_EVENT_LIVE && out.first_original.empty()) {
        out.first_json = json;
        out.first_original = original;
      }
      ++out.events;
      out.all += json;
      out.all += view(event.reason);
      out.all += std::string_view(event.id, event.id_size);
      out.all += original;
      out.all += std::to_string(event.line) + " " + std::to_string(event.offset) + "\n";
    }
    if (!state.ok()) {
      out.all += state.error().message;
      return out;
    }
    if (*state == ReadState::end) return out;
  }
}

void check(testing::PluginHost& host, std::string_view input) {
  const Outcome whole = drain(host, input, {}, UINT32_MAX);
  if (drain(host, input, {1, 1}, UINT32_MAX).all != whole.all) std::abort();
  if (drain(host, input, {50, 20}, 1).all != whole.all) std::abort();
  if (whole.first_original.empty()) return;
  const Outcome again = drain(host, whole.first_original, {}, UINT32_MAX);
  if (again.events != 1 || again.first_json != whole.first_json) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static testing::PluginHost* host = new testing::PluginHost;
  check(*host, input);
  // The same bytes as a document inside an awslogs event, which random bytes never are.
  kit::Deflater deflater;
  std::string compressed;
  if (!deflater.compress(input, compressed).ok()) std::abort();
  std::string event = "{\"awslogs\":{\"data\":\"";
  kit::encode_base64(compressed, event);
  event += "\"}}";
  check(*host, event);
  return 0;
}
