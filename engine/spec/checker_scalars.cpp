#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <limits>

#include <fmt/format.h>
#include <unistd.h>

#include <spec/nearest.hpp>
#include <spec/quantity.hpp>

#include "checker.hpp"

namespace sluice::spec {

namespace {

/// A quoted scalar is text; what a variable holds has no type of its own, quoted or not.
bool is_text(const Node& node) {
  return node.quoted && !node.interpolated;
}

bool is_integer(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool Checker::wrong_type(const Node& node, std::string_view expected, std::string_view hint) {
  return fail(node.mark,
              fmt::format("{} must be {}{}{}", subject(), expected, instead(node), hint));
}

bool Checker::boolean(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_scalar(node)) return wrong_type(node, describe(option));
  if (node.scalar == "true" || node.scalar == "false") {
    if (is_text(node)) return wrong_type(node, describe(option), "; remove the quotes");
    *out = bool_value(node.scalar == "true");
    return true;
  }
  if (node.interpolated || secret_) return wrong_type(node, describe(option));
  std::string word = node.scalar;
  for (char& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  const bool yes = word == "yes" || word == "on" || word == "true" || word == "y" || word == "1";
  const bool no = word == "no" || word == "off" || word == "false" || word == "n" || word == "0";
  return wrong_type(node, describe(option), yes ? "; write true" : no ? "; write false" : "");
}

bool Checker::integer(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_scalar(node) || !is_integer(node.scalar)) return wrong_type(node, describe(option));
  if (is_text(node)) return wrong_type(node, describe(option), "; remove the quotes");
  std::string_view text = node.scalar;
  if (text.starts_with('+')) text.remove_prefix(1);
  int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc()) {
    return fail(node.mark, fmt::format("{} must be {}, and this does not fit 64 bits", subject(),
                                       option.minimum < option.maximum ? bounds_text(option)
                                                                       : describe(option)));
  }
  *out = int_value(value);
  return within_bounds(node, option, value);
}

bool Checker::number(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_scalar(node)) return wrong_type(node, describe(option));
  const sluice_value value = resolve_core(node.scalar);
  double number = 0;
  switch (value.type) {
    case SLUICE_VALUE_INT64:
      number = static_cast<double>(value.as.integer);
      break;
    case SLUICE_VALUE_UINT64:
      number = static_cast<double>(value.as.uinteger);
      break;
    case SLUICE_VALUE_DOUBLE:
      number = value.as.number;
      break;
    case SLUICE_VALUE_RAW: {
      const std::string_view digits = bytes(value);
      const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (parsed.ec == std::errc()) break;
      [[fallthrough]];
    }
    default:
      return wrong_type(node, describe(option));
  }
  if (is_text(node)) return wrong_type(node, describe(option), "; remove the quotes");
  *out = double_value(number);
  const bool bounded = option.minimum < option.maximum;
  if (!bounded || (number >= static_cast<double>(option.minimum) &&
                   number <= static_cast<double>(option.maximum))) {
    return true;
  }
  return wrong_type(node, bounds_text(option));
}

bool Checker::quantity(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_scalar(node)) return wrong_type(node, describe(option));
  const bool is_bytes = option.type == SLUICE_OPTION_BYTES;
  const auto value = is_bytes ? parse_bytes(node.scalar) : parse_duration(node.scalar);
  if (!value) {
    const std::string shown = secret_             ? "the value"
                              : node.interpolated ? quote(node.written)
                                                  : quote(node.scalar);
    return fail(node.mark, fmt::format("{} must be {}; {} {}", subject(), describe(option), shown,
                                       value.error().message));
  }
  *out = int_value(*value);
  return within_bounds(node, option, *value);
}

bool Checker::string(const Node& node, const sluice_option& option, sluice_value* out) {
  if (!is_scalar(node)) return wrong_type(node, describe(option));
  if (option.allowed != nullptr && !allowed(node, option)) return false;
  if ((option.flags & SLUICE_OPTION_FILE) == 0) {
    const std::string_view text = keep(text_of(node));
    *out = text_value(text, plain_flag(text));
    return true;
  }
  std::string path = text_of(node);
  if (path.find('\0') != std::string::npos) {
    return fail(node.mark, subject() + " must be a path, which cannot hold a NUL");
  }
  if (!path.empty() && path != "-") {
    path = (std::filesystem::path(context_.directory) / path).lexically_normal().string();
  }
  if ((option.flags & SLUICE_OPTION_EXISTS) != 0 && !path.empty() && !exists(node, path)) {
    return false;
  }
  const std::string_view text = keep(path);
  *out = text_value(text, plain_flag(text));
  return true;
}

// Nothing is read: of a pipe, that would be gone.
bool Checker::exists(const Node& node, const std::string& path) {
  std::error_code error;
  const bool is_directory = std::filesystem::is_directory(path, error);
  if (!is_directory && ::access(path.c_str(), R_OK) == 0) return true;
  const std::string why = is_directory ? "it is a folder" : std::strerror(errno);
  const std::string shown = secret_             ? "a file"
                            : node.interpolated ? "file " + quote(node.written)
                                                : "file " + quote(path);
  return fail(node.mark,
              fmt::format("{} names {}, which cannot be read: {}", subject(), shown, why));
}

bool Checker::allowed(const Node& node, const sluice_option& option) {
  std::vector<std::string_view> words;
  for (const char* const* word = option.allowed; *word != nullptr; ++word) {
    if (text_of(node) == *word) return true;
    words.emplace_back(*word);
  }
  const bool shows = !secret_ && !node.interpolated;
  return wrong_type(node, describe(option), shows ? did_you_mean(node.scalar, words) : "");
}

std::string Checker::bounds_text(const sluice_option& option) const {
  const auto show = [&](int64_t value) {
    if (option.type == SLUICE_OPTION_BYTES) return format_bytes(value);
    if (option.type == SLUICE_OPTION_DURATION) return format_duration(value);
    return std::to_string(value);
  };
  if (option.maximum == std::numeric_limits<int64_t>::max()) {
    return fmt::format("at least {}", show(option.minimum));
  }
  if (option.minimum == std::numeric_limits<int64_t>::min()) {
    return fmt::format("at most {}", show(option.maximum));
  }
  return fmt::format("between {} and {}", show(option.minimum), show(option.maximum));
}

bool Checker::within_bounds(const Node& node, const sluice_option& option, int64_t value) {
  if (option.minimum >= option.maximum) return true;
  if (value >= option.minimum && value <= option.maximum) return true;
  return wrong_type(node, bounds_text(option));
}

}  // namespace sluice::spec
