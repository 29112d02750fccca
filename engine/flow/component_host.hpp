// The sluice_host of one component instance. Its functions may be called from any thread.
#pragma once

#include <memory>
#include <string>

#include <data/batch_pool.hpp>
#include <flow/control.hpp>
#include <flow/ledger.hpp>
#include <flow/log.hpp>
#include <flow/observer.hpp>
#include <flow/once_keys.hpp>
#include <sluice/abi/ext/sinks.h>
#include <sluice/abi/host.h>

namespace sluice::flow {

/// When a component is told to stop: a source when no more should be read, everything behind it
/// when no more can be delivered.
enum class StopWhen : uint8_t { stopping, expired };

/// What a run lends to its components; outlives them.
struct HostServices {
  const Logger& log;
  Counters& counters;
  const Control& control;
  data::BatchPool& batches;
  const sluice_ext_sinks* sinks = nullptr;  // null: the components do not learn their names
  Observer* observer = nullptr;             // null: steps are not traced
};

class ComponentHost {
 public:
  /// `once` is shared by the instances of one component in all lanes; null: there is one only.
  ComponentHost(std::string component, const HostServices& services, StopWhen stop_when,
                std::shared_ptr<OnceKeys> once = nullptr);
  ComponentHost(const ComponentHost&) = delete;
  ComponentHost& operator=(const ComponentHost&) = delete;

  const sluice_host* abi() const { return &abi_; }

 private:
  static const void* get_extension(void* context, const char* id);

  static const ComponentHost& of(void* context) {
    return *static_cast<const ComponentHost*>(context);
  }

  std::string component_;
  HostServices services_;
  StopWhen stop_when_;
  std::shared_ptr<OnceKeys> once_;
  sluice_host abi_{};
};

}  // namespace sluice::flow
