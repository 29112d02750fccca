#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include <cli/describe_component.hpp>
#include <cli/option_walk.hpp>
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
  if (const std::string bounds = bounds_of(option); !bounds.empty()) out += ", " + bounds;
  if (has_flag(option, SLUICE_OPTION_REQUIRED)) out += ", required";
  if (option.default_value != nullptr) {
    out +=
        fmt::format(", default {}", *option.default_value == '\0' ? "\"\"" : option.default_value);
  }
  if (has_flag(option, SLUICE_OPTION_SECRET)) out += ", secret";
  if (has_flag(option, SLUICE_OPTION_WHOLE)) out += ", may stand for the component as a whole";
  return out;
}

class Description {
 public:
  void options(const sluice_option_list& list, size_t indent, const sluice_option* variant) {
    if (list.count == 0) return;
    if (!open_.insert(list.items).second) {  // a step may hold steps
      out_ += fmt::format("{}as above\n", std::string(indent, ' '));
      return;
    }
    for (uint32_t i = 0; i < list.count; ++i) {
      const sluice_option& option = spec::option_at(list, i);
      if (variant != nullptr && repeats_sibling(option, *variant)) continue;
      if (!has_flag(option, SLUICE_OPTION_BESIDE)) describe(list, i, indent, variant);
    }
    bool is_first = true;
    for (uint32_t i = 0; i < list.count; ++i) {
      if (!has_flag(spec::option_at(list, i), SLUICE_OPTION_BESIDE)) continue;
      if (is_first) out_ += fmt::format("{}beside each of these:\n", std::string(indent, ' '));
      is_first = false;
      describe(list, i, indent + 4, nullptr);
    }
    open_.erase(list.items);
  }

  std::string take() { return std::move(out_); }

 private:
  void describe(const sluice_option_list& list, uint32_t index, size_t indent,
                const sluice_option* variant) {
    const sluice_option& option = spec::option_at(list, index);
    const bool is_variant = option.type == SLUICE_OPTION_VARIANT && has_siblings(option);
    const sluice_option* const inside = is_variant ? &option : variant;
    if (option.name == nullptr) {  // what a list, map or any_of is made of
      options(option.children, indent, inside);
      return;
    }
    out_ += fmt::format("{}{}: {}\n", std::string(indent, ' '), option.name, facts(option));
    if (option.help != nullptr) out_ += wrap(option.help, indent + 4);
    for (const sluice_example& example : spec::examples_of(list, index)) {
      show(example, indent + 4);
    }
    options(option.children, indent + 4, inside);
  }

  void show(const sluice_example& example, size_t indent) {
    const std::string margin(indent, ' ');
    const auto lines = [&](std::string_view text, std::string_view first) {
      out_ += margin;
      out_ += first;
      for (const char c : text) {
        out_ += c;
        if (c == '\n') out_ += margin + std::string(first.size(), ' ');
      }
      out_ += '\n';
    };
    lines(example.yaml, "example:  ");
    if (example.input == nullptr) return;
    lines(example.input, "  event   ");
    lines(example.output == nullptr ? "(filtered)" : example.output, "  becomes ");
  }

  std::set<const sluice_option*> open_;
  std::string out_;
};

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
  Description description;
  description.options(component.functions.options, 2, nullptr);
  return out + description.take();
}

}  // namespace sluice::cli
