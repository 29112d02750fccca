// JSON reading and writing against simdjson's DOM; round trips; cuts at any place.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <data_testing/differential.hpp>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sluice::data_testing;
  const std::string text = as_utf8({reinterpret_cast<const char*>(data), size});
  if (const std::string wrong = check_read(text); !wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
    std::abort();
  }
  return 0;
}
