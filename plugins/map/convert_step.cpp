#include "convert_step.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

#include <arpa/inet.h>

#include "arena_text.hpp"
#include "excerpt.hpp"
#include "json_number.hpp"

namespace sluice {
namespace {

enum class ConvertType : uint8_t { integer, number, boolean, text, ip, automatic };
constexpr ConvertType types[] = {ConvertType::integer, ConvertType::integer,  ConvertType::number,
                                 ConvertType::number,  ConvertType::boolean,  ConvertType::text,
                                 ConvertType::ip,      ConvertType::automatic};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

enum class Parsed : uint8_t { ok, not_a_number, out_of_range };

Parsed parse_double(std::string_view text, double& out) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const bool negative = !text.empty() && text[0] == '-';
  const char first = text.size() > (negative ? 1u : 0u) ? text[negative ? 1 : 0] : '\0';
  if (!is_digit(first) && first != '.') return Parsed::not_a_number;  // "nan", "inf"
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) {
    return Parsed::not_a_number;
  }
  if (error == std::errc::result_out_of_range) {
    // Also for what is too small to tell from 0, which is fine.
    out = 0;
    return text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos
               ? Parsed::ok
               : Parsed::out_of_range;
  }
  return Parsed::ok;
}

Parsed parse_hex(std::string_view digits, bool negative, int64_t& out) {
  uint64_t magnitude = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, 16);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) {
    return Parsed::not_a_number;
  }
  const uint64_t most = static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0);
  if (error != std::errc() || magnitude > most) return Parsed::out_of_range;
  out = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
  return Parsed::ok;
}

Parsed parse_integer(std::string_view text, int64_t& out) {
  std::string_view digits = text;
  if (!digits.empty() && digits[0] == '+') digits.remove_prefix(1);
  const bool negative = digits.size() == text.size() && !text.empty() && text[0] == '-';
  const std::string_view magnitude = digits.substr(negative ? 1 : 0);
  if (magnitude.size() > 2 && magnitude[0] == '0' && (magnitude[1] | 0x20) == 'x') {
    return parse_hex(magnitude.substr(2), negative, out);
  }
  if (magnitude.empty() || !is_digit(magnitude[0])) return Parsed::not_a_number;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (end == digits.data() + digits.size()) {
    return error == std::errc() ? Parsed::ok : Parsed::out_of_range;
  }
  double number = 0;  // 5.0, 1e3
  const Parsed parsed = parse_double(digits, number);
  if (parsed != Parsed::ok) return parsed;
  if (number != std::trunc(number)) return Parsed::not_a_number;
  constexpr double exact = 9007199254740992.0;  // 2^53: beyond it a double skips integers
  if (std::fabs(number) > exact) return Parsed::out_of_range;
  out = static_cast<int64_t>(number);
  return Parsed::ok;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i]) return false;
  }
  return true;
}

bool is_ip(std::string_view text) {
  char copy[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof copy || text.find('\0') != std::string_view::npos) return false;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(AF_INET, copy, address) == 1 || inet_pton(AF_INET6, copy, address) == 1;
}

bool is_number(const sluice_value& value) {
  if (value.type == SLUICE_VALUE_RAW) return *value.as.data == '-' || is_digit(*value.as.data);
  return value.type == SLUICE_VALUE_INT64 || value.type == SLUICE_VALUE_UINT64 ||
         value.type == SLUICE_VALUE_DOUBLE;
}
bool is_boolean(const sluice_value& value) {
  if (value.type == SLUICE_VALUE_RAW) return *value.as.data == 't' || *value.as.data == 'f';
  return value.type == SLUICE_VALUE_BOOL;
}
bool is_list(const sluice_value& value) {
  if (value.type == SLUICE_VALUE_RAW) return *value.as.data == '[';
  return value.type == SLUICE_VALUE_ARRAY;
}

class Convert final : public ValueStep {
 public:
  Convert(std::string label, FieldPath field, FieldPath target, ConvertType type)
      : ValueStep(std::move(label), std::move(field), std::move(target)), type_(type) {}

 protected:
  StepOutcome compute(EventEditor& editor, const sluice_value& value,
                      sluice_value& result) override {
    if (!is_list(value)) return convert(editor, value, result);
    sluice_value list = editor.duplicate(value);
    const Container items = editor.open(list);
    for (uint32_t i = 0; i < items.count(); ++i) {
      sluice_value& item = items.items()[i];
      if (EventEditor::is_null(item)) continue;
      const StepOutcome outcome = convert(editor, sluice_value(item), item);
      if (outcome != StepOutcome::done) {
        why_ = "item " + std::to_string(i) + ": " + why_;
        return outcome;
      }
    }
    result = list;
    return StepOutcome::done;
  }

 private:
  StepOutcome convert(EventEditor& editor, const sluice_value& value, sluice_value& result) {
    result = value;
    switch (type_) {
      case ConvertType::integer:
        return to_integer(editor, value, result);
      case ConvertType::number:
        return to_number(editor, value, result);
      case ConvertType::boolean:
        return to_boolean(editor, value, result);
      case ConvertType::text:
        return to_text(editor, value, result);
      case ConvertType::ip: {
        std::string_view text;
        if (!editor.text_of(value, text)) return wrong_kind(value, "an IP address");
        return is_ip(text) ? StepOutcome::done : no(text, "is no IPv4 or IPv6 address");
      }
      default:
        automatic(editor, value, result);
        return StepOutcome::done;
    }
  }

  StepOutcome to_integer(EventEditor& editor, const sluice_value& value, sluice_value& result) {
    if (value.type == SLUICE_VALUE_INT64) return StepOutcome::done;
    std::string_view text;
    if (is_number(value)) {
      text = json_of(editor, value);
    } else if (!editor.text_of(value, text)) {
      return wrong_kind(value, "an integer");
    }
    int64_t number = 0;
    const Parsed parsed = parse_integer(text, number);
    if (parsed == Parsed::out_of_range) return no(text, "does not fit an integer of 64 bits");
    if (parsed != Parsed::ok) return no(text, "is no integer");
    // digits that are an integer already stay as they are
    const bool stays = value.type == SLUICE_VALUE_RAW && is_number(value) &&
                       text.find_first_of(".eE") == std::string_view::npos;
    if (!stays) result = int_value(number);
    return StepOutcome::done;
  }

  StepOutcome to_number(EventEditor& editor, const sluice_value& value, sluice_value& result) {
    if (is_number(value)) return StepOutcome::done;
    std::string_view text;
    if (!editor.text_of(value, text)) return wrong_kind(value, "a number");
    double number = 0;
    const Parsed parsed = parse_double(text, number);
    if (parsed == Parsed::out_of_range) return no(text, "does not fit a float of 64 bits");
    if (parsed != Parsed::ok) return no(text, "is no number");
    result = is_json_number(text) ? raw_value(text) : double_value(number);
    return StepOutcome::done;
  }

  StepOutcome to_boolean(EventEditor& editor, const sluice_value& value, sluice_value& result) {
    if (is_boolean(value)) return StepOutcome::done;
    std::string_view text;
    if (!editor.text_of(value, text)) return wrong_kind(value, "true or false");
    const bool yes = equals_ignoring_case(text, "true");
    if (!yes && !equals_ignoring_case(text, "false")) return no(text, "is neither true nor false");
    result = bool_value(yes);
    return StepOutcome::done;
  }

  StepOutcome to_text(EventEditor& editor, const sluice_value& value, sluice_value& result) {
    if (std::string_view text; editor.text_of(value, text)) return StepOutcome::done;
    if (!is_number(value) && !is_boolean(value)) {
      return wrong_kind(value, "text (json with encode: true makes JSON text of it)");
    }
    result = text_value(json_of(editor, value), SLUICE_FLAG_PLAIN);
    return StepOutcome::done;
  }

  static void automatic(EventEditor& editor, const sluice_value& value, sluice_value& result) {
    std::string_view text;
    if (!editor.text_of(value, text)) return;
    const bool yes = equals_ignoring_case(text, "true");
    if (yes || equals_ignoring_case(text, "false")) {
      result = bool_value(yes);
    } else if (double number = 0;
               is_json_number(text) && parse_double(text, number) == Parsed::ok) {
      result = raw_value(text);  // what no float can hold stays text
    }
  }

  StepOutcome no(std::string_view text, const char* what) {
    why_ = excerpt(text) + " " + what;
    return StepOutcome::failed;
  }
  StepOutcome wrong_kind(const sluice_value& value, const char* wanted) {
    why_ = std::string("cannot make ") + wanted + " of " + EventEditor::describe(value);
    return StepOutcome::failed;
  }

  const ConvertType type_;
};

Status add_convert(Result<FieldPath> field, Result<FieldPath> target, const sluice_value& type,
                   StepBuilder& builder) {
  if (!field) return std::move(field).error();
  if (!target) return std::move(target).error();
  size_t index = 0;
  while (convert_types[index] != nullptr && bytes(type) != convert_types[index]) ++index;
  if (convert_types[index] == nullptr) {
    return invalid_config("there is no type " + excerpt(bytes(type)) +
                              "; it must be integer, float, boolean, string, ip or auto",
                          &type);
  }
  std::string label = "convert " + field->text() + " to " + convert_types[index];
  builder.add<Convert>(std::move(label), std::move(*field), std::move(*target), types[index]);
  return {};
}

}  // namespace

Status compile_convert(const sluice_value& setting, StepBuilder& builder) {
  if (has_field_form(setting, convert_form)) {
    Status status = check_field_form(setting, "convert", convert_form, convert_options.items);
    if (!status) return status;
    Result<ValuePaths> paths = value_paths(setting);
    if (!paths) return std::move(paths).error();
    return add_convert(std::move(paths->field), std::move(paths->target),
                       *Settings(&setting).find("type"), builder);
  }
  for (uint32_t i = 0; i < setting.size; ++i) {
    const sluice_field& field = setting.as.fields[i];
    Status status = add_convert(setting_path(key(field), field.value),
                                target_path(key(field), field.value), field.value, builder);
    if (!status) return status;
  }
  return {};
}

}  // namespace sluice
