// Regular expressions (RE2), with bounds on what one may take.
#pragma once

#include <memory>
#include <string_view>

#include <kit/cel/context.hpp>

namespace re2 {
class RE2;
}

namespace sluice::cel {

/// A pattern, compiled; null: `why` says what is wrong with it. RE2 takes at most 1 MiB for it.
std::shared_ptr<const re2::RE2> compile_pattern(std::string_view pattern, std::string& why);

/// What looking through a text costs, in steps. RE2's time is linear in the text, and at worst in
/// the pattern as well.
uint64_t match_steps(const re2::RE2& pattern, size_t text_bytes);

/// Whether some part of the text matches.
bool matches(const re2::RE2& pattern, std::string_view text);

}  // namespace sluice::cel
