// Live instances of components: the life cycle of abi/plugin.h kept in order, sizes filled in, and
// whatever a plugin throws turned into an error that names its file. Which thread may call what
// stands in the ABI headers.
#pragma once

#include <atomic>
#include <memory>

#include <loader/descriptor.hpp>
#include <sluice/host.hpp>
#include <sluice/result.hpp>

namespace sluice::loader {

/// What all roles share: create → init → start → ... → stop → destroy.
class Instance {
 public:
  /// Creates and initialises. `host` and `settings` outlive the instance.
  Instance(const Component& component, const sluice_host* host);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  Status init(const sluice_value* settings);
  Status start();
  /// Does nothing unless started.
  Status stop();

  const Component& component() const { return component_; }

 protected:
  void* self() const { return self_; }

  // Calls into the plugin and turns a status into a Status; see the .cpp.
  template <class Call>
  sluice_status guarded(std::string_view call, ErrorBuffer& error, Call&& body) const;
  Error failure(std::string_view call, sluice_status status, const ErrorBuffer& error) const;

 private:
  // Debug builds check what the ABI promises to plugins: calls on one instance never overlap.
  class CallCheck;

  const Component& component_;
  void* self_ = nullptr;
  bool started_ = false;
#ifndef NDEBUG
  mutable std::atomic<bool> in_call_ = false;
#endif
};

class SourceInstance : public Instance {
 public:
  using Instance::Instance;
  Status open(const sluice_trigger& trigger);
  /// True: there is more to read.
  Result<bool> read(sluice_batch* batch);
  void settle(uint64_t token, const sluice_settlement& settlement);
  void close();

 private:
  const sluice_source_functions& calls() const {
    return std::get<sluice_source_functions>(component().calls);
  }
};

class TransformInstance : public Instance {
 public:
  using Instance::Instance;
  Status apply(sluice_batch* batch);

 private:
  const sluice_transform_functions& calls() const {
    return std::get<sluice_transform_functions>(component().calls);
  }
};

class SinkInstance : public Instance {
 public:
  using Instance::Instance;
  sluice_sink_limits limits();
  Status begin();
  /// SLUICE_OK, or why this event cannot be encoded; `error` says it.
  sluice_status encode(const sluice_event& event, sluice_buffer& body, ErrorBuffer& error);
  Status deliver(const sluice_request& request, sluice_delivery& delivery);

 private:
  const sluice_sink_functions& calls() const {
    return std::get<sluice_sink_functions>(component().calls);
  }
};

/// Whether a transform component keeps state between batches.
bool is_stateful(const Component& component);

}  // namespace sluice::loader
