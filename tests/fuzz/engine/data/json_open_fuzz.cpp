// Opening raw values, everything in them, against simdjson's DOM; numbers keep every digit.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <data_testing/differential.hpp>
#include <data_testing/document.hpp>

namespace {

void check(const std::string& text) {
  using namespace sluice::data_testing;
  if (const std::string wrong = check_open(text); !wrong.empty()) {
    std::fprintf(stderr, "%s\n", wrong.c_str());
    std::abort();
  }
}

// Any text is a string: what is written for it opens as the same text again.
void check_string(const std::string& text) {
  using namespace sluice::data_testing;
  const std::string json = written(sluice::text_value(text));
  Document document(json);
  if (document.read(SLUICE_JSON_LAST) == SLUICE_OK) document.open(document.value());
  if (document.value().type != SLUICE_VALUE_TEXT || sluice::bytes(document.value()) != text) {
    std::fprintf(stderr, "a string was written as %s\n", json.c_str());
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text =
      sluice::data_testing::as_utf8({reinterpret_cast<const char*>(data), size});
  check(text);
  check("[" + text + "]");
  check_string(text);
  return 0;
}
