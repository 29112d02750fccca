// Result<T>: a value, or the text of why there is none.
// Threading: a plain value; share it as you would share a T.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace sluice::mapping {

struct Failure {
  std::string text;
};

template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT: conversion is the point
  Result(Failure failure) : state_(std::move(failure)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok()
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  // REQUIRES: !ok()
  const std::string& error() const { return std::get<1>(state_).text; }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace sluice::mapping
