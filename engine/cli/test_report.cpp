#include <algorithm>

#include <fmt/format.h>

#include <cli/line_diff.hpp>
#include <cli/terminal_text.hpp>
#include <cli/test_report.hpp>

namespace sluice::cli {
namespace {

constexpr std::string_view margin = "        ";
constexpr size_t most_log_lines = 20;

bool is_one_line(std::string_view text) {
  return text.find('\n') == std::string_view::npos;
}

void add_line(std::string_view text, std::string_view colour, bool coloured, std::string& out) {
  const std::string line = printable(text);
  out += fmt::format("{}  {}\n", margin, colour.empty() ? line : paint(line, colour, coloured));
}

void add_mismatch(const runtime::Mismatch& mismatch, bool coloured, std::string& out) {
  out += fmt::format("{}{}\n", margin, printable(mismatch.what));
  if (mismatch.expected.empty()) {  // nothing to compare with: the reason itself
    for (const DiffLine& line : line_diff({}, mismatch.actual)) {
      add_line(line.text, {}, coloured, out);
    }
    return;
  }
  if (is_one_line(mismatch.expected) && is_one_line(mismatch.actual)) {
    add_line("expected: " + mismatch.expected, colour::red, coloured, out);
    add_line("actual:   " + mismatch.actual, colour::green, coloured, out);
    return;
  }
  for (const DiffLine& line : line_diff(mismatch.expected, mismatch.actual)) {
    switch (line.kind) {
      case DiffLine::Kind::skipped:
        add_line("  ...", colour::dim, coloured, out);
        break;
      case DiffLine::Kind::same:
        add_line(fmt::format("  {}", line.text), {}, coloured, out);
        break;
      default:
        add_line(fmt::format("{} {}", static_cast<char>(line.kind), line.text),
                 line.kind == DiffLine::Kind::expected ? colour::red : colour::green, coloured,
                 out);
    }
  }
}

void add_log(std::string_view log, bool coloured, std::string& out) {
  if (log.empty()) return;
  out += fmt::format("{}the run said:\n", margin);
  size_t lines = 0;
  while (!log.empty()) {
    const size_t end = std::min(log.find('\n'), log.size());
    if (++lines <= most_log_lines) add_line(log.substr(0, end), colour::dim, coloured, out);
    log.remove_prefix(std::min(log.size(), end + 1));
  }
  if (lines > most_log_lines) {
    add_line(fmt::format("... and {} more lines", lines - most_log_lines), colour::dim, coloured,
             out);
  }
}

// The code point at the start of the text and how many bytes it has; 0: no valid UTF-8.
std::pair<uint32_t, size_t> code_point(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {0, 0};
  uint32_t code = lead & (0x7Fu >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {0, 0};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  static constexpr uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < smallest[size]) return {0, 0};
  return {code, size};
}

// XML 1.0, production 2: characters that a document may hold, escaped or not.
bool is_xml_character(uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

std::string xml(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto [code, size] = code_point(text);
    if (size == 0 || !is_xml_character(code)) {
      out += "\xEF\xBF\xBD";
    } else if (code == '&' || code == '<' || code == '>' || code == '"') {
      out += code == '&' ? "&amp;" : code == '<' ? "&lt;" : code == '>' ? "&gt;" : "&quot;";
    } else if (code < 0x20) {
      out += fmt::format("&#{};", code);  // in an attribute, a parser makes a blank of it otherwise
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return out;
}

std::string xml_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += xml(text.substr(0, end));
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return out;
}

std::string suite_xml(const TestedCase* begin, const TestedCase* end) {
  double seconds = 0;
  for (const TestedCase* tested = begin; tested != end; ++tested) seconds += tested->seconds;
  const auto failed =
      std::count_if(begin, end, [](const TestedCase& tested) { return !tested.passed(); });
  std::string out = fmt::format(
      "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" "
      "time=\"{:.3f}\">\n",
      xml(begin->file), end - begin, failed, seconds);
  for (const TestedCase* tested = begin; tested != end; ++tested) {
    out += fmt::format(
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3f}\"",
        xml(tested->file), xml(tested->name), xml(tested->file), tested->mark.line,
        tested->seconds);
    if (tested->passed()) {
      out += "/>\n";
      continue;
    }
    out += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                       xml(tested->result.mismatches.front().what),
                       xml_text(failure_text(*tested, false)));
  }
  return out + "  </testsuite>\n";
}

}  // namespace

std::string failure_text(const TestedCase& tested, bool coloured) {
  std::string out = fmt::format("{}{}\n", margin, spec::format(tested.mark));
  for (const runtime::Mismatch& mismatch : tested.result.mismatches) {
    add_mismatch(mismatch, coloured, out);
  }
  add_log(tested.result.log, coloured, out);
  return out;
}

std::string case_text(const TestedCase& tested, bool coloured) {
  const std::string verdict = tested.passed() ? paint("ok    ", colour::green, coloured)
                                              : paint("FAILED", colour::red, coloured);
  std::string out = fmt::format("{}  {}: {} ({:.0f} ms)\n", verdict, tested.file,
                                printable(tested.name), tested.seconds * 1000);
  if (!tested.passed()) out += failure_text(tested, coloured);
  return out;
}

std::string summary_text(const std::vector<TestedCase>& cases, double seconds, bool coloured) {
  const auto passed = std::count_if(cases.begin(), cases.end(),
                                    [](const TestedCase& tested) { return tested.passed(); });
  const auto failed = static_cast<ptrdiff_t>(cases.size()) - passed;
  const std::string counts = fmt::format("{} passed, {} failed", passed, failed);
  return fmt::format("{} ({:.1f} s)\n",
                     paint(counts, failed == 0 ? colour::green : colour::red, coloured), seconds);
}

std::string junit_xml(const std::vector<TestedCase>& cases, double seconds) {
  const auto failed = std::count_if(cases.begin(), cases.end(),
                                    [](const TestedCase& tested) { return !tested.passed(); });
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"sluice test\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
      "time=\"{:.3f}\">\n",
      cases.size(), failed, seconds);
  for (size_t first = 0; first < cases.size();) {
    size_t end = first;
    while (end < cases.size() && cases[end].file == cases[first].file) ++end;
    out += suite_xml(cases.data() + first, cases.data() + end);
    first = end;
  }
  return out + "</testsuites>\n";
}

}  // namespace sluice::cli
