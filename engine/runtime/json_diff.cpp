#include <algorithm>
#include <map>

#include <fmt/format.h>

#include <runtime/json_diff.hpp>

namespace sluice::runtime {
namespace {

using Kind = JsonTree::Kind;
using Op = JsonChange::Op;

bool is_name(std::string_view key) {
  return !key.empty() && key.find_first_of(".[]\"") == std::string_view::npos;
}

std::string below(const std::string& path, std::string_view key) {
  if (is_name(key)) return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
  std::string quoted;
  for (const char c : key) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return fmt::format("{}[\"{}\"]", path, quoted);
}

std::string item(const std::string& path, size_t index) {
  return fmt::format("{}[{}]", path, index);
}

// A value on one side alone, with everything below it: `end` is the place behind its last
// descendant in the list.
struct Node {
  std::string path;
  const JsonTree* tree;
  std::string text;
  size_t end = 0;
  bool is_moved = false;
  size_t change = 0;  // what was found where this is a part of
};

using Nodes = std::vector<Node>;

void add_node(const std::string& path, const JsonTree& tree, size_t change, Nodes& nodes) {
  const size_t at = nodes.size();
  nodes.push_back({path, &tree, to_json(tree), 0, false, change});
  for (const auto& [name, value] : tree.members) {
    add_node(below(path, name), value, change, nodes);
  }
  nodes[at].end = nodes.size();
}

bool is_free(const Nodes& nodes, size_t at) {
  return std::none_of(nodes.begin() + static_cast<ptrdiff_t>(at),
                      nodes.begin() + static_cast<ptrdiff_t>(nodes[at].end),
                      [](const Node& node) { return node.is_moved; });
}

void mark_moved(Nodes& nodes, size_t at) {
  for (size_t i = at; i < nodes[at].end; ++i) nodes[i].is_moved = true;
}

class Differ {
 public:
  std::vector<JsonChange> compare(const JsonTree& before, const JsonTree& after) {
    values({}, before, after);
    find_moves();
    emit();
    return std::move(changes_);
  }

 private:
  // A change where it was found; of what stands on one side alone, its number among the nodes.
  struct Found {
    Op op;
    size_t node = 0;
    JsonChange change;
  };

  void values(const std::string& path, const JsonTree& before, const JsonTree& after) {
    if (before.kind == Kind::object && after.kind == Kind::object) {
      members(path, before, after);
    } else if (before.kind == Kind::list && after.kind == Kind::list) {
      items(path, before, after);
    } else if (!(before == after)) {
      found_.push_back({Op::replace, 0, {Op::replace, path, {}, before, after}});
    }
  }

  // A key that occurs twice is compared as often.
  void members(const std::string& path, const JsonTree& before, const JsonTree& after) {
    std::vector<bool> used(after.members.size());
    std::multimap<std::string_view, size_t> places;
    for (size_t i = 0; i < used.size(); ++i) places.emplace(after.members[i].first, i);
    for (const auto& [name, value] : before.members) {
      const auto [first, last] = places.equal_range(name);
      const auto same = std::find_if(first, last, [&](const auto& at) { return !used[at.second]; });
      if (same == last) {
        only(Op::remove, below(path, name), value);
      } else {
        used[same->second] = true;
        values(below(path, name), value, after.members[same->second].second);
      }
    }
    for (size_t i = 0; i < used.size(); ++i) {
      if (!used[i]) only(Op::add, below(path, after.members[i].first), after.members[i].second);
    }
  }

  void items(const std::string& path, const JsonTree& before, const JsonTree& after) {
    size_t first = 0;
    const size_t shorter = std::min(before.items.size(), after.items.size());
    while (first < shorter && before.items[first] == after.items[first]) ++first;
    size_t same_at_end = 0;
    while (same_at_end < shorter - first && before.items[before.items.size() - 1 - same_at_end] ==
                                                after.items[after.items.size() - 1 - same_at_end]) {
      ++same_at_end;
    }
    const size_t old_end = before.items.size() - same_at_end;
    const size_t new_end = after.items.size() - same_at_end;
    size_t i = first;
    for (; i < std::min(old_end, new_end); ++i) {
      values(item(path, i), before.items[i], after.items[i]);
    }
    for (size_t at = i; at < old_end; ++at) only(Op::remove, item(path, at), before.items[at]);
    for (size_t at = i; at < new_end; ++at) only(Op::add, item(path, at), after.items[at]);
  }

  void only(Op op, const std::string& path, const JsonTree& tree) {
    Nodes& nodes = op == Op::add ? added_ : removed_;
    found_.push_back({op, nodes.size(), {}});
    add_node(path, tree, found_.size() - 1, nodes);
  }

  // Only what is there once on either side: between values that are alike, who could tell which
  // one moved?
  void find_moves() {
    struct Places {
      size_t removed = 0, added = 0, added_at = 0;
    };
    std::map<std::string_view, Places> places;
    for (const Node& node : removed_) ++places[node.text].removed;
    for (size_t i = 0; i < added_.size(); ++i) {
      Places& at = places[added_[i].text];
      ++at.added;
      at.added_at = i;
    }
    for (size_t i = 0; i < removed_.size(); ++i) {
      if (removed_[i].is_moved) continue;
      const Places& at = places[removed_[i].text];
      if (at.removed != 1 || at.added != 1 || !is_free(added_, at.added_at)) continue;
      mark_moved(removed_, i);
      mark_moved(added_, at.added_at);
      moves_[removed_[i].change].push_back(
          {Op::move, added_[at.added_at].path, removed_[i].path, {}, *removed_[i].tree});
    }
  }

  void emit() {
    for (size_t i = 0; i < found_.size(); ++i) {
      Found& found = found_[i];
      if (found.op == Op::replace) {
        changes_.push_back(std::move(found.change));
        continue;
      }
      const auto moved = moves_.find(i);
      if (found.op == Op::remove && moved != moves_.end()) {
        for (JsonChange& move : moved->second) changes_.push_back(std::move(move));
      }
      rest(found.op, found.op == Op::add ? added_ : removed_, found.node);
    }
  }

  // What did not move: whole, when nothing of it did.
  void rest(Op op, const Nodes& nodes, size_t at) {
    const Node& node = nodes[at];
    if (node.is_moved) return;
    if (is_free(nodes, at)) {
      if (op == Op::add) changes_.push_back({op, node.path, {}, {}, *node.tree});
      if (op == Op::remove) changes_.push_back({op, node.path, {}, *node.tree, {}});
      return;
    }
    for (size_t child = at + 1; child < node.end; child = nodes[child].end) {
      rest(op, nodes, child);
    }
  }

  std::vector<Found> found_;
  Nodes removed_;
  Nodes added_;
  std::map<size_t, std::vector<JsonChange>> moves_;  // by the removal that they were part of
  std::vector<JsonChange> changes_;
};

}  // namespace

std::vector<JsonChange> json_diff(const JsonTree& before, const JsonTree& after) {
  return Differ().compare(before, after);
}

std::string_view describe(JsonChange::Op op) {
  switch (op) {
    case Op::add:
      return "add";
    case Op::remove:
      return "remove";
    case Op::replace:
      return "replace";
    default:
      return "move";
  }
}

std::string to_json(const JsonChange& change) {
  std::string out = fmt::format("{{\"op\":\"{}\"", describe(change.op));
  if (change.op == Op::move) out += ",\"from\":" + to_json(JsonTree::of_text(change.from));
  out += ",\"path\":" + to_json(JsonTree::of_text(change.path));
  if (change.op == Op::remove || change.op == Op::replace) {
    out += ",\"old\":" + to_json(change.old);
  }
  if (change.op != Op::remove) out += ",\"value\":" + to_json(change.value);
  return out + "}";
}

}  // namespace sluice::runtime
