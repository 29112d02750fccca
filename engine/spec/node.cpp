#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <istream>
#include <memory>
#include <streambuf>
#include <unordered_map>

#include <fmt/format.h>
#include <sys/stat.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <spec/nearest.hpp>
#include <spec/node.hpp>

#include "yaml_text.hpp"

namespace sluice::spec {

namespace {

constexpr size_t maximum_scalar_bytes = 4 * maximum_file_bytes;  // with all that aliases repeat

/// Leaves the parser from inside a handler; never leaves this file.
struct Refused {
  Mark mark;
  std::string message;
};

struct Size {
  size_t nodes = 0;
  size_t bytes = 0;
};

Size size_of(const Node& node) {
  Size size{1, node.scalar.size()};
  for (const Node& item : node.items) {
    const Size part = size_of(item);
    size = {size.nodes + part.nodes, size.bytes + part.bytes};
  }
  for (const Entry& entry : node.entries) {
    const Size part = size_of(entry.value);
    size = {size.nodes + part.nodes, size.bytes + entry.key.size() + part.bytes};
  }
  return size;
}

/// Builds the tree from the parser's events.
class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Node take() { return std::move(root_); }
  Mark to_mark(const YAML::Mark& mark) const {
    if (mark.is_null()) return {file_, 0, 0};
    return {file_, static_cast<uint32_t>(mark.line) + 1, static_cast<uint32_t>(mark.column) + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    const auto offset = static_cast<size_t>(mark.pos);
    const std::string_view rest = text_.substr(std::min(offset, text_.size()));
    throw Refused{to_mark(mark), rest.starts_with("---")
                                     ? "a second document; a file holds one pipeline"
                                 : rest.starts_with('{')
                                     ? "a second JSON document; a pipeline is one YAML map, and "
                                       "what it reads is given by --input"
                                     : "text after the end of the document; check the "
                                       "indentation"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = to_mark(mark);
    if (!stack_.empty() && is_sequence(stack_.back().node)) node.mark = null_item_mark(mark);
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw Refused{to_mark(mark), "the alias stands inside what it stands for"};
    }
    count(size_of(found->second), mark);
    if (stack_.size() + depth_of(found->second) > maximum_depth) refuse_depth(mark);
    place(Node(found->second), to_mark(mark));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node;
    node.kind = Node::Kind::scalar;
    node.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
    if (!node.quoted && tag != "?" && !tag.empty()) refuse_tag(mark, tag);
    node.scalar = unmask(value);
    node.mark = to_mark(mark);
    find_dollars(node, static_cast<size_t>(mark.pos));
    add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    if (tag != "?" && tag != "!" && tag != "tag:yaml.org,2002:seq" && !tag.empty()) {
      refuse_tag(mark, tag);
    }
    open(Node::Kind::sequence, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    if (tag != "?" && tag != "!" && tag != "tag:yaml.org,2002:map" && !tag.empty()) {
      refuse_tag(mark, tag);
    }
    open(Node::Kind::map, mark, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    bool has_key = false;  // of a map: the last entry waits for its value
    std::unordered_map<std::string, uint32_t> lines = {};  // of a map: key to line
  };

  [[noreturn]] void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    throw Refused{to_mark(mark), fmt::format("tag {} is not supported", quote(unmask(tag)))};
  }
  [[noreturn]] void refuse_depth(const YAML::Mark& mark) const {
    throw Refused{to_mark(mark),
                  fmt::format("lists and maps are nested more than {} deep", maximum_depth)};
  }

  void count(Size size, const YAML::Mark& mark) { count(size, to_mark(mark)); }
  void count(Size size, const Mark& mark) {
    nodes_ += size.nodes;
    bytes_ += size.bytes;
    if (nodes_ > maximum_nodes || bytes_ > maximum_scalar_bytes) {
      throw Refused{mark, fmt::format("more than {} values or {} MiB of text, counting what "
                                      "aliases repeat",
                                      maximum_nodes, maximum_scalar_bytes >> 20)};
    }
  }

  static size_t depth_of(const Node& node) {
    size_t deepest = 0;
    for (const Node& item : node.items) deepest = std::max(deepest, depth_of(item));
    for (const Entry& entry : node.entries) deepest = std::max(deepest, depth_of(entry.value));
    return is_map(node) || is_sequence(node) ? deepest + 1 : 0;
  }

  /// The parser gives an empty item the place of what follows; better is where its "-" stands.
  Mark null_item_mark(const YAML::Mark& mark) const {
    const auto offset = std::min(static_cast<size_t>(std::max(mark.pos, 0)), text_.size());
    if (offset < text_.size() &&
        (text_[offset] == '~' || text_[offset] == 'n' || text_[offset] == 'N')) {
      return to_mark(mark);
    }
    size_t back = offset;
    while (back > 0 &&
           (text_[back - 1] == ' ' || text_[back - 1] == '\n' || text_[back - 1] == '\r')) {
      --back;
    }
    if (back == 0 || text_[back - 1] != '-') return to_mark(mark);
    const auto [line, column] = position_of(text_, back - 1);
    return {file_, line, column};
  }

  void find_dollars(Node& node, size_t offset) const {
    auto left = std::count(node.scalar.begin(), node.scalar.end(), '$');
    // Escapes and indentation make the source longer than the value; what was written as \x24 is
    // not found at all, so the search needs an end.
    const size_t end = std::min(text_.size(), offset + 8 * node.scalar.size() + 4096);
    Node::Position at{node.mark.line, node.mark.column};
    for (size_t i = offset; left > 0 && i < end; ++i) {
      if (text_[i] == '$') {
        node.dollars.push_back(at);
        --left;
      }
      at = text_[i] == '\n' ? Node::Position{at.line + 1, 1}
                            : Node::Position{at.line, at.column + 1};
    }
  }

  void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (stack_.size() >= maximum_depth) refuse_depth(mark);
    if (!stack_.empty() && is_map(stack_.back().node) && !stack_.back().has_key) {
      throw Refused{to_mark(mark), "a list or map cannot be a key"};
    }
    Frame frame;
    frame.node.kind = kind;
    frame.node.mark = to_mark(mark);
    frame.anchor = anchor;
    stack_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    add(std::move(frame.node), frame.anchor);
  }

  /// Takes a finished node; the nodes inside it were counted before.
  void add(Node node, YAML::anchor_t anchor) {
    count({1, node.scalar.size()}, node.mark);
    if (anchor != 0) {
      count(size_of(node), node.mark);
      anchors_[anchor] = node;
    }
    const Mark mark = node.mark;
    place(std::move(node), mark);
  }

  void place(Node node, const Mark& mark) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    if (is_sequence(frame.node)) {
      frame.node.items.push_back(std::move(node));
    } else if (frame.has_key) {
      Entry& entry = frame.node.entries.back();
      // The parser gives a missing value the place of what follows.
      if (is_null(node) && node.mark.line != entry.key_mark.line) node.mark = entry.key_mark;
      entry.value = std::move(node);
      frame.has_key = false;
    } else {
      add_key(frame, node, mark);
    }
  }

  void add_key(Frame& frame, const Node& node, const Mark& mark) {
    if (is_null(node))
      throw Refused{mark, "a key is missing, or is null; quote it to make it text"};
    if (!is_scalar(node)) throw Refused{mark, "a list or map cannot be a key"};
    if (node.scalar == "<<" && !node.quoted) {
      throw Refused{mark,
                    "merge keys (\"<<\") are not supported; repeat the options, or use an "
                    "alias for a whole value"};
    }
    const auto [first, is_new] = frame.lines.emplace(node.scalar, mark.line);
    if (!is_new) {
      throw Refused{mark, fmt::format("duplicate key {}; the first one is at line {}",
                                      quote(node.scalar), first->second)};
    }
    frame.node.entries.push_back({node.scalar, mark, {}});
    frame.has_key = true;
  }

  std::string_view text_;
  const std::string& file_;
  Node root_;
  std::vector<Frame> stack_;
  std::unordered_map<YAML::anchor_t, Node> anchors_;  // of finished nodes
  size_t documents_ = 0;
  size_t nodes_ = 0;
  size_t bytes_ = 0;
};

/// Reads from memory without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string& text) {
    setg(text.data(), text.data(), text.data() + text.size());
  }
};

}  // namespace

const Entry* Node::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

Entry* Node::find(std::string_view key) {
  return const_cast<Entry*>(static_cast<const Node*>(this)->find(key));
}

std::optional<Node> parse_yaml(std::string_view text, const std::string& file,
                               Diagnostics& diagnostics) {
  if (!check_text(text, file, diagnostics)) return std::nullopt;
  std::string masked = mask_placeholders(text);
  ViewBuffer buffer(masked);
  std::istream stream(&buffer);
  Builder builder(text, file);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take();
  } catch (const Refused& refused) {
    add_error(diagnostics, refused.mark, refused.message);
  } catch (const YAML::Exception& error) {
    const Mark mark = builder.to_mark(error.mark);
    add_error(
        diagnostics, mark,
        fmt::format("could not parse YAML: {}", explain_parser_error(error.msg, text, mark.line)));
  } catch (const std::exception& error) {
    add_error(diagnostics, {file, 0, 0}, fmt::format("could not parse YAML: {}", error.what()));
  }
  return std::nullopt;
}

namespace {

// The file of the same folder that was probably meant, for a message.
std::string similar_file(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr size_t most_files = 1000;
  const fs::path folder = fs::path(path).parent_path();
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(folder.empty() ? fs::path(".") : folder, error);
  for (; !error && entry != fs::directory_iterator() && names.size() < most_files;
       entry.increment(error)) {
    const std::string extension = entry->path().extension().string();
    if (extension != ".yaml" && extension != ".yml") continue;
    names.push_back((folder / entry->path().filename()).string());
  }
  return did_you_mean(path, std::vector<std::string_view>(names.begin(), names.end()));
}

}  // namespace

std::optional<std::string> read_file(const std::string& path, Diagnostics& diagnostics) {
  const Mark mark{path, 0, 0};
  const auto fail = [&](std::string_view action, int code) {
    add_error(diagnostics, mark,
              fmt::format("could not {} {}: {}", action, quote(path), std::strerror(code)));
    return std::nullopt;
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             &std::fclose);
  if (!file) {
    const int code = errno;
    fail("open", code);
    if (code == ENOENT) diagnostics.back().message += similar_file(path);
    return std::nullopt;
  }
  struct stat status = {};
  if (fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode)) {
    return fail("read", EISDIR);
  }
  std::string text;
  char block[16384];
  for (size_t size = 0; (size = std::fread(block, 1, sizeof(block), file.get())) > 0;) {
    text.append(block, size);
    if (text.size() > maximum_file_bytes) break;  // check_text says so
  }
  if (std::ferror(file.get()) != 0) return fail("read", errno);
  if (text.size() > maximum_file_bytes) {
    add_error(diagnostics, mark,
              fmt::format("file is larger than {} MiB", maximum_file_bytes >> 20));
    return std::nullopt;
  }
  return text;
}

}  // namespace sluice::spec
