// The settings of a component: what the pipeline says, checked against the option table and with
// the defaults filled in, so that getters only look up. Reading is thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sluice/value.hpp>

namespace sluice {

class Settings {
 public:
  /// REQUIRES: an object value that outlives this.
  explicit Settings(const sluice_value* object) : object_(object) {}

  /// The value of an option, or null when it is neither set nor has a default.
  const sluice_value* find(std::string_view name) const {
    if (object_ == nullptr || object_->type != SLUICE_VALUE_OBJECT) return nullptr;
    const sluice_field* field = find_field(object_->as.fields, object_->size, name);
    return field == nullptr || field->value.type == SLUICE_VALUE_NULL ? nullptr : &field->value;
  }
  bool has(std::string_view name) const { return find(name) != nullptr; }

  /// Text, or "" when absent.
  std::string_view text(std::string_view name) const {
    const sluice_value* value = find(name);
    return value == nullptr ? std::string_view() : bytes(*value);
  }
  /// An integer, a size in bytes or a duration in ms; `otherwise` when absent.
  int64_t integer(std::string_view name, int64_t otherwise = 0) const {
    const sluice_value* value = find(name);
    return value == nullptr || value->type != SLUICE_VALUE_INT64 ? otherwise : value->as.integer;
  }
  bool boolean(std::string_view name, bool otherwise = false) const {
    const sluice_value* value = find(name);
    return value == nullptr || value->type != SLUICE_VALUE_BOOL ? otherwise
                                                                : value->as.integer != 0;
  }
  /// A nested object; absent options read as absent.
  Settings object(std::string_view name) const { return Settings(find(name)); }

  const sluice_value* value() const { return object_; }

 private:
  const sluice_value* object_;
};

}  // namespace sluice
