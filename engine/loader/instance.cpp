#include <algorithm>
#include <cassert>
#include <cstring>
#include <exception>

#include <fmt/format.h>

#include <loader/instance.hpp>

namespace sluice::loader {
namespace {

// A plugin must not throw through the boundary; one that does is contained here all the same.
Error thrown(const Component& component, std::string_view call, std::string_view what) {
  return fatal(fmt::format(
      "{} \"{}\" of plugin \"{}\" (version {}; built for ABI {}, this engine speaks {}.{}) threw "
      "an exception out of {}: {}",
      to_string(component.role), component.id, component.file, component.version, SLUICE_ABI_MAJOR,
      SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR, call, what));
}

void put_message(ErrorBuffer& error, std::string_view message) {
  sluice_error* out = error.get();
  out->size = static_cast<uint32_t>(std::min<size_t>(message.size(), out->capacity));
  std::memcpy(out->message, message.data(), out->size);
}

}  // namespace

class Instance::CallCheck {
 public:
#ifndef NDEBUG
  explicit CallCheck(const Instance& instance) : in_call_(instance.in_call_) {
    const bool overlaps = in_call_.exchange(true);
    assert(!overlaps && "two calls on one instance at once");
  }
  ~CallCheck() {
    in_call_ = false;
  }

 private:
  std::atomic<bool>& in_call_;
#else
  explicit CallCheck(const Instance&) {}
#endif
};

template <class Call>
sluice_status Instance::guarded(std::string_view call, ErrorBuffer& error, Call&& body) const {
  [[maybe_unused]] const CallCheck check(*this);
  try {
    return body();
  } catch (const std::exception& exception) {
    put_message(error, thrown(component_, call, exception.what()).message);
  } catch (...) {
    put_message(error, thrown(component_, call, "of unknown type").message);
  }
  return SLUICE_FATAL;
}

Error Instance::failure(std::string_view call, sluice_status status,
                        const ErrorBuffer& error) const {
  Error result = error.to_error(status);
  if (result.message.empty()) {
    result.message = fmt::format("{} \"{}\" failed in {} without saying why (status {})",
                                 to_string(component_.role), component_.id, call, status);
  }
  return result;
}

Instance::Instance(const Component& component, const sluice_host* host) : component_(component) {
  ErrorBuffer error;
  guarded("create", error, [&] {
    self_ = component_.functions.create(host);
    return SLUICE_OK;
  });
}

Instance::~Instance() {
  if (self_ == nullptr) return;
  (void)stop();
  ErrorBuffer error;
  guarded("destroy", error, [&] {
    component_.functions.destroy(self_);
    return SLUICE_OK;
  });
}

Status Instance::init(const sluice_value* settings) {
  if (self_ == nullptr) {
    return fatal(fmt::format("{} \"{}\" of plugin \"{}\" could not create an instance",
                             to_string(component_.role), component_.id, component_.file));
  }
  ErrorBuffer error;
  const sluice_status status = guarded(
      "init", error, [&] { return component_.functions.init(self_, settings, error.get()); });
  if (status != SLUICE_OK) return failure("init", status, error);
  return {};
}

Status Instance::start() {
  if (component_.functions.start != nullptr) {
    ErrorBuffer error;
    const sluice_status status =
        guarded("start", error, [&] { return component_.functions.start(self_, error.get()); });
    if (status != SLUICE_OK) return failure("start", status, error);
  }
  started_ = true;
  return {};
}

Status Instance::stop() {
  if (!started_) return {};
  started_ = false;
  if (component_.functions.stop == nullptr) return {};
  ErrorBuffer error;
  const sluice_status status =
      guarded("stop", error, [&] { return component_.functions.stop(self_, error.get()); });
  if (status != SLUICE_OK) return failure("stop", status, error);
  return {};
}

Status SourceInstance::open(const sluice_trigger& trigger) {
  ErrorBuffer error;
  const sluice_status status =
      guarded("open", error, [&] { return calls().open(self(), &trigger, error.get()); });
  if (status != SLUICE_OK) return failure("open", status, error);
  return {};
}

Result<bool> SourceInstance::read(sluice_batch* batch) {
  ErrorBuffer error;
  const sluice_status status =
      guarded("read", error, [&] { return calls().read(self(), batch, error.get()); });
  if (status == SLUICE_OK) return true;
  if (status == SLUICE_END) return false;
  return failure("read", status, error);
}

void SourceInstance::settle(uint64_t token, const sluice_settlement& settlement) {
  if (calls().settle == nullptr) return;
  ErrorBuffer error;
  guarded("settle", error, [&] {
    calls().settle(self(), token, &settlement);
    return SLUICE_OK;
  });
}

void SourceInstance::close() {
  ErrorBuffer error;
  guarded("close", error, [&] {
    calls().close(self());
    return SLUICE_OK;
  });
}

Status TransformInstance::apply(sluice_batch* batch) {
  ErrorBuffer error;
  const sluice_status status =
      guarded("apply", error, [&] { return calls().apply(self(), batch, error.get()); });
  if (status != SLUICE_OK) return failure("apply", status, error);
  return {};
}

sluice_sink_limits SinkInstance::limits() {
  sluice_sink_limits limits{};
  limits.struct_size = sizeof limits;
  if (calls().limits == nullptr) return limits;
  ErrorBuffer error;
  guarded("limits", error, [&] {
    calls().limits(self(), &limits);
    return SLUICE_OK;
  });
  return limits;
}

Status SinkInstance::begin() {
  if (calls().begin == nullptr) return {};
  ErrorBuffer error;
  const sluice_status status =
      guarded("begin", error, [&] { return calls().begin(self(), error.get()); });
  if (status != SLUICE_OK) return failure("begin", status, error);
  return {};
}

sluice_status SinkInstance::encode(const sluice_event& event, sluice_buffer& body,
                                   ErrorBuffer& error) {
  const uint64_t size_before = body.size;
  const sluice_status status =
      guarded("encode", error, [&] { return calls().encode(self(), &event, &body, error.get()); });
  if (status != SLUICE_OK) body.size = size_before;
  return status;
}

Status SinkInstance::deliver(const sluice_request& request, sluice_delivery& delivery) {
  ErrorBuffer error;
  const sluice_status status = guarded(
      "deliver", error, [&] { return calls().deliver(self(), &request, &delivery, error.get()); });
  if (status != SLUICE_OK) return failure("deliver", status, error);
  return {};
}

bool is_stateful(const Component& component) {
  const auto* calls = std::get_if<sluice_transform_functions>(&component.calls);
  return calls != nullptr && (calls->flags & SLUICE_TRANSFORM_STATEFUL) != 0;
}

}  // namespace sluice::loader
