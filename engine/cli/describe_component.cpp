#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <cli/describe_component.hpp>
#include <spec/settings.hpp>

namespace sluice::cli {
namespace {

constexpr size_t help_width = 96;

// Breaks text into lines with an indent.
std::string wrap(std::string_view text, size_t indent) {
  std::string out;
  size_t column = 0;
  while (!text.empty()) {
    const size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    if (column > 0 && indent + column + 1 + word.size() > help_width) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      out += std::string(indent, ' ');
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return out.empty() ? out : out + '\n';
}

std::string facts(const sluice_option& option) {
  std::string out = spec::describe(option);
  if ((option.flags & SLUICE_OPTION_REQUIRED) != 0) out += ", required";
  if (option.default_value != nullptr) {
    out +=
        fmt::format(", default {}", *option.default_value == '\0' ? "\"\"" : option.default_value);
  }
  if ((option.flags & SLUICE_OPTION_SECRET) != 0) out += ", secret";
  if ((option.flags & SLUICE_OPTION_WHOLE) != 0) out += ", may stand for the component as a whole";
  return out;
}

void describe_options(const sluice_option_list& options, size_t indent, std::string& out) {
  // A table may refer to itself, as lists of steps inside steps do; the innermost says no more.
  constexpr size_t deepest = 10;
  if (indent > deepest) return;
  for (uint32_t i = 0; i < options.count; ++i) {
    const sluice_option& option = spec::option_at(options, i);
    if (option.name == nullptr) {  // what a list, map or any_of is made of
      describe_options(option.children, indent, out);
      continue;
    }
    out += fmt::format("{}{}: {}\n", std::string(indent, ' '), option.name, facts(option));
    if (option.help != nullptr) out += wrap(option.help, indent + 4);
    describe_options(option.children, indent + 4, out);
  }
}

}  // namespace

std::string list_components(const std::vector<const loader::Component*>& components) {
  size_t id_width = 0;
  for (const loader::Component* component : components) {
    id_width = std::max(id_width, component->id.size());
  }
  std::string out;
  for (const loader::Component* component : components) {
    out += fmt::format("{:<9}  {:<{}}  {:<7}  {}\n", to_string(component->role), component->id,
                       id_width, component->version, component->summary);
  }
  return out;
}

std::string describe_component(const loader::Component& component) {
  std::string out =
      fmt::format("{} ({}, version {})\n{}\n  {}\n", component.id, to_string(component.role),
                  component.version, wrap(component.summary, 2), component.file);
  if (component.functions.options.count == 0) return out + "\nIt has no options.\n";
  out += "\nOptions:\n";
  describe_options(component.functions.options, 2, out);
  return out;
}

}  // namespace sluice::cli
