// JSON text in memory of exactly its size, so that AddressSanitizer finds a read past its end, with
// a batch to read it into.
#pragma once

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <data/batch_pool.hpp>
#include <data/buffer.hpp>
#include <data/json_services.hpp>

namespace sluice::data_testing {

class Document {
 public:
  explicit Document(std::string_view text)
      : text_(std::make_unique_for_overwrite<char[]>(text.size())), size_(text.size()) {
    if (size_ > 0) std::memcpy(text_.get(), text.data(), size_);
  }

  sluice_status read(uint32_t flags) {
    error_.reset();
    result_ = {};
    return json().read(batch().get(), text_.get(), size_, flags, &result_, error_.get());
  }
  sluice_status open(sluice_value& value) { return json().open(batch().get(), &value, nullptr); }
  /// Opens the value and everything in it.
  void open_all(sluice_value& value) {
    open(value);
    for (uint32_t i = 0; value.type == SLUICE_VALUE_OBJECT && i < value.size; ++i) {
      open_all(value.as.fields[i].value);
    }
    for (uint32_t i = 0; value.type == SLUICE_VALUE_ARRAY && i < value.size; ++i) {
      open_all(value.as.items[i]);
    }
  }

  Batch batch() const { return Batch(batch_.get()); }
  std::string_view text() const { return {text_.get(), size_}; }  // as reading left it
  const sluice_json_result& result() const { return result_; }
  sluice_value& value() { return result_.value; }
  std::string_view error() const { return error_.message(); }

  static const sluice_json_services& json() { return data::json_services(); }

 private:
  data::BatchPool pool_;
  OwnedBatch batch_ = pool_.take();
  std::unique_ptr<char[]> text_;
  size_t size_;
  sluice_json_result result_{};
  ErrorBuffer error_;
};

/// What the services write for the value.
inline std::string written(const sluice_value& value) {
  data::Buffer buffer;
  if (Document::json().write(&value, &buffer.abi()) != SLUICE_OK) return "memory exhausted";
  return std::string(buffer.view());
}

}  // namespace sluice::data_testing
