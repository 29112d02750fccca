// Any JSON object as an event, through a long list of steps of all kinds: whatever they find, the
// event stays JSON, and doing it again to a fresh copy gives the same. Input that is no JSON object
// is the seed of one made at random.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <data_testing/random_json.hpp>
#include <map/map_transform.hpp>
#include <support/plugin_host.hpp>

namespace {

using namespace sluice;

// Paths are short, so that mutated events have such fields.
constexpr std::string_view steps = R"json({"steps":[
  {"rename":{"a":"b.c","d[0]":"e","f.g":"f"}},
  {"copy":{"b":"c","_meta.source":"s"},"override":false},
  {"set":{"t":"${a}-${b.c}-${d[1].e}","o.p":{"q":["${e}"]},"x":{"expr":"a == b"}}},
  {"set":{"field":"y","copy_from":"f","ignore_empty_value":true}},
  {"default":{"a":[1],"z.z":"${z}"}},
  {"convert":{"a":"integer","b.c":"float","c":"boolean","d":"string","e":"ip","f":"auto"},
   "ignore_failure":true},
  {"json":{"field":"c","target_field":"j"},"on_failure":[{"copy":{"_failure":"k"}}]},
  {"json":{"field":"e","add_to_root":true,"add_to_root_conflict_strategy":"merge"}},
  {"json":{"field":"d","encode":true,"target_field":"n"}},
  {"date":{"field":"a","target_field":"w","formats":["ISO8601","UNIX_MS","%b %e %T"]}},
  {"append":{"field":"l","value":["${a}",{"b":"${c}"}],"allow_duplicates":false}},
  {"append":{"field":"a","copy_from":["a","b","l"],"allow_duplicates":false}},
  {"foreach":{"field":"d","steps":[{"set":{"_value.v":"${_key}"}},
    {"remove":["_value"],"if":"_key == 'a'"},{"foreach":{"field":"_value","steps":[
      {"convert":{"_value":"integer"},"ignore_failure":true}]}}]}},
  {"dot_expander":{"field":"*"}},
  {"flatten":{"field":"b","target_field":"v"}},
  {"prune":{"fields":["c","o"]}},
  {"drop":{"if":"a == 'drop'"}},
  {"fail":{"message":"${a}"},"if":"a == 'fail'"},
  {"flatten":{"separator":"/"}},
  {"remove":["k","b.c[0]","_meta"]},
  {"prune":{}}
]})json";

std::string run(testing::PluginHost& host, MapTransform& map, std::string_view object) {
  OwnedBatch owned = host.batch();
  const Batch batch(owned.get());
  testing::PluginHost::add_event(batch, object);
  if (!map.apply(batch).ok()) std::abort();
  const sluice_event& event = owned->events[0];
  return testing::PluginHost::json(event) + "|" + std::to_string(event.state) + "|" +
         std::string(view(event.reason));
}

bool is_object(testing::PluginHost& host, std::string_view text) {
  OwnedBatch owned = host.batch();
  const Batch batch(owned.get());
  const Json json = host.host().json();
  if (!json.valid_utf8(text)) return false;
  const std::string_view copy = batch.copy(text);
  sluice_json_result result{};
  ErrorBuffer error;
  return json.read(batch, const_cast<char*>(copy.data()), copy.size(),
                   SLUICE_JSON_OPEN | SLUICE_JSON_LAST, result, error) == SLUICE_OK &&
         result.value.type == SLUICE_VALUE_OBJECT && result.consumed == text.size();
}

// An object whose fields, mostly those that the steps name, hold anything.
std::string random_event(std::string_view seed) {
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const char c : seed) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  data_testing::RandomJson random(hash);
  std::string event = "{";
  for (const char* name : {"a", "b", "c", "d", "e", "f", "l", "x", "x.y", "a.b", "_meta"}) {
    if ((hash = hash * 6364136223846793005u + 1) >> 62 == 0) continue;
    event.append(event.size() == 1 ? "\"" : ",\"").append(name).append("\":");
    event += random.document();
  }
  return event + "}";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static testing::PluginHost host;
  static MapTransform* const map = [] {
    auto* made = new MapTransform(host.host());
    if (!made->init(host.settings(steps)).ok() || !made->start().ok()) std::abort();
    return made;
  }();
  host.set_time_ms(1714557600000);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string event = is_object(host, input) ? std::string(input) : random_event(input);
  if (!is_object(host, event)) std::abort();
  const std::string once = run(host, *map, event);
  if (!is_object(host, once.substr(0, once.find('|')))) {
    // a bar may stand in the JSON itself: then it ends at a later one
    size_t end = once.find('|');
    while (end != std::string::npos && !is_object(host, once.substr(0, end))) {
      end = once.find('|', end + 1);
    }
    if (end == std::string::npos) std::abort();
  }
  if (run(host, *map, event) != once) std::abort();
  return 0;
}
