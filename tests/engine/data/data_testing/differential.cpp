#include <algorithm>

#include <data_testing/differential.hpp>
#include <data_testing/document.hpp>
#include <data_testing/meaning.hpp>

namespace sluice::data_testing {
namespace {

constexpr uint32_t whole = SLUICE_JSON_LAST;
constexpr uint32_t opened = SLUICE_JSON_LAST | SLUICE_JSON_OPEN;

std::string number(uint64_t value) {
  return std::to_string(value);
}

bool is_number(const Document& document) {
  const size_t start = document.text().find_first_not_of(" \t\r\n");
  return start < document.text().size() &&
         std::string_view("-0123456789").find(document.text()[start]) != std::string_view::npos;
}

// One line, and nothing in it that is not allowed to stand there.
bool is_one_line(std::string_view json) {
  return std::none_of(json.begin(), json.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
}

std::string compare_modes(sluice_status raw_status, const Document& raw, sluice_status open_status,
                          const Document& open) {
  if (raw_status != open_status) return "raw and opened do not agree on whether it is JSON";
  const sluice_json_result& a = raw.result();
  const sluice_json_result& b = open.result();
  if (a.lone_surrogates != b.lone_surrogates) return "they count lone surrogates differently";
  if (raw_status == SLUICE_REJECTED) {
    if (a.error_at != b.error_at) return "they find the error at different places";
    return raw.error() == open.error() ? "" : "they explain the error differently";
  }
  if (a.consumed != b.consumed) return "they end at different places";
  if (a.flags != b.flags) return "they differ on line breaks";
  return raw.text() == open.text() ? "" : "they change the text differently";
}

std::string compare_refusal(const Document& document, std::string_view original) {
  std::string meaning;
  if (document.error().find("levels of nesting") != std::string_view::npos) return "";
  if (meaning_by_simdjson(original, meaning) == Verdict::json) {
    return "simdjson accepts it, we say: " + std::string(document.error());
  }
  return "";
}

// Reads what was written: it must be the same again, byte for byte.
std::string check_fixpoint(const std::string& json) {
  Document again(json);
  if (again.read(whole) != SLUICE_OK || again.result().consumed != json.size()) {
    return "what was written cannot be read: " + json;
  }
  if (again.result().lone_surrogates != 0) return "what was written holds lone surrogates";
  return written(again.value()) == json ? "" : "written differently the second time: " + json;
}

std::string check_written(const sluice_value& value, std::string_view source) {
  const std::string json = written(value);
  if (!is_one_line(json)) return "more than one line was written: " + json;
  std::string expected;
  const Verdict verdict = meaning_by_simdjson(source, expected);
  if (verdict == Verdict::not_json || verdict == Verdict::too_deep) {
    return "simdjson refuses what we accept";
  }
  std::string meaning;
  const Verdict again = meaning_by_simdjson(json, meaning);
  // The number that simdjson cannot hold may be gone: another value for the same key came later.
  if (again != verdict && verdict != Verdict::number_out_of_range) {
    return "simdjson refuses what we write: " + json;
  }
  if (verdict == Verdict::json && meaning != expected)
    return "written with another meaning: " + json;
  return check_fixpoint(json);
}

// A text that is cut asks for more, unless its value ended before the cut or it was wrong already.
std::string check_cut(std::string_view text, size_t cut, uint32_t mode, sluice_status status,
                      const Document& uncut) {
  Document part(text.substr(0, cut));
  const sluice_status got = part.read(mode);
  const std::string place = " when cut at byte " + number(cut);
  if (status == SLUICE_OK) {
    const uint64_t end = uncut.result().consumed;
    const bool enough = cut > end || (cut == end && !is_number(uncut));
    if (got != (enough ? SLUICE_OK : SLUICE_END)) return "status " + number(got) + place;
    return enough && part.result().consumed != end ? "another end" + place : "";
  }
  if (got == SLUICE_END) return "";
  if (got != SLUICE_REJECTED) return "status " + number(got) + " for what is not JSON" + place;
  const bool same = part.result().error_at == uncut.result().error_at;
  return same ? "" : "an error at another place" + place;
}

std::string check_cuts(std::string_view text, sluice_status status, const Document& uncut) {
  uint64_t random = 0x9E3779B97F4A7C15u ^ text.size();
  for (int i = 0; i < 8; ++i) {
    random = random * 6364136223846793005u + 1442695040888963407u;
    const size_t cut = (random >> 33) % (text.size() + 1);
    const uint32_t mode = (random >> 20) % 2 == 0 ? 0 : uint32_t{SLUICE_JSON_OPEN};
    if (std::string wrong = check_cut(text, cut, mode, status, uncut); !wrong.empty()) {
      return wrong;
    }
  }
  return "";
}

std::string check_number(Document& document, sluice_value value) {
  const std::string before(bytes(value));
  if (!is_json_number(before)) return "accepted as a number: " + before;
  if (document.open(value) != SLUICE_OK) return "a number cannot be opened: " + before;
  const std::string after = written(value);
  return normal_number(before) == normal_number(after)
             ? ""
             : "the number " + before + " is written as " + after;
}

// Every number of an opened value, one level after the other.
std::string check_numbers(Document& document, sluice_value value) {
  if (value.type == SLUICE_VALUE_RAW && value.size > 0) {
    const char first = *value.as.data;
    if (first == '-' || (first >= '0' && first <= '9')) return check_number(document, value);
    if (document.open(value) != SLUICE_OK) return "a value cannot be opened";
  }
  std::string wrong;
  for (uint32_t i = 0; value.type == SLUICE_VALUE_OBJECT && i < value.size && wrong.empty(); ++i) {
    wrong = check_numbers(document, value.as.fields[i].value);
  }
  for (uint32_t i = 0; value.type == SLUICE_VALUE_ARRAY && i < value.size && wrong.empty(); ++i) {
    wrong = check_numbers(document, value.as.items[i]);
  }
  return wrong;
}

}  // namespace

std::string as_utf8(std::string_view text) {
  Document scratch("");
  uint64_t replaced = 0;
  const sluice_text out =
      Document::json().repair_utf8(scratch.batch().get(), to_text(text), &replaced);
  return std::string(view(out));
}

std::string check_read(std::string_view text) {
  Document raw(text);
  Document open(text);
  const sluice_status status = raw.read(whole);
  if (status != SLUICE_OK && status != SLUICE_REJECTED) return "status " + number(status);
  std::string wrong = compare_modes(status, raw, open.read(opened), open);
  if (wrong.empty()) wrong = check_cuts(text, status, raw);
  if (!wrong.empty()) return wrong;
  if (status == SLUICE_REJECTED) return compare_refusal(raw, text);
  // The text after reading: halves of surrogate pairs are gone, which simdjson refuses.
  const std::string_view source = raw.text().substr(0, raw.result().consumed);
  wrong = check_written(raw.value(), source);
  return wrong.empty() ? check_written(open.value(), source) : wrong;
}

std::string check_open(std::string_view text) {
  Document document(text);
  if (document.read(whole) != SLUICE_OK) return "";
  std::string wrong = check_numbers(document, document.value());
  if (!wrong.empty()) return wrong;
  const std::string source(document.text().substr(0, document.result().consumed));
  document.open_all(document.value());
  std::string expected;
  if (meaning_by_simdjson(source, expected) != Verdict::json) return "";
  const std::string opened_meaning = meaning_of(document.value());
  if (opened_meaning != expected) return "opened as " + opened_meaning + " for " + expected;
  std::string meaning;
  const std::string json = written(document.value());
  if (meaning_by_simdjson(json, meaning) != Verdict::json) return "not JSON was written: " + json;
  return meaning == expected ? "" : "opened and written as " + json;
}

}  // namespace sluice::data_testing
