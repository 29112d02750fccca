// The one file of a plugin that includes yaml-cpp: tables of users may be written as they like.

#include <string>
#include <string_view>

#include <yaml-cpp/yaml.h>

#include "canonical_json.hpp"
#include "lookup_table.hpp"

namespace sluice {
namespace {

constexpr size_t max_depth = 100;
constexpr size_t max_row_bytes = size_t{1} << 20;  // aliases can make much of little

bool is_one_of(const std::string& text, std::initializer_list<const char*> words) {
  for (const char* word : words) {
    if (text == word) return true;
  }
  return false;
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// A decimal number as JSON writes it, or "": what the core schema of YAML 1.2 takes for a number.
// Account numbers with leading zeros stay text, as no JSON number has them.
std::string number_json(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::string_view rest = text;
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const size_t exponent = rest.find_first_of("eE");
  std::string_view mantissa = rest.substr(0, exponent);
  if (exponent != rest.npos) {
    std::string_view power = rest.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
    if (!all_digits(power)) return "";
  }
  const size_t dot = mantissa.find('.');
  const std::string_view whole = mantissa.substr(0, dot);
  if (!all_digits(whole) || (whole.size() > 1 && whole[0] == '0')) return "";
  if (dot != mantissa.npos && !all_digits(mantissa.substr(dot + 1))) return "";
  return std::string(text);
}

std::string scalar_json(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "?") {  // plain, not quoted
    if (is_one_of(text, {"true", "True", "TRUE"})) return "true";
    if (is_one_of(text, {"false", "False", "FALSE"})) return "false";
    if (std::string number = number_json(text); !number.empty()) return number;
  }
  ScratchBuffer out;
  append_canonical_text(out, text);
  return std::string(out.view());
}

class YamlTable {
 public:
  YamlTable(const std::string& path, LookupTable& table) : path_(path), table_(table) {}

  Status read(const YAML::Node& root) {
    if (root.IsNull()) return {};  // an empty table
    if (!root.IsMap()) return error(root, "a table must be a map, from keys to values");
    for (const auto& entry : root) {
      if (!entry.first.IsScalar()) return error(entry.first, "a key must be text");
      LookupTable::Row row;
      if (entry.second.IsMap()) {
        for (const auto& cell : entry.second) {
          if (!cell.first.IsScalar()) return error(cell.first, "a field must be text");
          if (!json(cell.second)) return std::move(failure_).error();
          row.push_back({cell.first.Scalar(), std::move(out_)});
        }
      } else {
        if (!json(entry.second)) return std::move(failure_).error();
        row.push_back({"", std::move(out_)});
      }
      if (!table_.add(entry.first.Scalar(), std::move(row))) {
        return error(entry.first, "the key \"" + entry.first.Scalar() + "\" is there twice");
      }
    }
    return {};
  }

 private:
  Error error(const YAML::Node& node, const std::string& what) const {
    return fatal(path_ + ":" + std::to_string(node.Mark().line + 1) + ": " + what);
  }

  // Sets out_.
  bool json(const YAML::Node& node) {
    out_.clear();
    return append(node, 0);
  }

  bool append(const YAML::Node& node, size_t depth) {
    if (depth > max_depth || out_.size() > max_row_bytes) {
      failure_ = error(
          node, depth > max_depth ? "values are nested too deeply" : "a value has more than 1 MiB");
      return false;
    }
    if (node.IsScalar()) {
      out_ += scalar_json(node);
    } else if (node.IsSequence() || node.IsMap()) {
      char mark = node.IsMap() ? '{' : '[';
      const char end = node.IsMap() ? '}' : ']';
      if (node.size() == 0) out_ += mark;
      for (const auto& item : node) {
        out_ += mark;
        mark = ',';
        if (node.IsMap()) {
          ScratchBuffer name;
          append_canonical_text(name, item.first.Scalar());
          out_.append(name.view()).append(":");
        }
        if (!append(node.IsMap() ? item.second : YAML::Node(item), depth + 1)) return false;
      }
      out_ += end;
    } else {
      out_ += "null";
    }
    return true;
  }

  const std::string& path_;
  LookupTable& table_;
  std::string out_;
  Status failure_;
};

}  // namespace

Status read_lookup_yaml(const std::string& path, const std::string& text, LookupTable& table) {
  try {
    return YamlTable(path, table).read(YAML::Load(text));
  } catch (const YAML::Exception& exception) {
    const int line = exception.mark.line < 0 ? 1 : exception.mark.line + 1;
    return fatal(path + ":" + std::to_string(line) + ": " + exception.msg);
  }
}

}  // namespace sluice
