#include <algorithm>

#include <runtime/sink_item.hpp>

namespace sluice::runtime {
namespace {

std::string text_member(const JsonTree& tree, std::string_view key) {
  const JsonTree* member = tree.member(key);
  return member == nullptr ? std::string() : member->text;
}

}  // namespace

SinkItem read_action(std::string_view line) {
  SinkItem item;
  const JsonTree action = tree_or_text(line);
  if (action.members.size() != 1) return item;
  item.index = text_member(action.members[0].second, "_index");
  item.id = text_member(action.members[0].second, "_id");
  return item;
}

SinkItem read_item(std::string_view bytes) {
  SinkItem item;
  const std::vector<std::string_view> lines = lines_of(bytes);
  if (lines.size() == 2) item = read_action(lines.front());
  item.document = tree_or_text(lines.empty() ? std::string_view() : lines.back());
  return item;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

JsonTree tree_or_text(std::string_view text) {
  Result<JsonTree> tree = JsonTree::parse(text);
  return tree ? std::move(*tree) : JsonTree::of_text(std::string(text));
}

}  // namespace sluice::runtime
