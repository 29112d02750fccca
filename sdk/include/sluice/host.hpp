// What the engine offers, as a class: log, counters, clocks, stop, JSON. Any thread may use it; the
// JSON functions belong to whoever holds the batch.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <sluice/abi/ext/once.h>
#include <sluice/abi/host.h>
#include <sluice/batch.hpp>
#include <sluice/result.hpp>

namespace sluice {

/// A sluice_error with its buffer, for calls into the other side.
class ErrorBuffer {
 public:
  ErrorBuffer() { reset(); }
  ErrorBuffer(const ErrorBuffer&) = delete;
  ErrorBuffer& operator=(const ErrorBuffer&) = delete;

  void reset() {
    error_ = sluice_error{};
    error_.struct_size = sizeof(sluice_error);
    error_.message = text_.data();
    error_.capacity = static_cast<uint32_t>(text_.size());
    error_.retry_after_ms = -1;
  }
  sluice_error* get() { return &error_; }
  std::string_view message() const { return {error_.message, error_.size}; }
  Error to_error(sluice_status status) const {
    return {static_cast<StatusCode>(status), std::string(message()), error_.retry_after_ms,
            error_.at};
  }

 private:
  std::array<char, 2048> text_;
  sluice_error error_;
};

/// Owns a batch made by the host.
struct ReleaseBatch {
  void operator()(sluice_batch* batch) const {
    if (batch != nullptr && batch->release != nullptr) batch->release(batch);
  }
};
using OwnedBatch = std::unique_ptr<sluice_batch, ReleaseBatch>;

/// The JSON services of abi/json.h.
class Json {
 public:
  explicit Json(const sluice_json_services* services) : services_(services) {}

  bool valid_utf8(std::string_view text) const {
    return services_->valid_utf8(text.data(), text.size()) == text.size();
  }
  /// See sluice_json_services::repair_utf8. Throws std::bad_alloc.
  std::string_view repair_utf8(Batch batch, std::string_view text, uint64_t& replaced) const {
    const sluice_text out = services_->repair_utf8(batch.get(), to_text(text), &replaced);
    if (out.data == nullptr && !text.empty()) throw std::bad_alloc();
    return view(out);
  }
  sluice_status read(Batch batch, char* text, size_t size, uint32_t flags,
                     sluice_json_result& result, ErrorBuffer& error) const {
    return services_->read(batch.get(), text, size, flags, &result, error.get());
  }
  /// Opens a raw value in place. Throws std::bad_alloc when memory is exhausted.
  void open(Batch batch, sluice_value& value) const {
    if (value.type != SLUICE_VALUE_RAW) return;
    ErrorBuffer error;
    if (services_->open(batch.get(), &value, error.get()) != SLUICE_OK) throw std::bad_alloc();
  }
  /// The fields of an event as one JSON object. Throws std::bad_alloc when memory is exhausted.
  void write_object(const sluice_event& event, sluice_buffer& buffer) const {
    if (services_->write_object(event.fields, event.field_count, &buffer) != SLUICE_OK) {
      throw std::bad_alloc();
    }
  }
  void write(const sluice_value& value, sluice_buffer& buffer) const {
    if (services_->write(&value, &buffer) != SLUICE_OK) throw std::bad_alloc();
  }

 private:
  const sluice_json_services* services_;
};

class Host {
 public:
  explicit Host(const sluice_host* host) : host_(host) {}

  const sluice_host* abi() const { return host_; }

  void debug(std::string_view message) const { log(SLUICE_LOG_DEBUG, message); }
  void info(std::string_view message) const { log(SLUICE_LOG_INFO, message); }
  void warn(std::string_view message) const { log(SLUICE_LOG_WARNING, message); }
  void error(std::string_view message) const { log(SLUICE_LOG_ERROR, message); }

  /// Adds to a counter that is shown with the ledger. REQUIRES: a constant name.
  void count(std::string_view name, uint64_t delta = 1) const {
    host_->count(host_->context, to_text(name), delta);
  }
  int64_t unix_time_ms() const { return host_->unix_time_ms(host_->context); }
  int64_t monotonic_time_ms() const { return host_->monotonic_time_ms(host_->context); }
  bool stop_requested() const { return host_->stop_requested(host_->context) != 0; }
  std::string_view engine_version() const { return view(host_->engine_version); }
  Json json() const { return Json(host_->json); }
  const void* extension(const char* id) const { return host_->get_extension(host_->context, id); }
  /// Whether no instance of this component, in whatever lane, asked for this key before; see
  /// abi/ext/once.h. True where the host does not know.
  bool first_time(std::string_view key) const {
    const auto* once = static_cast<const sluice_ext_once*>(extension(SLUICE_EXT_ONCE));
    return once == nullptr || once->first(host_->context, to_text(key)) != 0;
  }
  /// An empty batch for the plugin's own use. Throws std::bad_alloc.
  OwnedBatch create_batch() const {
    OwnedBatch batch(host_->create_batch(host_->context));
    if (batch == nullptr) throw std::bad_alloc();
    return batch;
  }

 private:
  void log(int32_t level, std::string_view message) const {
    host_->log(host_->context, level, to_text(message));
  }
  const sluice_host* host_;
};

/// Appends bytes to a request body. Throws std::bad_alloc when memory is exhausted.
inline void append(sluice_buffer& buffer, std::string_view bytes) {
  if (bytes.empty()) return;
  if (bytes.size() > buffer.capacity - buffer.size &&
      buffer.grow(&buffer, buffer.size + bytes.size()) != SLUICE_OK) {
    throw std::bad_alloc();
  }
  std::memcpy(buffer.data + buffer.size, bytes.data(), bytes.size());
  buffer.size += bytes.size();
}

}  // namespace sluice
