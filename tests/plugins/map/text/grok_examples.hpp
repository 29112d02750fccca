// For each standard grok pattern a text that it matches as a whole, and one that it does not.
#pragma once

#include <span>
#include <string_view>

namespace sluice::testing {

struct GrokExample {
  std::string_view name;
  std::string_view match;
  std::string_view other;
};

std::span<const GrokExample> basic_grok_examples();
std::span<const GrokExample> log_grok_examples();
std::span<const GrokExample> cisco_grok_examples();
std::span<const GrokExample> watching_grok_examples();

}  // namespace sluice::testing
