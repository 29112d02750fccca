// Components that do as they are told, and a host and a batch without an engine behind them.
#pragma once

#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include <sluice/plugin.hpp>

namespace sluice::testing {

enum class Act { succeed, fail, bad_alloc, std_exception, unknown_exception };

inline constexpr Act every_exception[] = {Act::bad_alloc, Act::std_exception,
                                          Act::unknown_exception};

/// What the components below do, and what they were called with. Reset by each test.
struct Script {
  Act act = Act::succeed;
  Error error = fatal("it was told to fail");
  ReadState state = ReadState::more;
  std::vector<std::string> calls;
  int living = 0;
};
inline Script script;

inline Status play(const char* call) {
  script.calls.emplace_back(call);
  switch (script.act) {
    case Act::succeed:
      return {};
    case Act::fail:
      return script.error;
    case Act::bad_alloc:
      throw std::bad_alloc();
    case Act::std_exception:
      throw std::runtime_error("the reason of the exception");
    case Act::unknown_exception:
      throw 42;
  }
  return {};
}

/// Counts the instances; construction does as told too.
template <class Base>
class Scripted : public Base {
 public:
  explicit Scripted(Host host) : Base(host) {
    (void)play("create");
    ++script.living;
  }
  ~Scripted() override { --script.living; }
  Status init(const Settings&) override { return play("init"); }
  Status start() override { return play("start"); }
  Status stop() override { return play("stop"); }
};

class ScriptedSource : public Scripted<Source> {
 public:
  using Scripted::Scripted;
  Status open(const sluice_trigger&) override { return play("open"); }
  Result<ReadState> read(Batch) override {
    if (Status status = play("read"); !status) return status.error();
    return script.state;
  }
  void settle(uint64_t, const sluice_settlement&) override { (void)play("settle"); }
  void close() override { (void)play("close"); }
};

class ScriptedTransform : public Scripted<Transform> {
 public:
  using Scripted::Scripted;
  Status apply(Batch) override { return play("apply"); }
};

class ScriptedSink : public Scripted<Sink> {
 public:
  using Scripted::Scripted;
  void limits(sluice_sink_limits& limits) override {
    limits.max_documents = 7;
    (void)play("limits");
  }
  Status begin() override { return play("begin"); }
  Status encode(const sluice_event&, sluice_buffer& body) override {
    append(body, "half an event");  // before it fails, as a careless sink does
    return play("encode");
  }
  Status deliver(const sluice_request&, sluice_delivery&) override { return play("deliver"); }
};

/// A batch whose arena is too small for anything, so that each allocation is one of its own and
/// AddressSanitizer sees its bounds. `failing` makes every service fail.
class PlainBatch {
 public:
  PlainBatch() {
    static constexpr sluice_batch_services services{sizeof(sluice_batch_services), 0, &allocate,
                                                    &reserve_events, &keep};
    abi_.struct_size = sizeof abi_;
    abi_.wanted_events = UINT32_MAX;
    abi_.wanted_bytes = UINT64_MAX;
    abi_.services = &services;
    abi_.private_data = this;
  }
  ~PlainBatch() {
    for (const sluice_kept_buffer& buffer : kept_) buffer.release(buffer.private_data);
    for (void* memory : memory_) std::free(memory);
  }
  PlainBatch(const PlainBatch&) = delete;
  PlainBatch& operator=(const PlainBatch&) = delete;

  sluice_batch* abi() { return &abi_; }

  bool failing = false;
  int allocations = 0;

 private:
  static PlainBatch& of(sluice_batch* batch) {
    return *static_cast<PlainBatch*>(batch->private_data);
  }
  static void* allocate(sluice_batch* batch, uint64_t size) {
    PlainBatch& self = of(batch);
    if (self.failing) return nullptr;
    ++self.allocations;
    return self.memory_.emplace_back(std::malloc(size));
  }
  static sluice_status reserve_events(sluice_batch* batch, uint32_t count) {
    PlainBatch& self = of(batch);
    if (self.failing) return SLUICE_FATAL;
    self.events_.resize(batch->event_count + count);
    batch->events = self.events_.data();
    batch->event_capacity = static_cast<uint32_t>(self.events_.size());
    return SLUICE_OK;
  }
  static sluice_status keep(sluice_batch* batch, sluice_kept_buffer buffer) {
    PlainBatch& self = of(batch);
    if (self.failing) return SLUICE_FATAL;
    self.kept_.push_back(buffer);
    return SLUICE_OK;
  }

  sluice_batch abi_{};
  std::vector<void*> memory_;
  std::vector<sluice_event> events_;
  std::vector<sluice_kept_buffer> kept_;
};

}  // namespace sluice::testing
