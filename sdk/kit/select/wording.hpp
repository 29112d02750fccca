// Pieces of reasons and messages. Stateless; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// The text in double quotes, on one line, and cut behind `most_bytes` with "..." in place of the
/// rest.
std::string shown(std::string_view text, size_t most_bytes = 60);

/// A duration as a pipeline would say it: `5m`, `90s`, `1500ms`.
std::string duration_text(int64_t milliseconds);

}  // namespace sluice
