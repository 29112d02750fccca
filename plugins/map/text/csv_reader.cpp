#include <algorithm>

#include <map/text/csv_reader.hpp>

namespace sluice {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

}  // namespace

void CsvReader::skip_line_end() {
  if (at_ == text_.size()) return;
  const bool pair = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
  at_ += pair ? 2 : 1;
  ++line_;
}

bool CsvReader::next_record() {
  while (at_ < text_.size() && at_line_end()) skip_line_end();
  more_ = at_ < text_.size();
  return more_;
}

// After a value: on to the next one, or to the end of the record.
void CsvReader::finish_value() {
  more_ = !at_line_end();
  if (more_) {
    ++at_;  // the separator
  }
}

CsvReader::Step CsvReader::next(CsvValue& value) {
  if (!more_) {
    skip_line_end();
    return Step::end_of_record;
  }
  const size_t begin = at_;
  if (format_.trim) {
    while (at_ < text_.size() && is_blank(text_[at_]) && text_[at_] != format_.separator) ++at_;
  }
  if (at_ < text_.size() && text_[at_] == format_.quote) return next_quoted(value);
  at_ = begin;
  while (!at_line_end() && text_[at_] != format_.separator) {
    if (text_[at_] == format_.quote) return fail("a quote within a value that is not quoted");
    ++at_;
  }
  std::string_view text = text_.substr(begin, at_ - begin);
  if (format_.trim) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  }
  value = {text, false, false};
  finish_value();
  return Step::value;
}

CsvReader::Step CsvReader::next_quoted(CsvValue& value) {
  const size_t begin = ++at_;
  bool doubled = false;
  for (;; ++at_) {
    at_ = std::min(text_.find(format_.quote, at_), text_.size());
    if (at_ == text_.size()) return fail("a quote is not closed");
    if (at_ + 1 == text_.size() || text_[at_ + 1] != format_.quote) break;
    doubled = true;
    ++at_;
  }
  const std::string_view text = text_.substr(begin, at_ - begin);
  value = {text, true, doubled};
  ++at_;
  if (format_.trim) {
    while (at_ < text_.size() && is_blank(text_[at_]) && text_[at_] != format_.separator) ++at_;
  }
  if (!at_line_end() && text_[at_] != format_.separator) {
    return fail("text after the closing quote");
  }
  line_ += static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  finish_value();
  return Step::value;
}

size_t undouble(const CsvValue& value, char quote, char* out) {
  char* const begin = out;
  for (size_t i = 0; i < value.text.size(); ++i) {
    *out++ = value.text[i];
    if (value.text[i] == quote) ++i;
  }
  return static_cast<size_t>(out - begin);
}

}  // namespace sluice
