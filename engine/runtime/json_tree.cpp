#include <algorithm>
#include <cstdlib>
#include <new>

#include <fmt/format.h>

#include <data/batch_pool.hpp>
#include <data/buffer.hpp>
#include <data/json_open.hpp>
#include <data/json_services.hpp>
#include <data/json_writer.hpp>
#include <data/utf8.hpp>
#include <runtime/json_tree.hpp>
#include <sluice/batch.hpp>
#include <sluice/value.hpp>

namespace sluice::runtime {
namespace {

using Kind = JsonTree::Kind;

std::string written(const sluice_value& value) {
  data::Buffer buffer;
  if (!data::write_value(value, buffer.abi())) throw std::bad_alloc();
  return std::string(buffer.view());
}

JsonTree number(std::string text) {
  JsonTree tree;
  tree.kind = Kind::number;
  tree.text = std::move(text);
  return tree;
}

// A value whose containers are opened, one level after the other, in its batch.
JsonTree open(Batch batch, sluice_value value) {
  const bool is_number =
      value.type == SLUICE_VALUE_RAW &&
      (bytes(value).starts_with('-') || bytes(value).find_first_of("0123456789") == 0);
  if (is_number) return number(std::string(bytes(value)));  // every digit as it was
  data::open_value(batch, value);
  JsonTree tree;
  if (value.type == SLUICE_VALUE_OBJECT) {
    tree.kind = Kind::object;
    for (uint32_t i = 0; i < value.size; ++i) {
      const sluice_field& field = value.as.fields[i];
      tree.members.emplace_back(key(field), open(batch, field.value));
    }
    return tree;
  }
  if (value.type == SLUICE_VALUE_ARRAY) {
    tree.kind = Kind::list;
    for (uint32_t i = 0; i < value.size; ++i) {
      tree.items.push_back(open(batch, value.as.items[i]));
    }
    return tree;
  }
  return JsonTree::of(value);
}

bool is_whole(std::string_view number) {
  return number.find_first_of(".eE") == std::string_view::npos && number != "-0";
}

bool equal_numbers(const std::string& left, const std::string& right) {
  if (left == right) return true;
  if (is_whole(left) && is_whole(right)) return false;
  return std::strtod(left.c_str(), nullptr) == std::strtod(right.c_str(), nullptr);
}

bool equal_members(const JsonTree& left, const JsonTree& right) {
  if (left.members.size() != right.members.size()) return false;
  std::vector<bool> used(right.members.size());
  for (const auto& [name, value] : left.members) {
    size_t at = 0;
    while (at < used.size() &&
           (used[at] || right.members[at].first != name || !(right.members[at].second == value))) {
      ++at;
    }
    if (at == used.size()) return false;
    used[at] = true;
  }
  return true;
}

std::string quoted(std::string_view text) {
  data::Buffer buffer;
  if (!data::write_string(text, buffer.abi())) throw std::bad_alloc();
  return std::string(buffer.view());
}

void write_pretty(const JsonTree& tree, const JsonTree* order, size_t indent, std::string& out) {
  const std::string margin(indent + 2, ' ');
  if (tree.kind == Kind::object && !tree.members.empty()) {
    std::vector<const std::pair<std::string, JsonTree>*> members;
    for (const auto& member : tree.members) members.push_back(&member);
    const auto place = [order](const std::string& name) {
      size_t at = 0;
      if (order == nullptr) return at;
      while (at < order->members.size() && order->members[at].first != name) ++at;
      return at;
    };
    std::stable_sort(members.begin(), members.end(), [&](const auto* left, const auto* right) {
      return place(left->first) < place(right->first);
    });
    out += "{\n";
    for (const auto* member : members) {
      out += margin + quoted(member->first) + ": ";
      write_pretty(member->second, order == nullptr ? nullptr : order->member(member->first),
                   indent + 2, out);
      out += member == members.back() ? "\n" : ",\n";
    }
    out += std::string(indent, ' ') + "}";
  } else if (tree.kind == Kind::list && !tree.items.empty()) {
    out += "[\n";
    for (size_t i = 0; i < tree.items.size(); ++i) {
      out += margin;
      const bool has_order = order != nullptr && i < order->items.size();
      write_pretty(tree.items[i], has_order ? &order->items[i] : nullptr, indent + 2, out);
      out += i + 1 == tree.items.size() ? "\n" : ",\n";
    }
    out += std::string(indent, ' ') + "]";
  } else {
    out += to_json(tree);
  }
}

}  // namespace

JsonTree JsonTree::of_text(std::string text) {
  JsonTree tree;
  tree.kind = Kind::text;
  tree.text = std::move(text);
  return tree;
}

Result<JsonTree> JsonTree::parse(std::string_view json) {
  if (data::valid_utf8_prefix(json) != json.size()) return rejected("it is not valid UTF-8");
  data::BatchPool pool(0);
  const OwnedBatch batch = pool.take();
  if (batch == nullptr) throw std::bad_alloc();
  std::string copy(json);  // the reader may change it
  sluice_json_result result{};
  char message[256];
  sluice_error error{};
  error.message = message;
  error.capacity = sizeof message;
  const sluice_status status = data::json_services().read(batch.get(), copy.data(), copy.size(),
                                                          SLUICE_JSON_LAST, &result, &error);
  if (status != SLUICE_OK) return rejected(std::string(message, error.size));
  if (copy.find_first_not_of(" \t\r\n", result.consumed) != std::string::npos) {
    return rejected("something follows the value");
  }
  return open(Batch(batch.get()), result.value);
}

JsonTree JsonTree::of(const sluice_value& value) {
  JsonTree tree;
  switch (value.type) {
    case SLUICE_VALUE_NULL:
      break;
    case SLUICE_VALUE_BOOL:
      tree.kind = Kind::boolean;
      tree.boolean = value.as.integer != 0;
      break;
    case SLUICE_VALUE_TEXT:
      return of_text(std::string(bytes(value)));
    case SLUICE_VALUE_OBJECT:
      tree.kind = Kind::object;
      for (uint32_t i = 0; i < value.size; ++i) {
        tree.members.emplace_back(key(value.as.fields[i]), of(value.as.fields[i].value));
      }
      break;
    case SLUICE_VALUE_ARRAY:
      tree.kind = Kind::list;
      for (uint32_t i = 0; i < value.size; ++i) tree.items.push_back(of(value.as.items[i]));
      break;
    default:
      return number(written(value));
  }
  return tree;
}

const JsonTree* JsonTree::member(std::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

const JsonTree* JsonTree::find(const FieldPath& path) const {
  const JsonTree* at = this;
  for (size_t i = 0; i < path.size() && at != nullptr; ++i) {
    const PathStep& step = path[i];
    if (step.is_key()) {
      at = at->member({step.key, step.key_size});
    } else {
      at = step.index < at->items.size() ? &at->items[step.index] : nullptr;
    }
  }
  return at;
}

bool JsonTree::operator==(const JsonTree& other) const {
  if (kind != other.kind) return false;
  switch (kind) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return boolean == other.boolean;
    case Kind::number:
      return equal_numbers(text, other.text);
    case Kind::text:
      return text == other.text;
    case Kind::list:
      return items == other.items;
    default:
      return equal_members(*this, other);
  }
}

std::string to_json(const JsonTree& tree) {
  std::string out;
  switch (tree.kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return tree.boolean ? "true" : "false";
    case Kind::number:
      return tree.text;
    case Kind::text:
      return quoted(tree.text);
    case Kind::list:
      for (const JsonTree& item : tree.items) {
        out += (out.empty() ? "" : ",") + to_json(item);
      }
      return "[" + out + "]";
    default:
      for (const auto& [name, value] : tree.members) {
        out += (out.empty() ? "" : ",") + quoted(name) + ":" + to_json(value);
      }
      return "{" + out + "}";
  }
}

std::string to_pretty_json(const JsonTree& tree, const JsonTree* order) {
  std::string out;
  write_pretty(tree, order, 0, out);
  return out;
}

std::string_view describe(JsonTree::Kind kind) {
  static constexpr std::string_view names[] = {"null", "a boolean", "a number",
                                               "text", "a list",    "an object"};
  return names[static_cast<size_t>(kind)];
}

}  // namespace sluice::runtime
