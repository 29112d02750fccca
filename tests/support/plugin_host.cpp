#include <chrono>
#include <stdexcept>

#include <support/plugin_host.hpp>

#include <data/buffer.hpp>
#include <data/json_services.hpp>

namespace sluice::testing {
namespace {

const Json services{&data::json_services()};

sluice_json_result read_json(Batch batch, std::string_view text) {
  if (!services.valid_utf8(text)) throw std::invalid_argument("test JSON is not UTF-8");
  const std::string_view copy = batch.copy(text);
  sluice_json_result result{};
  ErrorBuffer error;
  if (services.read(batch, const_cast<char*>(copy.data()), copy.size(),
                    SLUICE_JSON_OPEN | SLUICE_JSON_LAST, result, error) != SLUICE_OK) {
    throw std::invalid_argument("test JSON: " + std::string(error.message()));
  }
  return result;
}

void open_deeply(Batch batch, sluice_value& value) {
  services.open(batch, value);
  if (value.type == SLUICE_VALUE_OBJECT) {
    for (uint32_t i = 0; i < value.size; ++i) open_deeply(batch, value.as.fields[i].value);
  } else if (value.type == SLUICE_VALUE_ARRAY) {
    for (uint32_t i = 0; i < value.size; ++i) open_deeply(batch, value.as.items[i]);
  }
}

template <class Clock>
int64_t now_ms() {
  using std::chrono::milliseconds;
  return std::chrono::duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
}

const char* level_name(int32_t level) {
  switch (level) {
    case SLUICE_LOG_DEBUG:
      return "debug";
    case SLUICE_LOG_INFO:
      return "info";
    case SLUICE_LOG_WARNING:
      return "warning";
    default:
      return "error";
  }
}

}  // namespace

PluginHost::PluginHost() : settings_memory_(pool_.take()) {
  abi_.struct_size = sizeof(sluice_host);
  abi_.abi_major = SLUICE_ABI_MAJOR;
  abi_.abi_minor = SLUICE_ABI_MINOR;
  abi_.context = this;
  abi_.engine_version = SLUICE_TEXT("0.0.0-test");
  abi_.json = &data::json_services();
  abi_.log = [](void* context, int32_t level, sluice_text message) {
    const std::lock_guard lock(of(context).mutex_);
    of(context).log_.push_back({level, std::string(view(message))});
  };
  abi_.count = [](void* context, sluice_text name, uint64_t delta) {
    const std::lock_guard lock(of(context).mutex_);
    of(context).counters_[std::string(view(name))] += delta;
  };
  abi_.unix_time_ms = [](void* context) {
    const int64_t fixed = of(context).time_ms_;
    return fixed >= 0 ? fixed : now_ms<std::chrono::system_clock>();
  };
  abi_.monotonic_time_ms = [](void* context) {
    const int64_t fixed = of(context).time_ms_;
    return fixed >= 0 ? fixed : now_ms<std::chrono::steady_clock>();
  };
  abi_.stop_requested = [](void* context) -> int32_t { return of(context).stop_ ? 1 : 0; };
  abi_.create_batch = [](void* context) { return of(context).pool_.take().release(); };
  abi_.get_extension = [](void* context, const char* id) -> const void* {
    const std::lock_guard lock(of(context).mutex_);
    const auto found = of(context).extensions_.find(id);
    return found == of(context).extensions_.end() ? nullptr : found->second;
  };
}

std::vector<LogLine> PluginHost::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

std::string PluginHost::log_text() const {
  std::string text;
  for (const LogLine& line : log()) {
    text.append(level_name(line.level)).append(": ").append(line.text).append("\n");
  }
  return text;
}

size_t PluginHost::logged(std::string_view part) const {
  size_t count = 0;
  for (const LogLine& line : log()) count += line.text.find(part) != std::string::npos ? 1 : 0;
  return count;
}

uint64_t PluginHost::counter(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto found = counters_.find(name);
  return found == counters_.end() ? 0 : found->second;
}

std::map<std::string, uint64_t, std::less<>> PluginHost::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

void PluginHost::set_extension(std::string id, const void* extension) {
  const std::lock_guard lock(mutex_);
  extensions_[std::move(id)] = extension;
}

OwnedBatch PluginHost::events(const std::vector<std::string>& objects) {
  OwnedBatch owned = batch();
  for (const std::string& object : objects) add_event(Batch(owned.get()), object);
  return owned;
}

sluice_event& PluginHost::add_event(Batch batch, std::string_view object) {
  const sluice_json_result result = read_json(batch, object);
  if (result.value.type != SLUICE_VALUE_OBJECT) {
    throw std::invalid_argument("an event is an object");
  }
  sluice_event& event = batch.add_event();
  event.fields = result.value.as.fields;
  event.field_count = result.value.size;
  event.field_capacity = result.capacity;
  event.original = to_text(batch.copy(object));
  return event;
}

Settings PluginHost::settings(std::string_view json) {
  const Batch batch(settings_memory_.get());
  auto* root = batch.allocate<sluice_value>(1);
  *root = read_json(batch, json).value;
  open_deeply(batch, *root);
  return Settings(root);
}

std::string PluginHost::json(const sluice_event& event) {
  data::Buffer buffer;
  services.write_object(event, buffer.abi());
  return std::string(buffer.view());
}

std::string PluginHost::json(const sluice_value& value) {
  data::Buffer buffer;
  services.write(value, buffer.abi());
  return std::string(buffer.view());
}

std::string PluginHost::json_lines(Batch batch) {
  std::string lines;
  for (const sluice_event& event : batch.events()) lines += json(event) + "\n";
  return lines;
}

}  // namespace sluice::testing
