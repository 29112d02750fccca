#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include <spec/diagnostic.hpp>

namespace sluice::spec {

namespace {

constexpr size_t maximum_diagnostics = 1000;  // more help nobody, and a hostile file has many
constexpr size_t quoted_bytes = 80;

auto place(const Diagnostic& diagnostic) {
  return std::tie(diagnostic.mark.file, diagnostic.mark.line, diagnostic.mark.column);
}

}  // namespace

std::string format(const Mark& mark) {
  if (mark.line == 0) return mark.file;
  const std::string line = mark.file.empty() ? fmt::format("line {}", mark.line)
                                             : fmt::format("{}:{}", mark.file, mark.line);
  return mark.column == 0 ? line : fmt::format("{}:{}", line, mark.column);
}

std::string format(const Diagnostic& diagnostic) {
  const std::string where = format(diagnostic.mark);
  const char* severity = diagnostic.severity == Severity::error ? "error" : "warning";
  if (where.empty()) return fmt::format("{}: {}", severity, diagnostic.message);
  return fmt::format("{}: {}: {}", where, severity, diagnostic.message);
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Severity::error;
  });
}

void add_error(Diagnostics& diagnostics, const Mark& mark, std::string message) {
  if (diagnostics.size() >= maximum_diagnostics) return;
  diagnostics.push_back({mark, std::move(message), Severity::error});
}

void sort_and_unique(Diagnostics& diagnostics, size_t from) {
  const auto first = diagnostics.begin() + static_cast<ptrdiff_t>(from);
  std::stable_sort(first, diagnostics.end(), [](const Diagnostic& left, const Diagnostic& right) {
    return place(left) < place(right);
  });
  // The same place may hold different messages between two equal ones, so neighbours do not do.
  auto end = first;
  for (auto it = first; it != diagnostics.end(); ++it) {
    auto same = end;
    while (same != first && place(*std::prev(same)) == place(*it)) --same;
    if (std::find(same, end, *it) != end) continue;
    if (end != it) *end = std::move(*it);
    ++end;
  }
  diagnostics.erase(end, diagnostics.end());
}

std::string quote(std::string_view text) {
  size_t size = std::min(text.size(), quoted_bytes);
  while (size > 0 && size < text.size() && (static_cast<uint8_t>(text[size]) & 0xC0) == 0x80) {
    --size;  // not in the middle of a character
  }
  std::string out = "\"";
  for (const char c : text.substr(0, size)) {
    const bool control = static_cast<uint8_t>(c) < 0x20 || c == 0x7F;
    out += control ? ' ' : c;
  }
  out += size < text.size() ? "...\"" : "\"";
  return out;
}

std::string quoted_list(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += quote(name);
  }
  return out;
}

}  // namespace sluice::spec
