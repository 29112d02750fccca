#include <set>
#include <string_view>

#include <fmt/format.h>

#include <cli/markdown.hpp>
#include <cli/option_walk.hpp>
#include <cli/reference_page.hpp>

namespace sluice::cli {
namespace {

// A variant whose alternatives are worth a section each, such as the steps of `map`.
bool has_sections(const sluice_option& option) {
  if (option.type != SLUICE_OPTION_VARIANT) return false;
  if (has_siblings(option)) return true;
  for (uint32_t i = 0; i < option.children.count; ++i) {
    if (!spec::examples_of(option.children, i).empty()) return true;
  }
  return false;
}

constexpr const char* table_head = "| option | value | default | |\n|---|---|---|---|\n";

// Whether an alternative of the variant takes its siblings among its own options too.
bool repeats_any_sibling(const sluice_option_list& list, const sluice_option& variant) {
  for (uint32_t i = 0; i < list.count; ++i) {
    const sluice_option& option = spec::option_at(list, i);
    const bool is_own = list.items != variant.children.items;
    if (is_own && repeats_sibling(option, variant)) return true;
    const bool may_hold =
        option.type == SLUICE_OPTION_OBJECT || option.type == SLUICE_OPTION_ANY_OF;
    if (may_hold && is_own && option.name != nullptr) continue;  // further down is another list
    if (may_hold && repeats_any_sibling(option.children, variant)) return true;
  }
  return false;
}

// Expressions have a page of their own.
std::string with_links(std::string text) {
  constexpr std::string_view language = "CEL";
  const size_t at = text.find(language);
  if (at == std::string::npos) return text;
  return text.replace(at, language.size(), "[CEL](../../sdk/kit/cel/README.md)");
}

class Page {
 public:
  void component(const loader::Component& component, bool is_only) {
    role_ = component.role;
    id_ = component.id;
    if (!is_only) out_ += fmt::format("## As a {}\n\n", to_string(component.role));
    out_ += fmt::format("A {}. {}\n\n", to_string(component.role), prose(component.summary));
    const sluice_option_list& options = component.functions.options;
    skeleton(options);
    if (options.count == 0) {
      out_ += "It has no options.\n";
      return;
    }
    out_ += is_only ? "## Options\n\n" : "### Options\n\n";
    find_sections(options, "");
    table(options, nullptr);
    for (size_t i = 0; i < sections_.size(); ++i) section(sections_[i]);
  }

  std::string take() {
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  struct Section {
    std::string title;
    const sluice_option* variant;
  };

  // How the component is written with the options that it needs.
  void skeleton(const sluice_option_list& options) {
    const bool in_list = role_ == loader::Role::transform;
    const std::string indent(in_list ? 6 : 4, ' ');
    std::string needed;
    for (uint32_t i = 0; i < options.count; ++i) {
      const sluice_option& option = spec::option_at(options, i);
      if (!is_needed(option)) continue;
      const std::string_view value = option.type == SLUICE_OPTION_LIST  ? "[...]"
                                     : option.type == SLUICE_OPTION_MAP ? "{...}"
                                                                        : "...";
      const bool is_whole = has_flag(option, SLUICE_OPTION_WHOLE);
      needed += is_whole ? fmt::format(" {}", value)
                         : fmt::format("\n{}{}: {}", indent, option.name, value);
    }
    out_ += fmt::format("```yaml\n{}{}:{}\n```\n\n",
                        in_list ? "transforms:\n  - " : fmt::format("{}:\n  ", to_string(role_)),
                        id_, needed.empty() ? " {}" : needed);
  }

  // All variants that get sections, in the order in which they are met.
  void find_sections(const sluice_option_list& list, const std::string& prefix) {
    for (uint32_t i = 0; i < list.count; ++i) {
      const sluice_option& option = spec::option_at(list, i);
      find_sections(option, option.name == nullptr ? prefix : prefix + "." + option.name);
    }
  }
  void find_sections(const sluice_option& option, const std::string& path) {
    if (option.children.count == 0 || !seen_.insert(option.children.items).second) return;
    if (has_sections(option)) sections_.push_back({title_of(path), &option});
    find_sections(option.children, path);
  }

  const Section* section_of(const sluice_option& option) const {
    for (const Section& section : sections_) {
      if (option.type == SLUICE_OPTION_VARIANT &&
          section.variant->children.items == option.children.items) {
        return &section;
      }
    }
    return nullptr;
  }

  // What a value looks like, in words.
  std::string kind(const sluice_option& option, size_t depth = 0) const {
    constexpr size_t deepest = 6;
    const auto child = [&](std::string_view nothing) {
      if (option.children.count == 0 || depth > deepest) return std::string(nothing);
      return kind(spec::option_at(option.children, 0), depth + 1);
    };
    const auto bounded = [&](std::string_view name) {
      const std::string bounds = bounds_of(option);
      return bounds.empty() ? std::string(name) : fmt::format("{}, {}", name, bounds);
    };
    switch (option.type) {
      case SLUICE_OPTION_BOOLEAN:
        return "`true` or `false`";
      case SLUICE_OPTION_INTEGER:
        return bounded("integer");
      case SLUICE_OPTION_NUMBER:
        return bounded("number");
      case SLUICE_OPTION_BYTES:
        return bounded("size");
      case SLUICE_OPTION_DURATION:
        return bounded("duration");
      case SLUICE_OPTION_STRING:
        if (option.allowed != nullptr) return words(option);
        if (has_flag(option, SLUICE_OPTION_FILE)) return "path, relative to the pipeline";
        return has_flag(option, SLUICE_OPTION_TEMPLATE) ? "text, may hold `${field}`" : "text";
      case SLUICE_OPTION_LIST:
        return "list of " + child("any values");
      case SLUICE_OPTION_MAP:
        return "map of " + child("any values");
      case SLUICE_OPTION_OBJECT:
        return "options";
      case SLUICE_OPTION_VARIANT:
        return variant_kind(option);
      case SLUICE_OPTION_ANY_OF: {
        std::string out;
        for (uint32_t i = 0; i < option.children.count && depth <= deepest; ++i) {
          if (!out.empty()) out += ", or ";
          out += kind(spec::option_at(option.children, i), depth + 1);
        }
        return out;
      }
      default:
        return "any value";
    }
  }

  std::string variant_kind(const sluice_option& option) const {
    if (const Section* section = section_of(option)) return link_to(section->title);
    std::string names;
    for (uint32_t i = 0; i < option.children.count; ++i) {
      const sluice_option& child = spec::option_at(option.children, i);
      if (child.name != nullptr) names += (names.empty() ? "" : ", ") + code(child.name);
    }
    return "one key of " + names;
  }

  static std::string words(const sluice_option& option) {
    std::string out;
    for (const char* const* word = option.allowed; *word != nullptr; ++word) {
      if (!out.empty()) out += word[1] == nullptr ? " or " : ", ";
      out += code(*word);
    }
    return out;
  }

  std::string help(const sluice_option& option) const {
    std::string out = option.help == nullptr ? "" : with_links(prose(option.help));
    const auto add = [&](const std::string& sentence) {
      if (!out.empty()) out += out.ends_with('.') ? " " : ". ";
      out += sentence;
    };
    if (has_flag(option, SLUICE_OPTION_SECRET)) add("Never shown in messages.");
    if (has_flag(option, SLUICE_OPTION_WHOLE)) {
      add(fmt::format("May stand for all options: {}.", code(id_ + ": ...")));
    }
    return out;
  }

  // One table of a list of options and everything below it that has no section of its own.
  // `variant`: what the list belongs to, whose siblings are described elsewhere.
  void table(const sluice_option_list& list, const sluice_option* variant) {
    std::string rows;
    std::string examples;
    std::set<const sluice_option*> open;
    add_rows(list, "", variant, open, rows, examples);
    if (!rows.empty()) {
      out_ += table_head + rows + "\n";
    }
    out_ += examples;
  }

  void add_rows(const sluice_option_list& list, const std::string& prefix,
                const sluice_option* variant, std::set<const sluice_option*>& open,
                std::string& rows, std::string& examples) {
    if (list.count == 0 || !open.insert(list.items).second) return;
    for (uint32_t i = 0; i < list.count; ++i) {
      const sluice_option& option = spec::option_at(list, i);
      if (variant != nullptr && repeats_sibling(option, *variant)) continue;
      const std::string path = option.name == nullptr ? prefix : prefix + option.name;
      if (option.name != nullptr) {
        const std::string standard = is_needed(option)                 ? "**required**"
                                     : option.default_value == nullptr ? ""
                                                                       : code(option.default_value);
        rows += fmt::format("| {} | {} | {} | {} |\n", code(path), cell(kind(option)),
                            cell(standard), cell(help(option)));
        add_examples(list, i, path, examples);
      }
      add_rows_below(option, path, open, rows, examples);
    }
    open.erase(list.items);
  }

  void add_rows_below(const sluice_option& option, const std::string& path,
                      std::set<const sluice_option*>& open, std::string& rows,
                      std::string& examples) {
    if (section_of(option) != nullptr) return;
    const char* const step = option.type == SLUICE_OPTION_LIST  ? "[]"
                             : option.type == SLUICE_OPTION_MAP ? ".*"
                                                                : "";
    const bool holds_names =
        option.type == SLUICE_OPTION_OBJECT || option.type == SLUICE_OPTION_VARIANT;
    const std::string joint = holds_names && !path.empty() ? "." : step;
    add_rows(option.children, path + joint, nullptr, open, rows, examples);
  }

  static void add_examples(const sluice_option_list& list, uint32_t index, const std::string& path,
                           std::string& out) {
    const auto examples = spec::examples_of(list, index);
    if (examples.empty()) return;
    out += fmt::format("{} in use:\n\n", code(path));
    for (const sluice_example& example : examples) out += show(example);
  }

  static std::string show(const sluice_example& example) {
    std::string out = fmt::format("```yaml\n{}\n```\n", example.yaml);
    if (example.input == nullptr) return out + '\n';
    out += fmt::format("```json\n{}\n```\n", example.input);
    if (example.output == nullptr) return out + "\nThe event is filtered.\n\n";
    return out + fmt::format("\nbecomes\n\n```json\n{}\n```\n\n", example.output);
  }

  void section(const Section& section) {
    const sluice_option& variant = *section.variant;
    out_ += fmt::format("## {}\n\n", section.title);
    std::string index;
    for (uint32_t i = 0; i < variant.children.count; ++i) {
      const sluice_option& child = spec::option_at(variant.children, i);
      if (child.name == nullptr || has_flag(child, SLUICE_OPTION_BESIDE)) continue;
      index += fmt::format("{}[`{}`](#{})", index.empty() ? "" : ", ", child.name,
                           heading_anchor(child.name));
    }
    out_ += fmt::format("Each is one of these, over its settings: {}.\n\n", index);
    if (has_siblings(variant)) siblings(variant);
    for (uint32_t i = 0; i < variant.children.count; ++i) {
      const sluice_option& child = spec::option_at(variant.children, i);
      if (child.name == nullptr || has_flag(child, SLUICE_OPTION_BESIDE)) continue;
      alternative(variant, i);
    }
  }

  void siblings(const sluice_option& variant) {
    out_ += "### Common options\n\nThey may stand beside each of them";
    if (repeats_any_sibling(variant.children, variant)) {
      out_ += ", or among the settings of one, where these are options";
    }
    out_ += ".\n\n";
    std::string rows;
    std::string examples;
    for (uint32_t i = 0; i < variant.children.count; ++i) {
      const sluice_option& child = spec::option_at(variant.children, i);
      if (child.name == nullptr || !has_flag(child, SLUICE_OPTION_BESIDE)) continue;
      std::set<const sluice_option*> open;
      const sluice_option_list one = {&child, 1, variant.children.item_size};
      add_rows(one, "", nullptr, open, rows, examples);
    }
    out_ += table_head + rows + "\n" + examples;
  }

  void alternative(const sluice_option& variant, uint32_t index) {
    const sluice_option& option = spec::option_at(variant.children, index);
    out_ += fmt::format("### `{}`\n\n", option.name);
    if (const std::string text = help(option); !text.empty()) out_ += text + "\n\n";
    if (option.type == SLUICE_OPTION_OBJECT) {
      table(option.children, &variant);
    } else {
      out_ += fmt::format("Its value: {}.\n\n", kind(option));
      std::string rows;
      std::string examples;
      below(option, variant, rows, examples);
      if (!rows.empty()) {
        out_ += table_head + rows + "\n";
      }
      out_ += examples;
    }
    for (const sluice_example& example : spec::examples_of(variant.children, index)) {
      out_ += show(example);
    }
  }

  // The options of the forms that an alternative may take.
  void below(const sluice_option& option, const sluice_option& variant, std::string& rows,
             std::string& examples) {
    if (section_of(option) != nullptr) return;
    std::set<const sluice_option*> open;
    const bool holds_names =
        option.type == SLUICE_OPTION_OBJECT || option.type == SLUICE_OPTION_VARIANT;
    if (holds_names) {
      add_rows(option.children, "", &variant, open, rows, examples);
      return;
    }
    if (option.type != SLUICE_OPTION_ANY_OF) {
      add_rows_below(option, "", open, rows, examples);
      return;
    }
    for (uint32_t i = 0; i < option.children.count; ++i) {
      below(spec::option_at(option.children, i), variant, rows, examples);
    }
  }

  loader::Role role_ = loader::Role::source;
  std::string id_;
  std::vector<Section> sections_;
  std::set<const sluice_option*> seen_;
  std::string out_;
};

}  // namespace

std::string reference_page(const std::vector<const loader::Component*>& components) {
  std::string out = fmt::format(
      "<!-- Made by \"sluice plugins --markdown\" of the option tables; not written by hand. -->\n"
      "# {}\n\nEvery option. The [README](README.md) tells how they work together and what happens "
      "when "
      "something goes wrong.\n\n",
      components.front()->id);
  for (const loader::Component* component : components) {
    Page page;
    page.component(*component, components.size() == 1);
    out += page.take();
    if (component != components.back()) out += '\n';
  }
  return out;
}

}  // namespace sluice::cli
