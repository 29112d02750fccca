// Every way to decode base64 gives what the scalar one gives, bytes or error; and encoding what was
// decoded gives bytes that decode to the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <kit/base64.hpp>
#include <kit/internal/base64_paths.hpp>

namespace {

using sluice::Result;
using sluice::kit::internal::Base64Bulk;

/// The decoded bytes, or the error's message; the buffer has exactly the stated size.
std::string decode(Base64Bulk bulk, std::string_view text, bool& ok) {
  std::vector<char> out(sluice::kit::decoded_capacity(text.size()));
  Result<size_t> size = sluice::kit::internal::decode_base64_with(bulk, text, out.data());
  ok = size.ok();
  if (!ok) return size.error().message;
  if (*size > out.size()) std::abort();
  return {out.data(), *size};
}

void compare(Base64Bulk bulk, std::string_view text) {
  bool expected_ok = false, ok = false;
  const std::string expected = decode(sluice::kit::internal::base64_bulk_none, text, expected_ok);
  const std::string result = decode(bulk, text, ok);
  if (ok != expected_ok || result != expected) std::abort();
  if (!ok) return;
  std::string encoded;
  sluice::kit::encode_base64(result, encoded);
  if (decode(bulk, encoded, ok) != result || !ok) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // Random bytes seldom are base64: their encoding is, with one of its characters exchanged.
  std::string text;
  sluice::kit::encode_base64(bytes, text);
  if (size >= 3) text[(data[0] << 8 | data[1]) % text.size()] = static_cast<char>(data[2]);

  compare(sluice::kit::internal::best_base64_bulk(), bytes);
  compare(sluice::kit::internal::best_base64_bulk(), text);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("ssse3")) {
    compare(sluice::kit::internal::base64_bulk_ssse3, bytes);
    compare(sluice::kit::internal::base64_bulk_ssse3, text);
  }
#endif
  return 0;
}
