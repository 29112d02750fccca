// Traces for people. Free functions without state: any thread.
#pragma once

#include <string>
#include <string_view>

#include <cli/trace_event.hpp>

namespace sluice::cli {

struct TextStyle {
  bool coloured = false;
  size_t width = 100;  // columns; what is longer is shortened, but for the bytes of requests
};

/// Several lines: the event, what each step changed, its bytes, how it ended; a blank line
/// before all but the first.
std::string trace_text(const TraceEvent& event, const TextStyle& style);

/// One line: `~ n: "4" -> 4`.
std::string change_text(const runtime::JsonChange& change, std::string_view margin,
                        const TextStyle& style);

}  // namespace sluice::cli
