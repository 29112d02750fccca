// JSON documents made at random from a seed: the same seed gives the same documents.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace sluice::data_testing {

class RandomJson {
 public:
  explicit RandomJson(uint64_t seed) : random_(seed) {}

  /// A valid document (its strings may hold lone surrogates).
  std::string document();
  /// The text with a few bytes changed: mostly no longer valid.
  std::string mutated(std::string text);

 private:
  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(random_() % bound); }
  template <size_t N>
  const char* one_of(const char* const (&words)[N]) {
    return words[below(N)];
  }
  void space();
  void value(int depth);
  void string();
  void number();
  void container(int depth, bool object);

  std::mt19937_64 random_;
  std::string out_;
};

}  // namespace sluice::data_testing
