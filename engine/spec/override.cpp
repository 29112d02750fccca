#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <spec/override.hpp>

namespace sluice::spec {

namespace {

const std::string file_name = "--set";

struct Segment {
  std::string name;             // of a key
  std::optional<size_t> index;  // or of a list item
  Mark mark;
  std::string path;  // as written up to here
};

Mark mark_at(size_t offset) {
  return {file_name, 1, static_cast<uint32_t>(offset) + 1};
}

/// Reads `a."b.c"[2].d` up to the "=".
class PathReader {
 public:
  PathReader(std::string_view text, Diagnostics& diagnostics)
      : text_(text), diagnostics_(diagnostics) {}

  std::optional<std::vector<Segment>> read() {
    std::vector<Segment> segments;
    while (at_ < text_.size() && text_[at_] != '=') {
      if (segments.size() >= maximum_depth) return fail("path is too long");
      const bool is_first = segments.empty();
      const size_t begin = at_;
      Segment segment;
      if (text_[at_] == '[' && !is_first) {
        if (!index(segment)) return std::nullopt;
      } else {
        if (!is_first && text_[at_++] != '.') {
          --at_;
          return fail("expected \".\", \"[\" or \"=\" in the path");
        }
        if (!name(segment)) return std::nullopt;
      }
      segment.mark = mark_at(begin);
      segment.path = text_.substr(0, at_);
      segments.push_back(std::move(segment));
    }
    if (at_ == text_.size()) return fail("\"=\" is missing; write path=value");
    if (segments.empty()) return fail("the path before \"=\" is empty");
    ++at_;
    return segments;
  }
  /// Where the value starts.
  size_t offset() const { return at_; }

 private:
  std::nullopt_t fail(std::string message) {
    add_error(diagnostics_, mark_at(at_), std::move(message));
    return std::nullopt;
  }

  bool index(Segment& segment) {
    const size_t end = text_.find(']', at_);
    const std::string_view digits =
        end == std::string_view::npos ? "" : text_.substr(at_ + 1, end - at_ - 1);
    size_t value = 0;
    const auto [last, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || code != std::errc() || last != digits.data() + digits.size()) {
      fail("a list index must be a number in brackets, such as \"[0]\"");
      return false;
    }
    segment.index = value;
    at_ = end + 1;
    return true;
  }

  bool name(Segment& segment) {
    size_t end = 0;
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      end = text_.find(text_[at_], at_ + 1);
      if (end == std::string_view::npos) return fail("a quote in the path is not closed"), false;
      segment.name = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return true;
    }
    end = std::min(text_.find_first_of(".[=", at_), text_.size());
    if (end == at_) return fail("a name is missing in the path"), false;
    segment.name = text_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  std::string_view text_;
  Diagnostics& diagnostics_;
  size_t at_ = 0;
};

void move_marks(Node& node, uint32_t columns) {
  const auto move = [columns](auto& place) {
    if (place.line == 1) place.column += columns;  // later lines start at their own first column
  };
  move(node.mark);
  for (Node::Position& dollar : node.dollars) move(dollar);
  for (Node& item : node.items) move_marks(item, columns);
  for (Entry& entry : node.entries) {
    move(entry.key_mark);
    move_marks(entry.value, columns);
  }
}

/// Whether the path leads to an item of the list of transforms or into it.
bool is_transform(const std::vector<Segment>& path) {
  return path.size() > 1 && path[0].name == "transforms" && path[1].index.has_value();
}

/// The node that stands for one component, `sink` or `transforms[0]`, once so many segments of the
/// path are walked.
bool is_component(const std::vector<Segment>& path, size_t walked) {
  static constexpr std::array<std::string_view, 3> single = {"source", "sink", "dead_letter"};
  if (walked == 1) return std::find(single.begin(), single.end(), path[0].name) != single.end();
  if (walked != 2) return false;
  return path[0].name == "sinks" || is_transform(path);
}

/// From a component's node to its options, when the path leaves the id out. `if` stands beside the
/// id of a transform.
Node* skip_id(Node* node, const Segment& next, bool is_transform) {
  if (is_scalar(*node)) {  // `source: ndjson` is short for `source: {ndjson: }`
    Entry entry{node->scalar, node->mark, {}};
    entry.value.mark = node->mark;
    Node map;
    map.kind = Node::Kind::map;
    map.mark = node->mark;
    map.entries.push_back(std::move(entry));
    *node = std::move(map);
  }
  const bool is_given = !next.index && node->find(next.name) != nullptr;
  if (!is_map(*node) || is_given) return node;
  if (!is_transform) return node->entries.size() == 1 ? &node->entries[0].value : node;
  if (!next.index && next.name == "if") return node;
  const auto is_id = [](const Entry& entry) { return entry.key != "if"; };
  const auto id = std::find_if(node->entries.begin(), node->entries.end(), is_id);
  const bool is_one = std::count_if(node->entries.begin(), node->entries.end(), is_id) == 1;
  return is_one ? &id->value : node;
}

/// One step down, made when it is missing; null with an error when there is none.
Node* step(Node* node, const Segment& segment, const std::string& parent,
           Diagnostics& diagnostics) {
  const auto fail = [&](std::string message) {
    add_error(diagnostics, segment.mark, std::move(message));
    return nullptr;
  };
  const char* kind = is_scalar(*node) ? "a single value" : is_map(*node) ? "a map" : "a list";
  if (is_null(*node)) {
    node->kind = segment.index ? Node::Kind::sequence : Node::Kind::map;
    node->mark = segment.mark;
  }
  if (!segment.index) {
    if (!is_map(*node)) {
      return fail(fmt::format("could not set {}: {} is {}, not a map", quote(segment.path),
                              quote(parent), kind));
    }
    if (Entry* entry = node->find(segment.name)) return &entry->value;
    node->entries.push_back({segment.name, segment.mark, {}});
    node->entries.back().value.mark = segment.mark;
    return &node->entries.back().value;
  }
  if (!is_sequence(*node)) {
    return fail(fmt::format("could not set {}: {} is {}, not a list", quote(segment.path),
                            quote(parent), kind));
  }
  const size_t size = node->items.size();
  if (*segment.index > size) {
    return fail(fmt::format("could not set {}: the list has {} item{}", quote(segment.path), size,
                            size == 1 ? "" : "s"));
  }
  if (*segment.index == size) {
    node->items.emplace_back();
    node->items.back().mark = segment.mark;
  }
  return &node->items[*segment.index];
}

}  // namespace

bool apply_override(Node& root, std::string_view assignment, Diagnostics& diagnostics) {
  PathReader reader(assignment, diagnostics);
  auto path = reader.read();
  if (!path) return false;
  // Which of several is meant. The value is not shown: it may be a secret.
  const std::string file = fmt::format("{} {}", file_name, path->back().path);
  for (Segment& segment : *path) segment.mark.file = file;
  const auto columns = static_cast<uint32_t>(reader.offset());
  Diagnostics found;
  auto value = parse_yaml(assignment.substr(reader.offset()), file, found);
  for (Diagnostic& diagnostic : found) {
    if (diagnostic.mark.line == 1) diagnostic.mark.column += columns;
    add_error(diagnostics, diagnostic.mark, std::move(diagnostic.message));
  }
  if (!value) return false;
  move_marks(*value, columns);
  Node* node = &root;
  for (size_t i = 0; i < path->size(); ++i) {
    const Segment& segment = (*path)[i];
    if (is_component(*path, i)) node = skip_id(node, segment, is_transform(*path));
    node = step(node, segment, i == 0 ? "the pipeline" : (*path)[i - 1].path, diagnostics);
    if (node == nullptr) return false;
  }
  *node = std::move(*value);
  return true;
}

}  // namespace sluice::spec
