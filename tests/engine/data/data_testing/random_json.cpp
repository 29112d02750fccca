#include <data_testing/random_json.hpp>

namespace sluice::data_testing {
namespace {

constexpr const char* spaces[] = {" ", "\n", "\t", "\r\n", "  ", " \n "};
constexpr const char* string_parts[] = {"a",
                                        "key",
                                        "0123456789abcdef",
                                        "\\n",
                                        "\\\"",
                                        "\\\\",
                                        "\\/",
                                        "\\b",
                                        "\\f",
                                        "\\r",
                                        "\\t",
                                        "\\u0041",
                                        "\\u0000",
                                        "\\u00e9",
                                        "\\u20AC",
                                        "\\ud83d\\ude00",
                                        "\\uD800",
                                        "\\udc00",
                                        "\\ud800\\u0041",
                                        "\xC3\xA9",
                                        "\xE2\x82\xAC",
                                        "\xF0\x9F\x98\x80",
                                        "\x7F",
                                        "{",
                                        "]",
                                        ",",
                                        ":",
                                        " a string of more than sixteen bytes "};
constexpr const char* keys[] = {"\"a\"", "\"b\"", "\"\"", "\"\\u0061\"", "\"a\\/b\"", "\"a/b\""};
constexpr const char* numbers[] = {"0",
                                   "-0",
                                   "-0.0",
                                   "1e5",
                                   "1E+2",
                                   "1.5e-3",
                                   "9223372036854775807",
                                   "-9223372036854775808",
                                   "9223372036854775808",
                                   "18446744073709551615",
                                   "18446744073709551616",
                                   "0.1",
                                   "123456789012345.6",
                                   "1.7976931348623157e308",
                                   "5e-324",
                                   "2.2250738585072014e-308",
                                   "1e400",
                                   "12345678901234567890123456789012345678901234567890123456"};
constexpr const char* tokens[] = {"{",  "}",   "[",       "]",    ",",    ":",     "\"",
                                  "\\", "\\u", "\\ud800", "null", "true", "false", "-",
                                  "0",  ".",   "e",       "\n",   " ",    "\x01"};

}  // namespace

std::string RandomJson::document() {
  out_.clear();
  space();
  value(below(8) == 0 ? 0 : 5);
  space();
  return out_;
}

void RandomJson::space() {
  if (below(4) == 0) out_ += one_of(spaces);
}

void RandomJson::value(int depth) {
  switch (below(depth > 0 ? 8 : 5)) {
    case 0:
      out_ += "null";
      return;
    case 1:
      out_ += below(2) == 0 ? "true" : "false";
      return;
    case 2:
      number();
      return;
    case 3:
    case 4:
      string();
      return;
    case 5:
    case 6:
      container(depth, true);
      return;
    default:
      container(depth, false);
      return;
  }
}

void RandomJson::string() {
  out_ += '"';
  for (uint32_t parts = below(6); parts > 0; --parts) out_ += one_of(string_parts);
  out_ += '"';
}

void RandomJson::number() {
  if (below(2) == 0) {
    out_ += one_of(numbers);
    return;
  }
  if (below(2) == 0) out_ += '-';
  out_ += std::to_string(random_() >> below(64));
  if (below(2) == 0) out_ += "." + std::to_string(random_() >> below(64));
  if (below(3) == 0) out_ += "e" + std::to_string(static_cast<int>(below(600)) - 300);
}

void RandomJson::container(int depth, bool object) {
  out_ += object ? '{' : '[';
  space();
  // now and then more members than a reader keeps on its stack
  const uint32_t count = below(40) == 0 ? 60 + below(100) : below(6);
  for (uint32_t i = 0; i < count; ++i) {
    if (i > 0) out_ += ',';
    space();
    if (object) {
      if (below(3) == 0) {
        out_ += one_of(keys);
      } else {
        string();
      }
      space();
      out_ += ':';
      space();
    }
    value(count > 10 ? 0 : depth - 1);
    space();
  }
  out_ += object ? '}' : ']';
}

std::string RandomJson::mutated(std::string text) {
  for (uint32_t changes = 1 + below(3); changes > 0; --changes) {
    const size_t at = below(static_cast<uint32_t>(text.size()) + 1);
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(4));
        break;
      case 1:
        text.insert(at, one_of(tokens));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default:
        text.insert(at, text.substr(below(static_cast<uint32_t>(text.size()) + 1), below(20)));
    }
  }
  return text;
}

}  // namespace sluice::data_testing
