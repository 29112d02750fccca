#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <spec/nearest.hpp>

#include "checker.hpp"

namespace sluice::spec {
namespace {

/// Whether a node of this kind could be meant for the option at all.
bool takes_kind(const sluice_option& option, Node::Kind kind, size_t depth = 0) {
  switch (option.type) {
    case SLUICE_OPTION_ANY:
      return true;
    case SLUICE_OPTION_LIST:
      return kind == Node::Kind::sequence;
    case SLUICE_OPTION_OBJECT:
      return kind == Node::Kind::map || kind == Node::Kind::null;
    case SLUICE_OPTION_MAP:
    case SLUICE_OPTION_VARIANT:
      return kind == Node::Kind::map;
    case SLUICE_OPTION_ANY_OF:
      for (uint32_t i = 0; i < option.children.count && depth < maximum_option_depth; ++i) {
        if (takes_kind(option_at(option.children, i), kind, depth + 1)) return true;
      }
      return false;
    default:
      return kind == Node::Kind::scalar;
  }
}

const sluice_option& find_option(const sluice_option_list& list, std::string_view name) {
  uint32_t index = 0;
  while (option_at(list, index).name == nullptr || option_at(list, index).name != name) ++index;
  return option_at(list, index);
}

bool has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether a map has the first key that an OBJECT requires, which tells it from a map of free keys.
/// True for every other option.
bool has_first_key(const sluice_option& option, const Node& node) {
  if (option.type != SLUICE_OPTION_OBJECT || !is_map(node)) return true;
  for (uint32_t i = 0; i < option.children.count; ++i) {
    const sluice_option& child = option_at(option.children, i);
    if ((child.flags & SLUICE_OPTION_REQUIRED) == 0 || child.name == nullptr) continue;
    return node.find(child.name) != nullptr;
  }
  return true;
}

}  // namespace

bool means_if(std::string_view key) {
  // What people write who look for it.
  static constexpr std::array<std::string_view, 3> words = {"when", "condition", "only_if"};
  static constexpr std::array<std::string_view, 1> candidates = {"if"};
  return nearest(key, candidates).has_value() ||
         std::find(words.begin(), words.end(), key) != words.end();
}

bool Checker::variant(const Node& node, const sluice_option& option, sluice_value* out) {
  const bool is_word = is_scalar(node) && !node.quoted && !node.interpolated;
  if (!is_map(node) && !is_word) return wrong_type(node, describe(option));
  Node word;  // the word alone stands for the word with no options
  if (is_word) {
    word.kind = Node::Kind::map;
    word.mark = node.mark;
    word.entries.push_back({node.scalar, node.mark, {}});
    word.entries[0].value.mark = node.mark;
  }
  const Node& item = is_word ? word : node;
  bool ok = true;
  const sluice_option* const child = chosen(item, option, ok);
  if (child == nullptr) return false;
  auto* fields = allocate<sluice_field>(option.children.count);
  *fields = make_field(child->name, null_value());
  const Node& setting = item.find(child->name)->value;
  if (!ok && is_null(setting)) return false;  // it stands beside the child instead of below
  {
    const Scope scope(*this, child->name, child->flags);
    ok = check(setting, *child, &fields->value) && ok;
  }
  uint32_t count = 1;
  for (uint32_t i = 0; i < option.children.count; ++i) {
    const sluice_option& sibling = option_at(option.children, i);
    if (sibling.name == nullptr || (sibling.flags & SLUICE_OPTION_BESIDE) == 0) continue;
    const Entry* entry = item.find(sibling.name);
    bool present = entry != nullptr;
    fields[count] = make_field(sibling.name, null_value());
    const Scope scope(*this, sibling.name, sibling.flags);
    ok = (present ? check(entry->value, sibling, &fields[count].value)
                  : absent(item, sibling, &fields[count].value, present)) &&
         ok;
    if (present) ++count;
  }
  *out = object_value(fields, count);
  return ok;
}

// The one child that a variant's keys choose; null, with an error, when they do not choose one. A
// key that means nothing makes `ok` false.
const sluice_option* Checker::chosen(const Node& node, const sluice_option& option, bool& ok) {
  const auto kinds = names_of(option.children, Group::kinds);
  const auto siblings = names_of(option.children, Group::siblings);
  std::vector<const Entry*> known;
  std::vector<const Entry*> unknown;
  for (const Entry& entry : node.entries) {
    if (has(kinds, entry.key)) {
      known.push_back(&entry);
    } else if (!has(siblings, entry.key)) {
      unknown.push_back(&entry);
    }
  }
  if (siblings.empty() && node.entries.size() != 1) {
    fail(node.mark, fmt::format("{} must have exactly one key of {}, but has {}", subject(),
                                quoted_list(kinds), node.entries.size()));
    return nullptr;
  }
  const sluice_option* const child =
      known.size() == 1 ? &find_option(option.children, known[0]->key) : nullptr;
  const bool is_empty = child != nullptr && is_null(known[0]->value);
  for (const Entry* entry : unknown) unknown_in_variant(*entry, option, child, is_empty);
  ok = unknown.empty();
  if (known.size() > 1) {
    fail(known[1]->key_mark,
         fmt::format("{} can be only one of {} and {}; {}", subject(), quote(known[0]->key),
                     quote(known[1]->key),
                     path_.ends_with(']') ? "write each after its own \"- \"" : "remove one"));
  } else if (node.entries.empty()) {
    fail(node.mark,
         fmt::format("{} must have one key of {}, but is empty", subject(), quoted_list(kinds)));
  } else if (known.empty() && unknown.empty()) {
    fail(node.mark, fmt::format("{} lacks one key of {}; {} only stands beside it", subject(),
                                quoted_list(kinds), quote(node.entries[0].key)));
  }
  return child;
}

void Checker::unknown_in_variant(const Entry& entry, const sluice_option& option,
                                 const sluice_option* chosen, bool is_empty) {
  if (secret_) {  // the key may be a part of the secret that was not quoted
    fail(entry.key_mark, fmt::format("{} must be {}", subject(), describe(option)));
    return;
  }
  const auto kinds = names_of(option.children, Group::kinds);
  const auto siblings = names_of(option.children, Group::siblings);
  // The indentation that is forgotten most: the chosen one's options beside it instead of below.
  if (chosen != nullptr && chosen->type == SLUICE_OPTION_OBJECT &&
      has(names_of(chosen->children), entry.key)) {
    fail(entry.key_mark,
         fmt::format("unknown {} in {}; it is an option of {}, so indent it further",
                     quote(entry.key), subject(), quote(chosen->name)));
    return;
  }
  if (is_empty && nearest(entry.key, siblings) == std::nullopt && !means_if(entry.key)) {
    fail(
        entry.key_mark,
        fmt::format("unknown {} in {}; if it belongs to {}, which holds nothing, indent it further",
                    quote(entry.key), subject(), quote(chosen->name)));
    return;
  }
  auto names = chosen == nullptr ? kinds : std::vector<std::string_view>();
  names.insert(names.end(), siblings.begin(), siblings.end());
  const bool is_if = means_if(entry.key) && has(siblings, "if");
  const std::string guess = is_if ? "; did you mean \"if\"?" : did_you_mean(entry.key, names);
  const std::string rule =
      chosen == nullptr
          ? fmt::format("it must be one of {}", quoted_list(kinds))
          : fmt::format("beside {} may stand {}", quote(chosen->name), quoted_list(siblings));
  fail(entry.key_mark, fmt::format("unknown {} in {}{}{} {}", quote(entry.key), subject(), guess,
                                   guess.empty() ? ";" : "", rule));
}

bool Checker::any_of(const Node& node, const sluice_option& option, sluice_value* out) {
  Diagnostics* const outer = diagnostics_;
  Diagnostics meant;  // the errors of the alternatives that take this kind of node
  const size_t before = unresolved_.size();
  size_t candidates = 0;
  bool is_meant = false;  // the last of the candidates, without doubt
  bool unresolved = false;
  for (uint32_t i = 0; i < option.children.count && work_ < maximum_work; ++i) {
    const sluice_option& child = option_at(option.children, i);
    Diagnostics found;
    diagnostics_ = &found;
    bool ok = false;
    {
      const Scope scope(*this, "", child.flags);
      ok = check(node, child, out);
    }
    diagnostics_ = outer;
    if (ok) {
      unresolved_.resize(before);  // what other alternatives missed was not wanted
      return true;
    }
    unresolved = unresolved || found.empty();
    if (!takes_kind(child, node.kind) || is_meant || !has_first_key(child, node)) continue;
    is_meant = child.type == SLUICE_OPTION_OBJECT && is_map(node);
    candidates = is_meant ? 1 : candidates + 1;
    meant = std::move(found);
  }
  if (work_ >= maximum_work) return fail(node.mark, subject() + " is too complex to check");
  if (unresolved) return false;
  if (candidates == 1) {
    for (Diagnostic& diagnostic : meant) fail(diagnostic.mark, std::move(diagnostic.message));
    return false;
  }
  if (is_null(node)) return fail(node.mark, subject() + " needs a value");
  return wrong_type(node, describe(option));
}

}  // namespace sluice::spec
