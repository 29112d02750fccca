// UTF-8: the valid prefix and the repair, against simdjson and against each other.
#include <cstdint>
#include <cstdlib>
#include <memory>

#include <simdjson.h>

#include <data/utf8.hpp>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sluice::data;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto require = [](bool right) {
    if (!right) std::abort();
  };
  const auto is_valid = [](std::string_view part) {
    return simdjson::validate_utf8(part.data(), part.size());
  };
  const size_t valid = valid_utf8_prefix(text);
  require(valid <= size);
  require((valid == size) == is_valid(text));
  require(is_valid(text.substr(0, valid)));

  const auto memory = std::make_unique<char[]>(repaired_capacity(size));
  uint64_t replaced = 0;
  const std::string_view repaired(memory.get(), repair_utf8(text, memory.get(), replaced));
  require(is_valid(repaired));
  require((replaced == 0) == (valid == size));
  require(repaired.substr(0, valid) == text.substr(0, valid));
  if (replaced == 0) require(repaired == text);
  if (valid < size) require(repaired.substr(valid, 3) == "\xEF\xBF\xBD");
  return 0;
}
