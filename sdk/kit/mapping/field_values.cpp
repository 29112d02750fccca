#include <charconv>
#include <limits>

#include <arpa/inet.h>

#include <kit/mapping/date_formats.hpp>
#include <kit/mapping/field_values.hpp>
#include <kit/mapping/json_text.hpp>

namespace sluice::mapping {
namespace {

constexpr std::size_t longest_term = 32766;  // bytes, Lucene's limit

std::optional<Misfit> misfit(std::string reason) {
  return Misfit{"illegal_argument_exception", std::move(reason), false};
}

std::int64_t count_characters(std::string_view text) {
  std::int64_t count = 0;
  for (const char c : text) {
    // What takes four bytes here takes two in Java, which counts.
    if ((c & 0xC0) != 0x80) count += static_cast<unsigned char>(c) >= 0xF0 ? 2 : 1;
  }
  return count;
}

std::optional<double> read_double(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || text.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    return text.find("e-") == std::string_view::npos && text.find("E-") == std::string_view::npos
               ? std::numeric_limits<double>::infinity()
               : 0;
  }
  return error == std::errc() ? std::optional<double>(number) : std::nullopt;
}

std::optional<Misfit> find_number_misfit(const FieldType& type, JsonKind kind,
                                         std::string_view value) {
  if (kind == JsonKind::boolean || kind == JsonKind::object) {
    return Misfit{"json_parse_exception",
                  std::string("Current token (") +
                      (kind == JsonKind::object ? "START_OBJECT"
                       : value == "true"        ? "VALUE_TRUE"
                                                : "VALUE_FALSE") +
                      ") not numeric, can not use numeric value accessors",
                  false};
  }
  const std::string text = text_of(value);
  if (text.empty()) return std::nullopt;  // coerced to nothing
  const std::optional<double> number = read_double(text);
  if (!number) return misfit("For input string: \"" + text + "\"");
  if (type.kind == FieldKind::real) {
    if (*number >= type.low && *number <= type.high) return std::nullopt;
    return misfit("[" + std::string(type.name) + "] supports only finite values, but got [" +
                  (*number < 0 ? "-Infinity" : "Infinity") + "]");
  }
  if (type.kind == FieldKind::unsigned_long) {
    if (*number >= 0 && *number <= 18446744073709551615.0) return std::nullopt;
  } else {
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    const bool too_long = error == std::errc::result_out_of_range;
    if (!too_long && *number >= type.low && *number <= type.high) return std::nullopt;
  }
  return misfit("Value [" + text + "] is out of range for " +
                (type.name == "integer" ? "an " : "a ") + std::string(type.name));
}

std::optional<Misfit> find_term_misfit(const Field& field, std::string_view path,
                                       std::string_view text, std::size_t key_size = 0) {
  if (field.ignore_above >= 0 && count_characters(text) > field.ignore_above) return std::nullopt;
  if (text.size() + key_size <= longest_term) return std::nullopt;
  return Misfit{"illegal_argument_exception",
                "Document contains at least one immense term in field=\"" + std::string(path) +
                    "\" (whose UTF8 encoding is longer than the max length 32766), all of which "
                    "were skipped.",
                true};
}

std::optional<Misfit> find_flattened_misfit(const Field& field, std::string_view path,
                                            std::string_view value, int depth,
                                            std::size_t key_size) {
  std::optional<Misfit> found;
  if (json_kind(value) == JsonKind::object) {
    if (depth > field.depth_limit && field.type->name == "flattened") {
      return misfit("The provided [flattened] field [" + std::string(path) +
                    "] exceeds the maximum depth limit of [" + std::to_string(field.depth_limit) +
                    "].");
    }
    for_each_member(value, [&](std::string_view key, std::string_view inner) {
      found = find_flattened_misfit(field, path, inner, depth + 1, key_size + key.size() - 1);
      return !found;
    });
    return found;
  }
  if (json_kind(value) == JsonKind::array) {
    for_each_element(value, [&](std::string_view inner) {
      found = find_flattened_misfit(field, path, inner, depth, key_size);
      return !found;
    });
    return found;
  }
  return find_term_misfit(field, path, text_of(value), key_size);
}

bool is_ip(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

std::string joined(const std::vector<std::string>& formats) {
  std::string out;
  for (const std::string& format : formats) out += (out.empty() ? "" : "||") + format;
  return out;
}

std::optional<Misfit> find_scalar_misfit(const Field& field, std::string_view path, JsonKind kind,
                                         std::string_view value) {
  const std::string text = text_of(value);
  switch (field.type->kind) {
    case FieldKind::keyword:
      return find_term_misfit(field, path, text);
    case FieldKind::boolean:
      if (kind == JsonKind::boolean || text.empty() || text == "true" || text == "false") {
        return std::nullopt;
      }
      return misfit("Failed to parse value [" + text + "] as only [true] or [false] are allowed.");
    case FieldKind::date:
      if (kind != JsonKind::boolean && matches_date(field.formats, text)) return std::nullopt;
      return misfit("failed to parse date field [" + text + "] with format [" +
                    joined(field.formats) + "]");
    case FieldKind::ip:
      if (kind == JsonKind::string && is_ip(text)) return std::nullopt;
      return misfit("'" + text + "' is not an IP string literal.");
    case FieldKind::alias:
      return Misfit{"illegal_argument_exception",
                    "Cannot write to a field alias [" + std::string(path) + "].", true};
    default:
      return std::nullopt;  // text and what is opaque takes everything
  }
}

}  // namespace

std::optional<Misfit> find_misfit(const Field& field, std::string_view path,
                                  std::string_view value) {
  const FieldKind type = field.type->kind;
  const JsonKind kind = json_kind(value);
  if (type == FieldKind::opaque) return std::nullopt;
  if (type == FieldKind::flattened) {
    if (kind == JsonKind::object) return find_flattened_misfit(field, path, value, 1, 0);
    return Misfit{
        "parsing_exception",
        "Failed to parse object: expecting token of type [START_OBJECT] but found a value", false};
  }
  const bool is_number =
      type == FieldKind::integer || type == FieldKind::unsigned_long || type == FieldKind::real;
  if (is_number) return find_number_misfit(*field.type, kind, value);
  if (kind == JsonKind::object) {
    return Misfit{"illegal_state_exception", "Can't get text on a START_OBJECT", false};
  }
  return find_scalar_misfit(field, path, kind, value);
}

}  // namespace sluice::mapping
