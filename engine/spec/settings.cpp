#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include <spec/settings.hpp>

#include "checker.hpp"

namespace sluice::spec {

namespace {

const sluice_option* find_whole(const sluice_option_list& table) {
  for (uint32_t i = 0; i < table.count; ++i) {
    const sluice_option& option = option_at(table, i);
    if ((option.flags & SLUICE_OPTION_WHOLE) != 0 && option.name != nullptr) return &option;
  }
  return nullptr;
}

bool takes_map(const sluice_option& option, size_t depth = 0) {
  switch (option.type) {
    case SLUICE_OPTION_ANY:
    case SLUICE_OPTION_MAP:
    case SLUICE_OPTION_OBJECT:
    case SLUICE_OPTION_VARIANT:
      return true;
    case SLUICE_OPTION_ANY_OF:
      for (uint32_t i = 0; i < option.children.count && depth < maximum_depth; ++i) {
        if (takes_map(option_at(option.children, i), depth + 1)) return true;
      }
      return false;
    default:
      return false;
  }
}

/// Whether the component is written as the value of its WHOLE option alone. A map is that only when
/// none of its keys is an option, so that one wrong key among right ones is seen as such.
bool is_whole(const Node& node, const sluice_option& whole, const sluice_option_list& table) {
  if (is_null(node)) return false;
  if (!is_map(node)) return true;
  if (node.entries.empty() || !takes_map(whole)) return false;
  for (const std::string_view name : names_of(table)) {
    if (node.find(name) != nullptr) return false;
  }
  return true;
}

/// Steps as keys of one map, where a list of them is wanted: `map: {rename: {a: b}}`. The first key
/// that is a step, or null.
const Entry* list_as_map(const Node& node, const sluice_option& whole,
                         const sluice_option_list& table) {
  if (!is_map(node) || whole.type != SLUICE_OPTION_LIST || whole.children.count == 0)
    return nullptr;
  const sluice_option& item = option_at(whole.children, 0);
  if (item.type != SLUICE_OPTION_VARIANT) return nullptr;
  for (const std::string_view name : names_of(table)) {
    if (node.find(name) != nullptr) return nullptr;
  }
  for (const std::string_view kind : names_of(item.children, Group::kinds)) {
    if (const Entry* entry = node.find(kind)) return entry;
  }
  return nullptr;
}

const char* plural(const sluice_option& option) {
  switch (option.type) {
    case SLUICE_OPTION_STRING:
      return "a list of text";
    case SLUICE_OPTION_BOOLEAN:
      return "a list of true or false";
    case SLUICE_OPTION_INTEGER:
      return "a list of integers";
    case SLUICE_OPTION_NUMBER:
      return "a list of numbers";
    case SLUICE_OPTION_BYTES:
      return "a list of sizes";
    case SLUICE_OPTION_DURATION:
      return "a list of durations";
    case SLUICE_OPTION_LIST:
      return "a list of lists";
    case SLUICE_OPTION_MAP:
    case SLUICE_OPTION_OBJECT:
    case SLUICE_OPTION_VARIANT:
      return "a list of maps";
    default:
      return "a list";
  }
}

std::string describe_nested(const sluice_option& option, size_t depth) {
  switch (option.type) {
    case SLUICE_OPTION_BOOLEAN:
      return "true or false";
    case SLUICE_OPTION_INTEGER:
      return "an integer";
    case SLUICE_OPTION_NUMBER:
      return "a number";
    case SLUICE_OPTION_BYTES:
      return "a size such as \"5MiB\"";
    case SLUICE_OPTION_DURATION:
      return "a duration such as \"30s\"";
    case SLUICE_OPTION_MAP:
      return "a map";
    case SLUICE_OPTION_OBJECT:
      return "a map of options";
    case SLUICE_OPTION_VARIANT:
      return fmt::format("a map with one key of {}",
                         quoted_list(names_of(option.children, Group::kinds)));
    case SLUICE_OPTION_LIST:
      return option.children.count == 0 ? "a list" : plural(option_at(option.children, 0));
    case SLUICE_OPTION_STRING: {
      if (option.allowed == nullptr) return "text";
      std::vector<std::string_view> words;
      for (const char* const* word = option.allowed; *word != nullptr; ++word) {
        words.emplace_back(*word);
      }
      return fmt::format("one of {}", quoted_list(words));
    }
    case SLUICE_OPTION_ANY_OF: {
      std::string out;
      for (uint32_t i = 0; i < option.children.count && depth < 3; ++i) {
        if (!out.empty()) out += ", or ";
        out += describe_nested(option_at(option.children, i), depth + 1);
      }
      return out.empty() ? "one of its alternatives" : out;
    }
    default:
      return "any value";
  }
}

}  // namespace

SettingsTree::SettingsTree(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
SettingsTree::SettingsTree(SettingsTree&&) noexcept = default;
SettingsTree& SettingsTree::operator=(SettingsTree&&) noexcept = default;
SettingsTree::~SettingsTree() = default;

const sluice_value* SettingsTree::root() const {
  return &storage_->root;
}

Mark SettingsTree::at(const sluice_value* value) const {
  const auto found = storage_->marks.find(value);
  return found == storage_->marks.end() ? storage_->component : found->second;
}

std::optional<SettingsTree> check_settings(const Node& options, const sluice_option_list& table,
                                           const SettingsContext& context,
                                           Diagnostics& diagnostics) {
  const size_t from = diagnostics.size();
  auto storage = std::make_unique<SettingsTree::Storage>();
  storage->component = context.mark;
  Checker checker(*storage, context, diagnostics);
  if (!checker.check_table(table)) return std::nullopt;
  bool ok = true;
  const sluice_option* whole = find_whole(table);
  if (whole != nullptr && is_whole(options, *whole, table)) {
    Node written_out;
    written_out.kind = Node::Kind::map;
    written_out.mark = options.mark;
    written_out.entries.push_back({whole->name, options.mark, options});
    ok = checker.object(written_out, table, &storage->root);
  } else if (const Entry* first =
                 whole == nullptr ? nullptr : list_as_map(options, *whole, table)) {
    add_error(
        diagnostics, first->key_mark,
        fmt::format("{} must be a list of its {}; write each after \"- \", as in \"- {}: ...\"",
                    quote(context.name), whole->name, first->key));
    ok = false;
  } else {
    ok = checker.is_plain(options) && checker.object(options, table, &storage->root);
  }
  const Diagnostics& unresolved = checker.unresolved();
  diagnostics.insert(diagnostics.end(), unresolved.begin(), unresolved.end());
  if (!is_null(options)) storage->marks[&storage->root] = options.mark;
  sort_and_unique(diagnostics, from);
  if (!ok) return std::nullopt;
  return SettingsTree(std::move(storage));
}

const sluice_option& option_at(const sluice_option_list& list, uint32_t index) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(list.items);
  return *reinterpret_cast<const sluice_option*>(bytes + size_t{index} * list.item_size);
}

std::span<const sluice_example> examples_of(const sluice_option_list& list, uint32_t index) {
  constexpr size_t needed = offsetof(sluice_option, example_count) + sizeof(uint32_t);
  if (list.item_size < needed) return {};
  const sluice_option& option = option_at(list, index);
  if (option.examples == nullptr) return {};
  return {option.examples, option.example_count};
}

std::string describe(const sluice_option& option) {
  return describe_nested(option, 0);
}

}  // namespace sluice::spec
