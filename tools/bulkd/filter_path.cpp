#include "filter_path.hpp"

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

// What is left of a pattern below the place where the walk is.
using Rest = std::vector<std::string_view>;

struct Rests {
  std::vector<Rest> open;  // must still match something below
  bool matched = false;    // one pattern ended here
};

Rests step(const std::vector<Rest>& rests, std::string_view key) {
  Rests next;
  const auto advance = [&](Rest rest) {
    if (rest.empty()) {
      next.matched = true;
    } else {
      next.open.push_back(std::move(rest));
    }
  };
  for (const Rest& rest : rests) {
    if (rest.front() == "**") {
      next.open.push_back(rest);  // `**` swallows this key
      const Rest tail(rest.begin() + 1, rest.end());
      if (tail.empty()) {
        next.matched = true;
      } else if (matches_wildcard(tail.front(), key)) {
        advance(Rest(tail.begin() + 1, tail.end()));
      }
    } else if (matches_wildcard(rest.front(), key)) {
      advance(Rest(rest.begin() + 1, rest.end()));
    }
  }
  return next;
}

// Appends what is left of `value`; false (and nothing appended) when nothing is.
// `all`: an including pattern has already matched above.
bool append_filtered(std::string& out, std::string_view value, bool all,
                     const std::vector<Rest>& includes, const std::vector<Rest>& excludes) {
  const JsonKind kind = json_kind(value);
  const std::size_t begin = out.size();
  bool kept = false;
  if (kind == JsonKind::object) {
    out += '{';
    for_each_member(value, [&](std::string_view key, std::string_view member) {
      const std::string_view name = key.substr(1, key.size() - 2);
      const Rests in = step(includes, name);
      const Rests ex = step(excludes, name);
      if (ex.matched) return true;
      const std::size_t before = out.size();
      if (kept) out += ',';
      out.append(key);
      out += ':';
      if (append_filtered(out, member, all || in.matched, in.open, ex.open)) {
        kept = true;
      } else {
        out.resize(before);
      }
      return true;
    });
    out += '}';
    kept = kept || (all && value.find('"') == std::string_view::npos);
  } else if (kind == JsonKind::array) {
    out += '[';
    for_each_element(value, [&](std::string_view element) {
      const std::size_t before = out.size();
      if (kept) out += ',';
      if (append_filtered(out, element, all, includes, excludes)) {
        kept = true;
      } else {
        out.resize(before);
      }
      return true;
    });
    out += ']';
    kept = kept || all;
  } else if (all) {
    out.append(value);
    kept = true;
  }
  if (!kept) out.resize(begin);
  return kept;
}

}  // namespace

FilterPath::FilterPath(std::string_view patterns) {
  std::size_t begin = 0;
  while (begin <= patterns.size()) {
    const std::size_t end = std::min(patterns.find(',', begin), patterns.size());
    std::string_view pattern = trim_json_space(patterns.substr(begin, end - begin));
    begin = end + 1;
    const bool leave_out = !pattern.empty() && pattern.front() == '-';
    if (leave_out) pattern.remove_prefix(1);
    if (pattern.empty()) continue;
    Path path;
    for (std::size_t at = 0; at <= pattern.size();) {
      const std::size_t dot = std::min(pattern.find('.', at), pattern.size());
      path.emplace_back(pattern.substr(at, dot - at));
      at = dot + 1;
    }
    (leave_out ? excludes_ : includes_).push_back(std::move(path));
  }
}

std::string FilterPath::apply(std::string_view json) const {
  const auto rests = [](const std::vector<Path>& paths) {
    std::vector<Rest> all;
    for (const Path& path : paths) all.emplace_back(path.begin(), path.end());
    return all;
  };
  std::string out;
  const bool all = includes_.empty();
  if (!append_filtered(out, trim_json_space(json), all, rests(includes_), rests(excludes_))) {
    return "{}";
  }
  return out;
}

}  // namespace sluice::bulkd
