#include <algorithm>
#include <chrono>

#include <data/json_services.hpp>
#include <flow/component_host.hpp>
#include <sluice/abi/ext/once.h>
#include <sluice/abi/ext/trace.h>
#include <sluice/value.hpp>

namespace sluice::flow {
namespace {

int64_t unix_time_ms(void*) {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

int64_t monotonic_time_ms(void*) {
  return monotonic_ms();
}

}  // namespace

// See abi/ext.
const void* ComponentHost::get_extension(void* context, const char* id) {
  static constexpr sluice_ext_trace trace{
      sizeof(sluice_ext_trace), 0,
      [](void* host, const sluice_event* event, sluice_text step, sluice_text note) {
        of(host).services_.observer->step(*event, of(host).component_, view(step), view(note));
      }};
  static constexpr sluice_ext_once once{sizeof(sluice_ext_once), 0,
                                        [](void* host, sluice_text key) -> int32_t {
                                          return of(host).once_->add(view(key)) ? 1 : 0;
                                        }};
  const HostServices& services = of(context).services_;
  const std::string_view wanted(id == nullptr ? "" : id);
  if (wanted == SLUICE_EXT_ONCE) return &once;
  if (wanted == SLUICE_EXT_SINKS) return services.sinks;
  if (wanted == SLUICE_EXT_TRACE && services.observer != nullptr) return &trace;
  return nullptr;
}

ComponentHost::ComponentHost(std::string component, const HostServices& services,
                             StopWhen stop_when, std::shared_ptr<OnceKeys> once)
    : component_(std::move(component)),
      services_(services),
      stop_when_(stop_when),
      once_(once != nullptr ? std::move(once) : std::make_shared<OnceKeys>()) {
  abi_.struct_size = sizeof(sluice_host);
  abi_.abi_major = SLUICE_ABI_MAJOR;
  abi_.abi_minor = SLUICE_ABI_MINOR;
  abi_.context = this;
  abi_.engine_version = sluice::to_text(SLUICE_VERSION);
  abi_.json = &data::json_services();
  abi_.unix_time_ms = &unix_time_ms;
  abi_.monotonic_time_ms = &monotonic_time_ms;
  abi_.get_extension = &get_extension;
  abi_.log = [](void* context, int32_t level, sluice_text message) {
    const ComponentHost& host = of(context);
    const int32_t known = std::clamp<int32_t>(level, SLUICE_LOG_DEBUG, SLUICE_LOG_ERROR);
    host.services_.log.log(static_cast<LogLevel>(known), host.component_, view(message));
  };
  abi_.count = [](void* context, sluice_text name, uint64_t delta) {
    const ComponentHost& host = of(context);
    host.services_.counters.add(host.component_, view(name), delta);
  };
  abi_.stop_requested = [](void* context) -> int32_t {
    const ComponentHost& host = of(context);
    const Control& control = host.services_.control;
    return host.stop_when_ == StopWhen::stopping ? control.stopping() : control.expired();
  };
  abi_.create_batch = [](void* context) { return of(context).services_.batches.take().release(); };
}

}  // namespace sluice::flow
