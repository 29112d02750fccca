// Expected failures as values: Result<T> holds a T or an Error; Status is a Result without a value.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <sluice/abi/base.h>

namespace sluice {

/// What a caller should do next; the numbers are those of the ABI.
enum class StatusCode : sluice_status {
  ok = SLUICE_OK,
  end = SLUICE_END,
  retry = SLUICE_RETRY,
  rejected = SLUICE_REJECTED,
  too_large = SLUICE_TOO_LARGE,
  invalid_config = SLUICE_INVALID_CONFIG,
  fatal = SLUICE_FATAL,
};

/// A failure: the code steers, the message explains (lower case, no full stop, what was tried,
/// why).
struct Error {
  StatusCode code = StatusCode::fatal;
  std::string message;
  int64_t retry_after_ms = -1;       // with retry; -1: unknown
  const sluice_value* at = nullptr;  // with invalid_config: the setting at fault
};

inline Error fatal(std::string message) {
  return {StatusCode::fatal, std::move(message)};
}
inline Error rejected(std::string message) {
  return {StatusCode::rejected, std::move(message)};
}
inline Error retry(std::string message, int64_t after_ms = -1) {
  return {StatusCode::retry, std::move(message), after_ms};
}
inline Error too_large(std::string message) {
  return {StatusCode::too_large, std::move(message)};
}
inline Error invalid_config(std::string message, const sluice_value* at = nullptr) {
  return {StatusCode::invalid_config, std::move(message), -1, at};
}

/// A T, or the Error that came in its place. Asking for the one that is not there is a programmer's
/// error.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return assert(ok()), *std::get_if<0>(&state_); }
  const T& value() const& { return assert(ok()), *std::get_if<0>(&state_); }
  T&& value() && { return assert(ok()), std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() & { return assert(!ok()), *std::get_if<1>(&state_); }
  const Error& error() const& { return assert(!ok()), *std::get_if<1>(&state_); }
  Error&& error() && { return assert(!ok()), std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  Error& error() & { return assert(!ok()), *error_; }
  const Error& error() const& { return assert(!ok()), *error_; }
  Error&& error() && { return assert(!ok()), std::move(*error_); }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace sluice
