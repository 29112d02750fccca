#include <re2/re2.h>

#include <kit/cel/patterns.hpp>

namespace sluice::cel {

constexpr int64_t max_pattern_memory_bytes = 1 << 20;

std::shared_ptr<const re2::RE2> compile_pattern(std::string_view pattern, std::string& why) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(max_pattern_memory_bytes);
  auto compiled =
      std::make_shared<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (compiled->ok()) return compiled;
  why = "the pattern is not one of RE2: " + compiled->error();
  return nullptr;
}

uint64_t match_steps(const re2::RE2& pattern, size_t text_bytes) {
  return text_bytes / 16 + text_bytes * static_cast<uint64_t>(pattern.ProgramSize()) / 1024;
}

bool matches(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace sluice::cel
