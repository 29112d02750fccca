#include "checker.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include <spec/nearest.hpp>
#include <spec/quantity.hpp>

namespace sluice::spec {

namespace {

// Up to the examples, which are only for documentation; see examples_of.
constexpr size_t smallest_option = offsetof(sluice_option, examples);

bool has_flag(const sluice_option& option, uint32_t flag) {
  return (option.flags & flag) != 0;
}

/// Whether an absent object should be made of its children's defaults.
bool is_filled_by_defaults(const sluice_option& option, size_t depth = 0) {
  if (option.type != SLUICE_OPTION_OBJECT || depth > maximum_option_depth) return false;
  bool has_default = false;
  for (uint32_t i = 0; i < option.children.count; ++i) {
    const sluice_option& child = option_at(option.children, i);
    if (child.default_value != nullptr) {
      has_default = true;
    } else if (has_flag(child, SLUICE_OPTION_REQUIRED)) {
      return false;
    } else if (!has_default) {
      has_default = is_filled_by_defaults(child, depth + 1);
    }
  }
  return has_default;
}

/// What an object looks like that has what it needs: `; write {field: ..., type: ...}`. Empty when
/// it needs nothing.
std::string shape_of(const sluice_option_list& table) {
  std::string shape;
  for (uint32_t i = 0; i < table.count; ++i) {
    const sluice_option& option = option_at(table, i);
    if (option.name == nullptr || !has_flag(option, SLUICE_OPTION_REQUIRED)) continue;
    shape += fmt::format("{}{}: ...", shape.empty() ? "; write {" : ", ", option.name);
  }
  return shape.empty() ? shape : shape + "}";
}

}  // namespace

std::vector<std::string_view> names_of(const sluice_option_list& list) {
  std::vector<std::string_view> names;
  for (uint32_t i = 0; i < list.count; ++i) {
    if (option_at(list, i).name != nullptr) names.emplace_back(option_at(list, i).name);
  }
  return names;
}

std::vector<std::string_view> names_of(const sluice_option_list& variant, Group group) {
  std::vector<std::string_view> names;
  for (uint32_t i = 0; i < variant.count; ++i) {
    const sluice_option& option = option_at(variant, i);
    const bool is_sibling = has_flag(option, SLUICE_OPTION_BESIDE);
    if (option.name != nullptr && is_sibling == (group == Group::siblings)) {
      names.emplace_back(option.name);
    }
  }
  return names;
}

Checker::Scope::Scope(Checker& checker, std::string_view step, uint32_t flags)
    : checker_(checker),
      path_size_(checker.path_.size()),
      secret_(checker.secret_),
      template_(checker.template_) {
  const bool joins = checker.path_.empty() || checker.path_.back() == '.' || step.starts_with('[');
  if (!joins && !step.empty()) checker.path_ += '.';
  checker.path_ += step;
  if ((flags & SLUICE_OPTION_SECRET) != 0) checker.secret_ = true;
  if ((flags & SLUICE_OPTION_TEMPLATE) != 0) checker.template_ = true;
}

Checker::Scope::~Scope() {
  checker_.path_.resize(path_size_);
  checker_.secret_ = secret_;
  checker_.template_ = template_;
}

template <class T>
T* Checker::allocate(size_t count) {
  void* memory = storage_.memory.allocate(std::max<size_t>(count, 1) * sizeof(T), alignof(T));
  return static_cast<T*>(std::memset(memory, 0, count * sizeof(T)));
}
// For checker_alternatives.cpp, which an optimised build leaves without it.
template sluice_field* Checker::allocate<sluice_field>(size_t count);

std::string_view Checker::keep(std::string_view text) {
  if (text.empty()) return "";
  char* copy = allocate<char>(text.size());
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

const std::string& Checker::text_of(const Node& node) const {
  return template_ && node.template_text ? *node.template_text : node.scalar;
}

bool Checker::fail(const Mark& mark, std::string message) {
  add_error(*diagnostics_, mark, std::move(message));
  return false;
}

std::string Checker::name_of(std::string_view option) const {
  const bool joins = path_.empty() || path_.back() == '.';
  return quote(path_ + (joins ? "" : ".") + std::string(option));
}

std::string Checker::subject() const {
  return path_.empty() ? quote(context_.name) : fmt::format("option {}", quote(path_));
}

std::string Checker::instead(const Node& node) const {
  if (is_sequence(node)) return ", not a list";
  if (is_map(node)) return ", not a map";
  if (secret_ || is_null(node)) return "";
  if (node.interpolated) return fmt::format(", which {} is not", quote(node.written));
  return fmt::format(", not {}", quote(node.scalar));
}

bool Checker::check_table(const sluice_option_list& table) {
  if (table.count == 0 || !known_tables_.insert(table.items).second) return true;
  const auto refuse = [&](const std::string& message) {
    return fail(context_.mark,
                fmt::format("the option table of {} is wrong: {}", quote(context_.name), message));
  };
  if (table.items == nullptr || table.item_size < smallest_option) {
    return refuse(fmt::format("its items have {} bytes, at least {} are needed", table.item_size,
                              smallest_option));
  }
  for (uint32_t i = 0; i < table.count; ++i) {
    const sluice_option& option = option_at(table, i);
    if (option.type > SLUICE_OPTION_ANY_OF) {
      return refuse(fmt::format("option {} has the unknown type {}",
                                quote(option.name == nullptr ? "" : option.name), option.type));
    }
    if (!check_table(option.children)) return false;
  }
  return true;
}

bool Checker::check(const Node& node, const sluice_option& option, sluice_value* out) {
  // An alternative decides for itself how it reads the node.
  const bool is_text = option.type == SLUICE_OPTION_STRING || option.type == SLUICE_OPTION_ANY;
  const bool reads_template = option.type == SLUICE_OPTION_ANY_OF || (template_ && is_text);
  if (reads_template ? node.unresolved : !is_plain(node)) return false;
  if (depth_ >= maximum_option_depth || work_ >= maximum_work) {
    return fail(node.mark, fmt::format("{} is too complex to check", subject()));
  }
  ++depth_;
  ++work_;
  const bool ok = dispatch(node, option, out);
  --depth_;
  if (ok && !in_default_) storage_.marks[out] = node.mark;
  return ok;
}

bool Checker::dispatch(const Node& node, const sluice_option& option, sluice_value* out) {
  // A variable that is set to nothing leaves an unquoted scalar empty: that is text, or no value.
  const bool empty = is_scalar(node) && node.scalar.empty() && !node.quoted;
  const bool takes_empty = option.type == SLUICE_OPTION_STRING ||
                           option.type == SLUICE_OPTION_ANY || option.type == SLUICE_OPTION_ANY_OF;
  const bool takes_null = option.type == SLUICE_OPTION_OBJECT || option.type == SLUICE_OPTION_ANY ||
                          option.type == SLUICE_OPTION_ANY_OF;
  if ((is_null(node) && !takes_null) || (empty && !takes_empty)) {
    return fail(node.mark, subject() + " needs a value");
  }
  switch (option.type) {
    case SLUICE_OPTION_ANY:
      return any(node, out);
    case SLUICE_OPTION_BOOLEAN:
      return boolean(node, option, out);
    case SLUICE_OPTION_INTEGER:
      return integer(node, option, out);
    case SLUICE_OPTION_NUMBER:
      return number(node, option, out);
    case SLUICE_OPTION_STRING:
      return string(node, option, out);
    case SLUICE_OPTION_BYTES:
    case SLUICE_OPTION_DURATION:
      return quantity(node, option, out);
    case SLUICE_OPTION_LIST:
      return list(node, option, out);
    case SLUICE_OPTION_MAP:
      return map(node, option, out);
    case SLUICE_OPTION_OBJECT:
      return object(node, option.children, out);
    case SLUICE_OPTION_VARIANT:
      return variant(node, option, out);
    default:
      return any_of(node, option, out);
  }
}

bool Checker::object(const Node& node, const sluice_option_list& table, sluice_value* out) {
  if (!is_map(node) && !is_null(node)) {
    const std::string shape = is_scalar(node) && !path_.empty() ? shape_of(table) : "";
    return fail(node.mark, fmt::format("{} must be a map of options{}{}", subject(),
                                       path_.empty() ? "" : instead(node), shape));
  }
  bool ok = true;
  auto* fields = allocate<sluice_field>(table.count);
  uint32_t count = 0;
  for (uint32_t i = 0; i < table.count; ++i) {
    const sluice_option& option = option_at(table, i);
    if (option.name == nullptr) continue;
    fields[count] = make_field(option.name, null_value());
    const Entry* entry = node.find(option.name);
    bool present = entry != nullptr;
    const Scope scope(*this, option.name, option.flags);
    ok = (present ? check(entry->value, option, &fields[count].value)
                  : absent(node, option, &fields[count].value, present)) &&
         ok;
    if (present) ++count;
  }
  const auto names = names_of(table);
  for (const Entry& entry : node.entries) {
    if (std::find(names.begin(), names.end(), entry.key) != names.end()) continue;
    unknown_key(entry, table);
    ok = false;
  }
  *out = object_value(fields, count);
  return ok;
}

bool Checker::absent(const Node& node, const sluice_option& option, sluice_value* out,
                     bool& present) {
  if (option.default_value != nullptr) {
    present = true;
    return by_default(option, out);
  }
  if (has_flag(option, SLUICE_OPTION_REQUIRED)) {
    const bool nested = depth_ > 0 && node.mark.line != 0;
    return fail(nested ? node.mark : context_.mark, subject() + " is required");
  }
  if (!is_filled_by_defaults(option)) return true;
  present = true;
  const bool outer = in_default_;
  in_default_ = true;
  const bool ok = check({}, option, out);
  in_default_ = outer;
  return ok;
}

bool Checker::by_default(const sluice_option& option, sluice_value* out) {
  const std::string_view text = option.default_value;
  Diagnostics found;
  std::optional<Node> node;
  // What needs quotes in YAML, such as "@timestamp", needs none in the table.
  const bool verbatim =
      option.type == SLUICE_OPTION_STRING && (text.empty() || (text[0] != '"' && text[0] != '\''));
  if (verbatim) {
    node.emplace();
    node->kind = Node::Kind::scalar;
    node->quoted = true;
    node->scalar = text;
  } else {
    node = parse_yaml(text, "", found);
  }
  Diagnostics* const outer_diagnostics = std::exchange(diagnostics_, &found);
  const bool outer = std::exchange(in_default_, true);
  const bool ok = node && check(*node, option, out);
  in_default_ = outer;
  diagnostics_ = outer_diagnostics;
  if (ok) return true;
  const std::string reason = found.empty() ? "it cannot be checked" : found.front().message;
  return fail(context_.mark, fmt::format("the default of {} is wrong, which is a mistake in {}: {}",
                                         subject(), quote(context_.name), reason));
}

void Checker::unknown_key(const Entry& entry, const sluice_option_list& table) {
  const auto names = names_of(table);
  const std::string owner =
      path_.empty() || path_ == context_.prefix ? quote(context_.name) : subject();
  if (secret_) {  // the key may be a part of the secret that was not quoted
    fail(entry.key_mark, fmt::format("unknown option in {}", owner));
  } else if (names.empty()) {
    fail(entry.key_mark, fmt::format("unknown option {}; {} has none", quote(entry.key), owner));
  } else {
    const std::string guess = did_you_mean(entry.key, names);
    fail(entry.key_mark, fmt::format("unknown option {}{}{} {} has {}", name_of(entry.key), guess,
                                     guess.empty() ? ";" : "", owner, quoted_list(names)));
  }
}

bool Checker::list(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_sequence(node)) {
    return wrong_type(node, describe(option),
                      is_map(node) || secret_ ? ""
                                              : "; write one item per line after \"- \", or "
                                                "all in \"[]\"");
  }
  bool ok = true;
  auto* items = allocate<sluice_value>(node.items.size());
  for (size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    if (option.children.count == 0) {
      const Scope scope(*this, fmt::format("[{}]", i), 0);
      ok = any(item, &items[i]) && ok;
      continue;
    }
    const sluice_option& child = option_at(option.children, 0);
    const Scope scope(*this, fmt::format("[{}]", i), child.flags);
    ok = check(item, child, &items[i]) && ok;
  }
  *out = array_value(items, static_cast<uint32_t>(node.items.size()));
  return ok;
}

bool Checker::map(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_map(node)) return wrong_type(node, describe(option));
  bool ok = true;
  auto* fields = allocate<sluice_field>(node.entries.size());
  for (size_t i = 0; i < node.entries.size(); ++i) {
    const Entry& entry = node.entries[i];
    fields[i] = make_field(keep(entry.key), null_value());
    const uint32_t flags = option.children.count == 0 ? 0 : option_at(option.children, 0).flags;
    const Scope scope(*this, secret_ ? "*" : entry.key, flags);
    ok = (option.children.count == 0
              ? any(entry.value, &fields[i].value)
              : check(entry.value, option_at(option.children, 0), &fields[i].value)) &&
         ok;
  }
  *out = object_value(fields, static_cast<uint32_t>(node.entries.size()));
  return ok;
}

bool Checker::any(const Node& node, sluice_value* out) {
  if (template_ ? node.unresolved : !is_plain(node)) return false;
  bool ok = true;
  if (is_scalar(node)) {
    const std::string_view text = keep(text_of(node));
    *out = node.quoted ? text_value(text) : resolve_core(text);
  } else if (is_sequence(node)) {
    auto* items = allocate<sluice_value>(node.items.size());
    for (size_t i = 0; i < node.items.size(); ++i) ok = any(node.items[i], &items[i]) && ok;
    *out = array_value(items, static_cast<uint32_t>(node.items.size()));
  } else if (is_map(node)) {
    auto* fields = allocate<sluice_field>(node.entries.size());
    for (size_t i = 0; i < node.entries.size(); ++i) {
      fields[i] = make_field(keep(node.entries[i].key), null_value());
      ok = any(node.entries[i].value, &fields[i].value) && ok;
    }
    *out = object_value(fields, static_cast<uint32_t>(node.entries.size()));
  } else {
    *out = null_value();
  }
  if (out->type == SLUICE_VALUE_TEXT) out->flags = plain_flag(bytes(*out));
  if (!in_default_) storage_.marks[out] = node.mark;
  return ok;
}

}  // namespace sluice::spec
