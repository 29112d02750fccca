#include "option_schema.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <spec/quantity.hpp>
#include <spec/settings.hpp>

namespace sluice::spec {
namespace {

// As parse_bytes and parse_duration read them.
constexpr std::string_view bytes_pattern = "^[0-9]+( ?(B|kB|MB|GB|KiB|MiB|GiB))?$";
constexpr std::string_view duration_pattern =
    "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

bool has_flag(const sluice_option& option, uint32_t flag) {
  return (option.flags & flag) != 0;
}

bool has_bounds(const sluice_option& option) {
  return option.minimum < option.maximum;
}

Json of_type(std::string_view type) {
  return Json::object().set("type", Json::text(type));
}

Json any_of(std::vector<Json> alternatives) {
  if (alternatives.size() == 1) return std::move(alternatives[0]);
  Json list = Json::array();
  for (Json& alternative : alternatives) list.add(std::move(alternative));
  return Json::object().set("anyOf", std::move(list));
}

// Any scalar is text for an option that takes text; only null is not.
Json text_schema() {
  return Json::object().set("type", Json::array_of({"string", "number", "boolean"}));
}

Json words_schema(const sluice_option& option) {
  Json words = Json::array();
  for (const char* const* word = option.allowed; *word != nullptr; ++word) {
    words.add(Json::text(*word));
    Node plain;  // what the word is when it is not quoted: `1` and `true` are no text to an editor
    plain.kind = Node::Kind::scalar;
    plain.scalar = *word;
    Json unquoted = json_of(plain);
    const std::string text = unquoted.compact();
    if (!text.starts_with('"') && text != "null") words.add(std::move(unquoted));
  }
  return any_of({Json::object().set("enum", std::move(words)), reference("variable")});
}

void set_bounds(Json& schema, const sluice_option& option) {
  if (!has_bounds(option)) return;
  if (option.minimum != std::numeric_limits<int64_t>::min()) {
    schema.set("minimum", Json::integer(option.minimum));
  }
  if (option.maximum != std::numeric_limits<int64_t>::max()) {
    schema.set("maximum", Json::integer(option.maximum));
  }
}

Json quantity_schema(const sluice_option& option) {
  if (option.type == SLUICE_OPTION_DURATION) {
    return any_of({reference("duration"), reference("variable")});
  }
  sluice_option number = option;
  if (!has_bounds(number)) number.maximum = std::numeric_limits<int64_t>::max();
  number.minimum = std::max<int64_t>(has_bounds(option) ? option.minimum : 0, 0);
  Json integer = of_type("integer");
  set_bounds(integer, number);
  return any_of({reference("size"), std::move(integer), reference("variable")});
}

Json number_schema(const sluice_option& option) {
  Json number = of_type(option.type == SLUICE_OPTION_INTEGER ? "integer" : "number");
  set_bounds(number, option);
  return any_of({std::move(number), reference("variable")});
}

// An absent value of this option is an error.
bool is_needed(const sluice_option& option) {
  return has_flag(option, SLUICE_OPTION_REQUIRED) && option.default_value == nullptr;
}

// Whether nothing may stand for the option's value.
bool takes_nothing(const sluice_option& option, size_t depth = 0) {
  if (depth > maximum_depth) return false;
  switch (option.type) {
    case SLUICE_OPTION_ANY:
      return true;
    case SLUICE_OPTION_OBJECT:
      return OptionSchemas::takes_null(option.children);
    case SLUICE_OPTION_ANY_OF:
      for (uint32_t i = 0; i < option.children.count; ++i) {
        if (takes_nothing(option_at(option.children, i), depth + 1)) return true;
      }
      return false;
    default:
      return false;
  }
}

bool takes_map(const sluice_option& option, size_t depth = 0) {
  if (option.type == SLUICE_OPTION_ANY_OF) {
    for (uint32_t i = 0; i < option.children.count && depth < maximum_depth; ++i) {
      if (takes_map(option_at(option.children, i), depth + 1)) return true;
    }
    return false;
  }
  return option.type == SLUICE_OPTION_ANY || option.type == SLUICE_OPTION_MAP ||
         option.type == SLUICE_OPTION_OBJECT || option.type == SLUICE_OPTION_VARIANT;
}

std::optional<Json> default_of(const sluice_option& option) {
  if (option.default_value == nullptr) return std::nullopt;
  const std::string_view text = option.default_value;
  const bool verbatim =
      option.type == SLUICE_OPTION_STRING && (text.empty() || (text[0] != '"' && text[0] != '\''));
  if (verbatim) return Json::text(text);
  Diagnostics ignored;  // check_settings reports a default that is wrong
  const auto node = parse_yaml(text, "", ignored);
  if (!node) return std::nullopt;
  return json_of(*node);
}

// What an editor shows beside the option.
std::string description_of(const sluice_option& option) {
  std::string out = option.help == nullptr ? "" : option.help;
  if (!has_bounds(option)) return out;
  if (option.type != SLUICE_OPTION_BYTES && option.type != SLUICE_OPTION_DURATION) return out;
  const auto show = option.type == SLUICE_OPTION_BYTES ? format_bytes : format_duration;
  if (option.maximum == std::numeric_limits<int64_t>::max()) {
    return fmt::format("{}{}At least {}.", out, out.empty() ? "" : " ", show(option.minimum));
  }
  return fmt::format("{}{}From {} to {}.", out, out.empty() ? "" : " ", show(option.minimum),
                     show(option.maximum));
}

// The values of an option's examples, `{a: b}` of `- rename: {a: b}`; those of other forms are left
// out.
Json example_values(const sluice_option_list& list, uint32_t index) {
  Json out = Json::array();
  const char* const name = option_at(list, index).name;
  if (name == nullptr) return out;
  for (const sluice_example& example : examples_of(list, index)) {
    Diagnostics ignored;  // the tests of the component run its examples
    const auto node = parse_yaml(example.yaml, "", ignored);
    if (!node || !is_sequence(*node)) continue;
    for (const Node& item : node->items) {
      if (const Entry* entry = item.find(name)) out.add(json_of(entry->value));
    }
  }
  return out;
}

}  // namespace

Json reference(std::string_view definition) {
  return Json::object().set("$ref", Json::text(fmt::format("#/definitions/{}", definition)));
}

Json scalar_definitions() {
  Json variable = of_type("string");
  variable
      .set("description",
           Json::text("An environment variable: ${NAME}, ${NAME:-default} or ${NAME:?message}."))
      .set("pattern", Json::text(R"(\$\{)"));
  Json size = of_type("string");
  size.set("description", Json::text("A size, as in 5MiB."))
      .set("pattern", Json::text(bytes_pattern));
  Json duration = of_type("string");
  duration.set("description", Json::text("A duration, as in 30s or 1m30s."))
      .set("pattern", Json::text(duration_pattern))
      .set("minLength", Json::integer(2));
  Json out = Json::object();
  out.set("variable", std::move(variable))
      .set("size", std::move(size))
      .set("duration", std::move(duration));
  return out;
}

bool OptionSchemas::takes_null(const sluice_option_list& table) {
  for (uint32_t i = 0; i < table.count; ++i) {
    if (option_at(table, i).name != nullptr && is_needed(option_at(table, i))) return false;
  }
  return true;
}

void OptionSchemas::find_shared(const sluice_option& option, std::set<Key>& ancestors,
                                std::set<Key>& seen) {
  if (option.children.count == 0) return;
  const Key key{option.children.items, option.type};
  const bool is_structure =
      option.type == SLUICE_OPTION_OBJECT || option.type == SLUICE_OPTION_VARIANT;
  if (ancestors.count(key) != 0 || (is_structure && seen.count(key) != 0)) {
    shared_.insert(key);
    return;
  }
  if (!seen.insert(key).second) return;
  ancestors.insert(key);
  for (uint32_t i = 0; i < option.children.count; ++i) {
    find_shared(option_at(option.children, i), ancestors, seen);
  }
  ancestors.erase(key);
}

Json OptionSchemas::component(const sluice_option_list& table, std::string_view name) {
  sluice_option all{};
  all.type = SLUICE_OPTION_OBJECT;
  all.children = table;
  std::set<Key> ancestors;
  std::set<Key> seen;
  find_shared(all, ancestors, seen);

  const std::string path(name);
  std::vector<Json> forms;
  forms.push_back(object(table, path));
  for (uint32_t i = 0; i < table.count; ++i) {
    const sluice_option& whole = option_at(table, i);
    if (!has_flag(whole, SLUICE_OPTION_WHOLE) || whole.name == nullptr) continue;
    bool alone = true;  // no other option has to be given
    Json taken = Json::array();
    for (uint32_t j = 0; j < table.count; ++j) {
      const sluice_option& other = option_at(table, j);
      if (other.name == nullptr) continue;
      alone = alone && (j == i || !is_needed(other));
      taken.add(Json::object().set("required", Json::array_of({other.name})));
    }
    if (!alone) break;
    Json value = annotated(table, i, path + "." + whole.name);
    if (takes_map(whole)) {  // a map with one of the component's options is its options
      Json options = of_type("object").set("anyOf", std::move(taken));
      Json nothing = of_type("null");
      Json empty = of_type("object").set("maxProperties", Json::integer(0));
      Json refused = any_of({std::move(options), std::move(nothing), std::move(empty)});
      Json both = Json::array();
      both.add(std::move(value)).add(Json::object().set("not", std::move(refused)));
      value = Json::object().set("allOf", std::move(both));
    }
    forms.push_back(std::move(value));
    break;
  }
  return any_of(std::move(forms));
}

Json OptionSchemas::annotated(const sluice_option_list& list, uint32_t index,
                              const std::string& path) {
  const sluice_option& option = option_at(list, index);
  Json shaped = shape(option, path);
  Json out = Json::object();
  const std::string description = description_of(option);
  if (!description.empty()) out.set("description", Json::text(description));
  if (auto value = default_of(option)) out.set("default", *std::move(value));
  Json examples = example_values(list, index);
  if (!examples.empty()) out.set("examples", std::move(examples));
  if (out.empty()) return shaped;
  // Draft 7 ignores what stands beside "$ref".
  if (shaped.has("$ref")) {
    Json all = Json::array();
    all.add(std::move(shaped));
    return std::move(out).set("allOf", std::move(all));
  }
  out.append(std::move(shaped));
  return out;
}

Json OptionSchemas::shape(const sluice_option& option, const std::string& path) {
  const Key key{option.children.items, option.type};
  if (option.children.count == 0 || shared_.count(key) == 0) return shape_itself(option, path);
  const auto [known, is_new] = names_.emplace(key, path);
  if (is_new) {
    Json definition = shape_itself(option, path);
    definitions_.set(path, std::move(definition));
  }
  return reference(known->second);
}

Json OptionSchemas::child_or_anything(const sluice_option& option, const std::string& path) {
  if (option.children.count == 0) return Json::object();
  return annotated(option.children, 0, path);
}

Json OptionSchemas::shape_itself(const sluice_option& option, const std::string& path) {
  switch (option.type) {
    case SLUICE_OPTION_BOOLEAN:
      return any_of({of_type("boolean"), reference("variable")});
    case SLUICE_OPTION_INTEGER:
    case SLUICE_OPTION_NUMBER:
      return number_schema(option);
    case SLUICE_OPTION_STRING:
      return option.allowed == nullptr ? text_schema() : words_schema(option);
    case SLUICE_OPTION_BYTES:
    case SLUICE_OPTION_DURATION:
      return quantity_schema(option);
    case SLUICE_OPTION_LIST:
      return of_type("array").set("items", child_or_anything(option, path + ".item"));
    case SLUICE_OPTION_MAP:
      return of_type("object").set("additionalProperties",
                                   child_or_anything(option, path + ".value"));
    case SLUICE_OPTION_OBJECT:
      return object(option.children, path);
    case SLUICE_OPTION_VARIANT:
      return variant(option, path);
    case SLUICE_OPTION_ANY_OF: {
      std::vector<Json> alternatives;
      for (uint32_t i = 0; i < option.children.count; ++i) {
        alternatives.push_back(
            annotated(option.children, i, fmt::format("{}.form{}", path, i + 1)));
      }
      return any_of(std::move(alternatives));
    }
    default:
      return Json::object();
  }
}

Json OptionSchemas::object(const sluice_option_list& table, const std::string& path) {
  Json properties = Json::object();
  std::vector<std::string_view> required;
  for (uint32_t i = 0; i < table.count; ++i) {
    const sluice_option& option = option_at(table, i);
    if (option.name == nullptr) continue;
    properties.set(option.name, annotated(table, i, path + "." + option.name));
    if (is_needed(option)) required.emplace_back(option.name);
  }
  Json out = required.empty() ? Json::object().set("type", Json::array_of({"object", "null"}))
                              : of_type("object");
  out.set("properties", std::move(properties));
  if (!required.empty()) out.set("required", Json::array_of(required));
  out.set("additionalProperties", Json::boolean(false));
  return out;
}

// One key among the kinds, with the siblings that may stand beside it; or the word alone.
Json OptionSchemas::variant(const sluice_option& option, const std::string& path) {
  Json properties = Json::object();
  Json kinds = Json::array();
  std::vector<std::string_view> required;
  std::vector<std::string_view> words;
  for (uint32_t i = 0; i < option.children.count; ++i) {
    const sluice_option& child = option_at(option.children, i);
    if (child.name == nullptr) continue;
    properties.set(child.name, annotated(option.children, i, path + "." + child.name));
    if (has_flag(child, SLUICE_OPTION_BESIDE)) {
      if (is_needed(child)) required.emplace_back(child.name);
      continue;
    }
    kinds.add(Json::object().set("required", Json::array_of({child.name})));
    if (takes_nothing(child)) words.emplace_back(child.name);
  }
  Json out = of_type("object").set("properties", std::move(properties));
  if (!required.empty()) out.set("required", Json::array_of(required));
  out.set("additionalProperties", Json::boolean(false)).set("oneOf", std::move(kinds));
  if (words.empty() || !required.empty()) return out;
  return any_of({Json::object().set("enum", Json::array_of(words)), std::move(out)});
}

}  // namespace sluice::spec
