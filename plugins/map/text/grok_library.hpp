// The named patterns that grok expressions are made of. The standard ones are data, one file for
// each family in grok/: the names and fields of the sets that Logstash and Elasticsearch ship,
// written anew for RE2. Immutable; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

struct GrokDefinition {
  std::string_view name;
  std::string_view pattern;
};

/// All standard patterns, family by family.
std::span<const std::span<const GrokDefinition>> grok_families();

/// Patterns of a pipeline's own, by name; they come before the standard ones.
using GrokDefinitions = std::map<std::string, std::string, std::less<>>;

/// The pattern of this name; null `data()`: there is none.
std::string_view find_grok_pattern(std::string_view name, const GrokDefinitions& own);

/// The name that was probably meant, or "".
std::string nearest_grok_name(std::string_view name, const GrokDefinitions& own);

}  // namespace sluice
