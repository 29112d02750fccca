// Traces for programs: JSON lines. Free functions without state: any thread.
#pragma once

#include <string>
#include <string_view>

#include <cli/trace_event.hpp>

namespace sluice::cli {

/// One line, with its end; see the help of `dry-run` for the keys.
std::string trace_json(const TraceEvent& event);

/// A JSON string; bytes that are no UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

}  // namespace sluice::cli
