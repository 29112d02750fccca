// bulkd's mappings: the first line is a mapping, each further one a document. What is written is
// read again as the same; a document that is refused adds nothing; one that fits fits again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <document_mapper.hpp>
#include <kit_names.hpp>

namespace {

using namespace sluice::bulkd;

std::string_view take_line(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool is_object(std::string_view line) {
  return !find_json_error(line) && json_kind(trim_json_space(line)) == JsonKind::object;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Claim claim = parse_claim("elasticsearch:8.15.0").value();
  static const std::string index = "i";
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view line = take_line(text);
  if (!is_object(line)) return 0;
  auto parsed = parse_mapping(line, &claim);
  if (!parsed) {
    if (parsed.error().empty()) std::abort();
    return 0;
  }
  Mapping& mapping = parsed.value();
  const MappingLimits limits{50, 5};
  while (!text.empty()) {
    const std::string_view document = take_line(text);
    if (!is_object(document)) continue;
    const std::string before = write_mapping(mapping);
    DocumentMapper mapper(mapping, limits, claim, index);
    const auto error = mapper.map(document, "1", "_doc");
    if (error != nullptr && (error->reason.empty() || write_mapping(mapping) != before)) {
      std::abort();
    }
    if (error == nullptr && mapper.map(document, "1", "_doc") != nullptr) std::abort();
  }
  const std::string written = write_mapping(mapping);
  if (find_json_error(written)) std::abort();
  auto again = parse_mapping(written, nullptr);
  if (!again || write_mapping(again.value()) != written) std::abort();
  return 0;
}
