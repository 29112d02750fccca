#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

#include <runtime/test_matcher.hpp>
#include <sluice/value.hpp>
#include <spec/nearest.hpp>

namespace sluice::runtime {
namespace {

using Kind = JsonTree::Kind;

const sluice_option* find_matcher(std::string_view name) {
  const sluice_option_list table = spec::test_matcher_options();
  for (uint32_t i = 0; i < table.count; ++i) {
    if (spec::option_at(table, i).name == name) return &spec::option_at(table, i);
  }
  return nullptr;
}

std::vector<std::string_view> matcher_names() {
  std::vector<std::string_view> names;
  const sluice_option_list table = spec::test_matcher_options();
  for (uint32_t i = 0; i < table.count; ++i) names.emplace_back(spec::option_at(table, i).name);
  return names;
}

// What is wrong with the value of a matcher, or nothing.
std::string complaint(const sluice_option& option, const JsonTree& value) {
  if (option.type == SLUICE_OPTION_BOOLEAN && value.kind != Kind::boolean) {
    return fmt::format("must be true or false, not {}", describe(value.kind));
  }
  if (option.type == SLUICE_OPTION_STRING && value.kind != Kind::text) {
    return fmt::format("must be text, not {}", describe(value.kind));
  }
  if (option.type == SLUICE_OPTION_LIST && value.kind != Kind::list) {
    return fmt::format("must be a list, not {}", describe(value.kind));
  }
  if (option.type == SLUICE_OPTION_INTEGER &&
      (value.kind != Kind::number ||
       value.text.find_first_not_of("0123456789") != std::string::npos)) {
    return "must be a whole number from 0";
  }
  if (option.allowed == nullptr) return {};
  std::vector<std::string_view> words;
  for (const char* const* word = option.allowed; *word != nullptr; ++word) {
    if (value.text == *word) return {};
    words.emplace_back(*word);
  }
  const std::string guess = spec::did_you_mean(value.text, words);
  return fmt::format("is {}{}{} it must be one of {}", spec::quote(value.text), guess,
                     guess.empty() ? ";" : "", spec::quoted_list(words));
}

bool is_of_type(const JsonTree& value, std::string_view type) {
  switch (value.kind) {
    case Kind::null:
      return type == "null";
    case Kind::boolean:
      return type == "boolean";
    case Kind::text:
      return type == "text";
    case Kind::list:
      return type == "list";
    case Kind::object:
      return type == "object";
    default:
      return type == "number" ||
             (type == "integer" && value.text.find_first_of(".eE") == std::string::npos);
  }
}

bool contains(const JsonTree& value, const JsonTree& part) {
  if (value.kind == Kind::list) {
    return std::find(value.items.begin(), value.items.end(), part) != value.items.end();
  }
  return value.kind == Kind::text && part.kind == Kind::text &&
         value.text.find(part.text) != std::string::npos;
}

size_t size_of(const JsonTree& value) {
  if (value.kind == Kind::text) return value.text.size();
  return value.kind == Kind::list ? value.items.size() : value.members.size();
}

bool has_size(const JsonTree& value) {
  return value.kind == Kind::text || value.kind == Kind::list || value.kind == Kind::object;
}

}  // namespace

TestMatcher::TestMatcher(TestMatcher&&) noexcept = default;
TestMatcher& TestMatcher::operator=(TestMatcher&&) noexcept = default;
TestMatcher::~TestMatcher() = default;

std::optional<TestMatcher> TestMatcher::make(const spec::TestPath& expected,
                                             spec::Diagnostics& diagnostics) {
  Result<FieldPath> path = FieldPath::parse(expected.path);
  if (!path) {
    spec::add_error(diagnostics, expected.mark, std::move(path).error().message);
    return {};
  }
  TestMatcher matcher(std::move(*path));
  const sluice_value& value = *expected.value;
  if (value.type != SLUICE_VALUE_OBJECT) {
    matcher.rules_.push_back({"equals", JsonTree::of(value), nullptr});
    return matcher;
  }
  if (value.size == 0) {
    spec::add_error(diagnostics, expected.mark,
                    fmt::format("path {} has an empty map; write {{equals: {{}}}} for an empty "
                                "object, or a matcher: {}",
                                spec::quote(expected.path), spec::quoted_list(matcher_names())));
    return {};
  }
  bool good = true;
  for (uint32_t i = 0; i < value.size; ++i) {
    good = matcher.add_rule(value.as.fields[i], expected.mark, diagnostics) && good;
  }
  if (!good) return {};
  return matcher;
}

bool TestMatcher::add_rule(const sluice_field& field, const spec::Mark& mark,
                           spec::Diagnostics& diagnostics) {
  Rule rule{std::string(key(field)), JsonTree::of(field.value), nullptr};
  const auto fail = [&](std::string message) {
    spec::add_error(diagnostics, mark, std::move(message));
    return false;
  };
  const sluice_option* option = find_matcher(rule.name);
  if (option == nullptr) {
    const auto names = matcher_names();
    const std::string guess = spec::did_you_mean(rule.name, names);
    return fail(
        fmt::format("unknown matcher {} at path {}{}{} there are {}; an object is written "
                    "below \"equals\"",
                    spec::quote(rule.name), spec::quote(path_.text()), guess,
                    guess.empty() ? ";" : "", spec::quoted_list(names)));
  }
  if (const std::string wrong = complaint(*option, rule.value); !wrong.empty()) {
    return fail(fmt::format("matcher {} at path {} {}", spec::quote(rule.name),
                            spec::quote(path_.text()), wrong));
  }
  if (rule.name == "matches") {
    RE2::Options options;
    options.set_log_errors(false);
    auto pattern = std::make_shared<const RE2>(rule.value.text, options);
    if (!pattern->ok()) {
      return fail(fmt::format("pattern {} at path {} is no regular expression of RE2: {}",
                              spec::quote(rule.value.text), spec::quote(path_.text()),
                              pattern->error()));
    }
    rule.pattern = std::move(pattern);
  }
  rules_.push_back(std::move(rule));
  return true;
}

bool TestMatcher::holds(const Rule& rule, const JsonTree* actual) {
  if (rule.name == "exists") return rule.value.boolean == (actual != nullptr);
  if (rule.name == "absent") return rule.value.boolean == (actual == nullptr);
  if (actual == nullptr) return false;
  if (rule.name == "equals") return *actual == rule.value;
  if (rule.name == "type") return is_of_type(*actual, rule.value.text);
  if (rule.name == "contains") return contains(*actual, rule.value);
  if (rule.name == "one_of") {
    const auto& choices = rule.value.items;
    return std::find(choices.begin(), choices.end(), *actual) != choices.end();
  }
  if (rule.name == "matches") {
    return actual->kind == Kind::text && RE2::PartialMatch(actual->text, *rule.pattern);
  }
  return has_size(*actual) && std::to_string(size_of(*actual)) == rule.value.text;
}

void TestMatcher::check(const JsonTree& document, const std::string& where,
                        std::vector<Mismatch>& mismatches) const {
  const JsonTree* actual = document.find(path_);
  for (const Rule& rule : rules_) {
    if (holds(rule, actual)) continue;
    Mismatch mismatch{fmt::format("{}, {}", where, path_.text()), {}, "(absent)"};
    if (rule.name == "equals") {
      const bool small = rule.value.kind != Kind::object && rule.value.kind != Kind::list;
      mismatch.expected = small ? to_json(rule.value) : to_pretty_json(rule.value);
      if (actual != nullptr) {
        mismatch.actual = small ? to_json(*actual) : to_pretty_json(*actual, &rule.value);
      }
    } else {
      mismatch.expected = fmt::format("{}: {}", rule.name, to_json(rule.value));
      if (actual != nullptr) mismatch.actual = to_json(*actual);
    }
    mismatches.push_back(std::move(mismatch));
  }
}

}  // namespace sluice::runtime
