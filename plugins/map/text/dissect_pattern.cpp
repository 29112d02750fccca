#include <algorithm>
#include <charconv>

#include <map/text/dissect_pattern.hpp>

namespace sluice {

class DissectParser {
 public:
  explicit DissectParser(std::string_view text) : text_(text) {}

  Result<DissectPattern> parse() {
    size_t at = std::min(text_.find("%{"), text_.size());
    pattern_.prefix_ = text_.substr(0, at);
    if (at == text_.size()) return error(at, "there is no %{key} in it");
    while (at < text_.size()) {
      const size_t close = text_.find('}', at);
      if (close == text_.npos) return error(text_.size(), "expected \"}\"");
      if (text_.find("%{", at + 2) < close) {
        return error(at, "\"%{\" is not closed by \"}\" before the next one");
      }
      if (Status added = add_part(text_.substr(at + 2, close - at - 2), at); !added) {
        return std::move(added).error();
      }
      const size_t next = std::min(text_.find("%{", close), text_.size());
      if (next == close + 1 && next < text_.size()) {
        return error(next, "two keys have nothing between them that tells where one ends");
      }
      pattern_.parts_.back().delimiter = text_.substr(close + 1, next - close - 1);
      at = next;
    }
    return finish();
  }

 private:
  struct Piece {
    uint32_t part;
    uint32_t order;
    bool appended;
  };
  struct Link {
    std::string name;
    uint32_t part;
    size_t at;
    bool is_name;
  };

  Error error(size_t at, const std::string& what) const {
    return rejected("dissect pattern \"" + std::string(text_) + "\": " + what + " at position " +
                    std::to_string(at + 1));
  }

  // `key` is what stands between the braces, which begin at `at`.
  Status add_part(std::string_view key, size_t at) {
    const auto part = static_cast<uint32_t>(pattern_.parts_.size());
    pattern_.parts_.emplace_back();
    if (key.ends_with("->")) {
      pattern_.parts_.back().repeated = true;
      key.remove_suffix(2);
    }
    if (key.empty()) return {};
    const char modifier = key[0];
    if (modifier == '?') return {};
    if (modifier != '+' && modifier != '*' && modifier != '&') {
      return add_piece(key, {part, 0, false}, at);
    }
    key.remove_prefix(1);
    if (modifier != '+') {
      if (key.empty()) return error(at, "a reference needs a name, as in %{*name} %{&name}");
      links_.push_back({std::string(key), part, at, modifier == '*'});
      return {};
    }
    uint32_t order = 0;
    if (const size_t slash = key.rfind('/'); slash != key.npos) {
      const char* const end = key.data() + key.size();
      const auto [stop, code] = std::from_chars(key.data() + slash + 1, end, order);
      if (code != std::errc() || stop != end) {
        return error(at, "expected a number after \"/\", as in %{+key/2}");
      }
      key = key.substr(0, slash);
    }
    if (key.empty()) return error(at, "an appended part needs the key that it belongs to");
    return add_piece(key, {part, order, true}, at);
  }

  Status add_piece(std::string_view key, Piece piece, size_t at) {
    auto& keys = pattern_.keys_;
    const auto known =
        std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.name == key; });
    const auto index = static_cast<size_t>(known - keys.begin());
    if (known == keys.end()) {
      keys.push_back({std::string(key), {}});
      pieces_.emplace_back();
    } else if (!piece.appended) {
      return error(
          at, "\"" + std::string(key) + "\" is there twice; %{+" + std::string(key) + "} appends");
    }
    pieces_[index].push_back(piece);
    return {};
  }

  Result<DissectPattern> finish() {
    for (size_t i = 0; i < pieces_.size(); ++i) {
      std::stable_sort(pieces_[i].begin(), pieces_[i].end(),
                       [](const Piece& a, const Piece& b) { return a.order < b.order; });
      for (const Piece& piece : pieces_[i]) pattern_.keys_[i].parts.push_back(piece.part);
    }
    for (const Link& link : links_) {
      const Link* other = nullptr;
      for (const Link& candidate : links_) {
        if (&candidate == &link || candidate.name != link.name) continue;
        if (other != nullptr || candidate.is_name == link.is_name) {
          return error(link.at, "\"" + link.name + "\" must be one %{*name} and one %{&name}");
        }
        other = &candidate;
      }
      if (other == nullptr) {
        return error(link.at, std::string("%{") + (link.is_name ? '*' : '&') + link.name +
                                  "} has no " + (link.is_name ? "%{&" : "%{*") + link.name + "}");
      }
      if (link.is_name) pattern_.references_.push_back({link.part, other->part});
    }
    return std::move(pattern_);
  }

  const std::string_view text_;
  DissectPattern pattern_;
  std::vector<std::vector<Piece>> pieces_;  // of each key
  std::vector<Link> links_;
};

Result<DissectPattern> DissectPattern::compile(std::string_view pattern) {
  return DissectParser(pattern).parse();
}

bool DissectPattern::match(std::string_view text, std::span<std::string_view> values) const {
  if (!text.starts_with(prefix_)) return false;
  text.remove_prefix(prefix_.size());
  for (size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    if (part.delimiter.empty()) {  // the last one
      values[i] = text;
      return true;
    }
    const size_t end = text.find(part.delimiter);
    if (end == text.npos) return false;
    values[i] = text.substr(0, end);
    text.remove_prefix(end + part.delimiter.size());
    while (part.repeated && text.starts_with(part.delimiter)) {
      text.remove_prefix(part.delimiter.size());
    }
  }
  return true;
}

}  // namespace sluice
