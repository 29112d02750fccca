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

/// Whether some part of the text matches. RE2 takes time linear in the text.
bool matches(const re2::RE2& pattern, std::string_view text);

}  // namespace sluice::cel
