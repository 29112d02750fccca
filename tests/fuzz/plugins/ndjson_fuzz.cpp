// Any bytes, read by the ndjson source: whatever the size of blocks and batches, the events are the
// same and write as JSON; every byte of the input is in `input_bytes`.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <ndjson/ndjson_source.hpp>
#include <support/plugin_host.hpp>

namespace {

using namespace sluice;

std::string drain(testing::PluginHost& host, std::string_view input, size_t block_bytes,
                  uint32_t wanted_events) {
  NdjsonSource source(host.host(), block_bytes);
  if (!source.init(host.settings("{\"max_line_bytes\":300,\"id_field\":\"i\"}")).ok()) std::abort();
  const sluice_trigger trigger{sizeof(sluice_trigger), SLUICE_TRIGGER_PAYLOAD, {}, to_text(input)};
  if (!source.open(trigger).ok()) std::abort();
  std::string all;
  for (;;) {
    OwnedBatch batch = host.batch();
    batch->wanted_events = wanted_events;
    Result<ReadState> state = source.read(Batch(batch.get()));
    for (const sluice_event& event : Batch(batch.get()).events()) {
      all += testing::PluginHost::json(event);
      all += view(event.reason);
      all += std::string_view(event.id, event.id_size);
      all += view(event.original);
      all += std::to_string(event.line) + " " + std::to_string(event.offset) + "\n";
    }
    if (!state.ok()) return all + state.error().message;
    if (*state == ReadState::end) return all;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static testing::PluginHost host;
  const std::string all = drain(host, input, size_t{1} << 18, UINT32_MAX);
  if (drain(host, input, 16, UINT32_MAX) != all) std::abort();
  if (drain(host, input, 100, 1) != all) std::abort();
  return 0;
}
