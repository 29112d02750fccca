// Shared by the tests of this folder: short ways to parse, check and show.
#pragma once

#include <map>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sluice/option.hpp>
#include <sluice/value.hpp>
#include <spec/environment.hpp>
#include <spec/pipeline.hpp>
#include <spec/settings.hpp>

namespace sluice::spec {

/// Every diagnostic on its own line.
inline std::string show(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!out.empty()) out += '\n';
    out += format(diagnostic);
  }
  return out;
}

inline EnvironmentLookup environment(std::map<std::string, std::string, std::less<>> variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

/// A tree on one line, for comparison: quoted text in '', null as ~.
inline std::string show(const Node& node) {
  if (is_null(node)) return "~";
  if (is_scalar(node)) return node.quoted ? fmt::format("'{}'", node.scalar) : node.scalar;
  std::string out;
  for (const Node& item : node.items) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ", show(item));
  }
  for (const Entry& entry : node.entries) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", entry.key, show(entry.value));
  }
  return is_map(node) ? fmt::format("{{{}}}", out) : fmt::format("[{}]", out);
}

/// Settings on one line; text in '', raw JSON in <>.
inline std::string show(const sluice_value& value) {
  std::string out;
  switch (value.type) {
    case SLUICE_VALUE_NULL:
      return "null";
    case SLUICE_VALUE_BOOL:
      return value.as.integer != 0 ? "true" : "false";
    case SLUICE_VALUE_INT64:
      return std::to_string(value.as.integer);
    case SLUICE_VALUE_UINT64:
      return fmt::format("{}u", value.as.uinteger);
    case SLUICE_VALUE_DOUBLE:
      return std::to_string(value.as.number);
    case SLUICE_VALUE_TEXT:
      return fmt::format("'{}'", bytes(value));
    case SLUICE_VALUE_RAW:
      return fmt::format("<{}>", bytes(value));
    case SLUICE_VALUE_ARRAY:
      for (uint32_t i = 0; i < value.size; ++i) {
        out += fmt::format("{}{}", i == 0 ? "" : ", ", show(value.as.items[i]));
      }
      return fmt::format("[{}]", out);
    default:
      for (uint32_t i = 0; i < value.size; ++i) {
        const sluice_field& field = value.as.fields[i];
        out += fmt::format("{}{}: {}", i == 0 ? "" : ", ", key(field), show(field.value));
      }
      return fmt::format("{{{}}}", out);
  }
}

/// The settings that `yaml` gives, or the errors.
inline std::string settings(std::string_view yaml, const sluice_option_list& table,
                            const EnvironmentLookup& lookup = environment({})) {
  Diagnostics diagnostics;
  auto node = parse_yaml(yaml, "p", diagnostics);
  if (!node) return show(diagnostics);
  interpolate(*node, lookup, diagnostics);
  const SettingsContext context{"box", {"p", 9, 9}, "/etc/pipes"};
  const auto tree = check_settings(*node, table, context, diagnostics);
  EXPECT_EQ(tree.has_value(), diagnostics.empty()) << yaml;
  return tree && diagnostics.empty() ? show(*tree->root()) : show(diagnostics);
}

}  // namespace sluice::spec
