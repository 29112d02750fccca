#include <algorithm>

#include <fmt/format.h>

#include <sluice/value.hpp>
#include <spec/json_tree.hpp>
#include <spec/quantity.hpp>

namespace sluice::spec {
namespace {

constexpr size_t width = 100;  // of a line that holds a whole array or object
constexpr size_t step = 2;     // of an indent

std::string quoted_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string scalar_json(const sluice_value& value) {
  switch (value.type) {
    case SLUICE_VALUE_NULL:
      return "null";
    case SLUICE_VALUE_BOOL:
      return value.as.integer != 0 ? "true" : "false";
    case SLUICE_VALUE_INT64:
      return std::to_string(value.as.integer);
    case SLUICE_VALUE_UINT64:
      return std::to_string(value.as.uinteger);
    case SLUICE_VALUE_DOUBLE:
      return fmt::format("{}", value.as.number);
    case SLUICE_VALUE_RAW:
      return std::string(bytes(value));
    default:
      return quoted_json(bytes(value));
  }
}

}  // namespace

Json Json::text(std::string_view value) {
  return {Kind::scalar, quoted_json(value)};
}

Json Json::integer(int64_t value) {
  return {Kind::scalar, std::to_string(value)};
}

Json Json::boolean(bool value) {
  return {Kind::scalar, value ? "true" : "false"};
}

Json Json::array_of(const std::vector<std::string_view>& words) {
  Json out = array();
  for (const std::string_view word : words) out.add(text(word));
  return out;
}

Json& Json::add(Json item) & {
  members_.emplace_back(std::string(), std::move(item));
  return *this;
}

Json& Json::set(std::string_view name, Json value) & {
  members_.emplace_back(name, std::move(value));
  return *this;
}

Json&& Json::set(std::string_view name, Json value) && {
  members_.emplace_back(name, std::move(value));
  return std::move(*this);
}

void Json::append(Json object) {
  for (auto& member : object.members_) members_.push_back(std::move(member));
}

bool Json::has(std::string_view name) const {
  return std::any_of(members_.begin(), members_.end(),
                     [&](const auto& member) { return member.first == name; });
}

void Json::write_compact(std::string& out) const {
  if (kind_ == Kind::scalar) {
    out += scalar_;
    return;
  }
  out += kind_ == Kind::array ? '[' : '{';
  for (const auto& [name, value] : members_) {
    if (&value != &members_.front().second) out += ", ";
    if (kind_ == Kind::object) out += quoted_json(name) + ": ";
    value.write_compact(out);
  }
  out += kind_ == Kind::array ? ']' : '}';
}

// `column` is where the text begins, behind the name of a member.
void Json::write_pretty(size_t indent, size_t column, std::string& out) const {
  const std::string line = compact();
  if (members_.empty() || column + line.size() < width) {  // one byte for the comma behind it
    out += line;
    return;
  }
  out += kind_ == Kind::array ? '[' : '{';
  const std::string margin(indent + step, ' ');
  for (const auto& [name, value] : members_) {
    out += &value == &members_.front().second ? "\n" : ",\n";
    out += margin;
    const std::string label = kind_ == Kind::object ? quoted_json(name) + ": " : "";
    out += label;
    value.write_pretty(indent + step, indent + step + label.size(), out);
  }
  out += '\n' + std::string(indent, ' ') + (kind_ == Kind::array ? ']' : '}');
}

std::string Json::compact() const {
  std::string out;
  write_compact(out);
  return out;
}

std::string Json::pretty() const {
  std::string out;
  write_pretty(0, 0, out);
  return out + '\n';
}

Json json_of(const Node& node) {
  switch (node.kind) {
    case Node::Kind::scalar:
      return {Json::Kind::scalar,
              node.quoted ? quoted_json(node.scalar) : scalar_json(resolve_core(node.scalar))};
    case Node::Kind::sequence: {
      Json out = Json::array();
      for (const Node& item : node.items) out.add(json_of(item));
      return out;
    }
    case Node::Kind::map: {
      Json out = Json::object();
      for (const Entry& entry : node.entries) out.set(entry.key, json_of(entry.value));
      return out;
    }
    default:
      return Json::null();
  }
}

}  // namespace sluice::spec
