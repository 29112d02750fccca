#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <unordered_map>
#include <vector>

#include <data_testing/meaning.hpp>
#include <simdjson.h>

#include <sluice/value.hpp>

namespace sluice::data_testing {
namespace {

constexpr size_t deeper_than_ours = 1100;

std::string text_meaning(std::string_view text) {
  return "\"" + std::to_string(text.size()) + ":" + std::string(text) + "\"";
}

// By value alone: whether all digits were kept is checked with normal_number.
std::string number_meaning(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", number == 0 ? 0.0 : number);  // no -0
  return text;
}

// The members in order, of equal keys the last value in the place of the first.
class Members {
 public:
  void add(std::string key, std::string meaning) {
    const auto [found, is_new] = places_.try_emplace(key, members_.size());
    if (is_new) {
      members_.emplace_back(std::move(key), std::move(meaning));
    } else {
      members_[found->second].second = std::move(meaning);
    }
  }
  std::string meaning() const {
    std::string out = "{";
    for (const auto& [key, meaning] : members_) out += text_meaning(key) + meaning + ",";
    return out + "}";
  }

 private:
  std::vector<std::pair<std::string, std::string>> members_;
  std::unordered_map<std::string, size_t> places_;
};

std::string meaning_of(simdjson::dom::element element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::OBJECT: {
      Members members;
      for (const auto& [key, value] : simdjson::dom::object(element)) {
        members.add(std::string(key), meaning_of(value));
      }
      return members.meaning();
    }
    case Type::ARRAY: {
      std::string out = "[";
      for (const auto item : simdjson::dom::array(element)) out += meaning_of(item) + ",";
      return out + "]";
    }
    case Type::STRING:
      return text_meaning(std::string_view(element));
    case Type::INT64:
      return number_meaning(static_cast<double>(int64_t(element)));
    case Type::UINT64:
      return number_meaning(static_cast<double>(uint64_t(element)));
    case Type::DOUBLE:
      return number_meaning(double(element));
    case Type::BOOL:
      return bool(element) ? "true" : "false";
    case Type::NULL_VALUE:
      return "null";
  }
  return "?";
}

}  // namespace

Verdict meaning_by_simdjson(std::string_view text, std::string& meaning) {
  const simdjson::padded_string padded(text);
  simdjson::dom::parser parser;
  // An empty text needs some capacity as well, or the depth would not be set.
  if (parser.allocate(text.size() + 64, deeper_than_ours) != simdjson::SUCCESS) std::abort();
  simdjson::dom::element element;
  switch (parser.parse(padded).get(element)) {
    case simdjson::SUCCESS:
      meaning = meaning_of(element);
      return Verdict::json;
    case simdjson::NUMBER_ERROR:
      return Verdict::number_out_of_range;  // or not a number
    case simdjson::DEPTH_ERROR:
      return Verdict::too_deep;
    default:
      return Verdict::not_json;
  }
}

std::string meaning_of(const sluice_value& value) {
  switch (value.type) {
    case SLUICE_VALUE_NULL:
      return "null";
    case SLUICE_VALUE_BOOL:
      return value.as.integer != 0 ? "true" : "false";
    case SLUICE_VALUE_INT64:
      return number_meaning(static_cast<double>(value.as.integer));
    case SLUICE_VALUE_UINT64:
      return number_meaning(static_cast<double>(value.as.uinteger));
    case SLUICE_VALUE_DOUBLE:
      return number_meaning(value.as.number);
    case SLUICE_VALUE_TEXT:
      return text_meaning(bytes(value));
    case SLUICE_VALUE_RAW:  // only a number stays so
      return number_meaning(std::strtod(std::string(bytes(value)).c_str(), nullptr));
    case SLUICE_VALUE_ARRAY: {
      std::string out = "[";
      for (uint32_t i = 0; i < value.size; ++i) out += meaning_of(value.as.items[i]) + ",";
      return out + "]";
    }
    case SLUICE_VALUE_OBJECT: {
      std::string out = "{";
      for (uint32_t i = 0; i < value.size; ++i) {
        const sluice_field& field = value.as.fields[i];
        out += text_meaning(key(field)) + meaning_of(field.value) + ",";
      }
      return out + "}";
    }
    default:
      return "?";
  }
}

bool is_json_number(std::string_view text) {
  const auto skip_digits = [&] {
    const size_t size = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(size);
    return size;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool zero_first = text.starts_with('0');
  const size_t digits = skip_digits();
  if (digits == 0 || (zero_first && digits > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (skip_digits() == 0) return false;
  }
  return text.empty();
}

std::string normal_number(std::string_view number) {
  std::string sign;
  std::string digits;
  long long exponent = 0;
  bool fraction = false;
  size_t i = 0;
  if (number.starts_with('-')) sign = "-", ++i;
  for (; i < number.size() && number[i] != 'e' && number[i] != 'E'; ++i) {
    if (number[i] == '.') {
      fraction = true;
      continue;
    }
    if (fraction) --exponent;
    digits += number[i];
  }
  if (i < number.size()) {
    exponent += std::strtoll(std::string(number.substr(i + 1)).c_str(), nullptr, 10);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  while (digits.ends_with('0')) digits.pop_back(), ++exponent;
  if (digits.empty()) return sign + "0";
  return sign + digits + "e" + std::to_string(exponent);
}

}  // namespace sluice::data_testing
