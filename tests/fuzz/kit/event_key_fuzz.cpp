// Keys: any text is a path, an expression or refused with a message at its setting; reading a key
// says why when it fails; and a value has the same key raw and opened. The first line is the key,
// the rest an event.
#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <support/plugin_host.hpp>

#include <kit/select/event_key.hpp>

namespace {

using sluice::Batch;
using sluice::EventKey;

void open_deeply(sluice::Json json, Batch batch, sluice_value& value) {
  json.open(batch, value);
  const bool is_object = value.type == SLUICE_VALUE_OBJECT;
  for (uint32_t i = 0; (is_object || value.type == SLUICE_VALUE_ARRAY) && i < value.size; ++i) {
    open_deeply(json, batch, is_object ? value.as.fields[i].value : value.as.items[i]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static sluice::testing::PluginHost host;
  const sluice::Json json = host.host().json();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t line = std::min(bytes.find('\n'), bytes.size());
  const sluice_value setting = sluice::text_value(bytes.substr(0, line));
  const auto key = EventKey::compile(setting);
  if (!key && (key.error().message.empty() || key.error().at != &setting)) std::abort();

  sluice::OwnedBatch owned;
  const std::string_view text = bytes.substr(std::min(line + 1, bytes.size()));
  try {
    owned = host.events({std::string(text)});
  } catch (const std::invalid_argument&) {
    return 0;  // no event
  }
  const Batch batch(owned.get());
  sluice_event& event = owned->events[0];
  // What is deeper is taken as it is written.
  const auto opens = [](char c) { return c == '{' || c == '['; };
  const bool is_shallow = std::count_if(text.begin(), text.end(), opens) < 100;
  if (key) {
    sluice::EventEditor editor(batch, json);
    editor.select(event);
    sluice::kit::Hash128 hash;
    std::string_view why;
    const EventKey::Read read = key->read(editor, hash, why);
    if ((read == EventKey::Read::failed) == why.empty()) std::abort();
  }
  for (uint32_t i = 0; i < event.field_count && is_shallow; ++i) {
    sluice_value& value = event.fields[i].value;
    const sluice::kit::Hash128 raw = hash_value(value, batch, json);
    open_deeply(json, batch, value);
    if (!(hash_value(value, batch, json) == raw)) std::abort();
  }
  return 0;
}
