#include <algorithm>

#include <map/text/grok_pattern.hpp>

namespace sluice {
namespace {

// What an expression may grow to; the largest standard one has a tenth of it.
constexpr size_t max_expanded_bytes = size_t{256} << 10;

bool is_name_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '-' || c == '.';
}

}  // namespace

class GrokExpander {
 public:
  explicit GrokExpander(const GrokDefinitions& own) : own_(own) {}

  Result<GrokPattern> compile(std::string_view expression) {
    if (!expand(expression)) return rejected(std::move(message_));
    Result<Regex> regex = compile_regex(text_, true);
    if (!regex) {
      // Errors of RE2 name the part at fault; the whole expansion would bury it.
      std::string why = std::move(regex).error().message;
      if (text_ != expression && why.find(text_) == std::string("pattern \"").size()) {
        why.replace(std::string("pattern \"").size(), text_.size(), expression);
      }
      return rejected("grok " + why);
    }
    pattern_.regex_ = std::move(*regex);
    pattern_.groups_.resize(group_count_ + 1);
    return std::move(pattern_);
  }

 private:
  bool fail(std::string message) {
    message_ = std::move(message);
    return false;
  }

  bool expand(std::string_view text) {
    bool in_class = false;
    for (size_t i = 0; i < text.size();) {
      if (text_.size() > max_expanded_bytes) {
        return fail("a grok pattern expands to more than 256 KiB");
      }
      const std::string_view rest = text.substr(i);
      size_t size = 1;
      if (rest[0] == '\\') {
        size = escape(rest, in_class);
      } else if (in_class) {
        in_class = rest[0] != ']';
        if (rest.starts_with("[:")) size = std::min(rest.find(":]"), rest.size() - 2) + 2;
        text_ += rest.substr(0, size);
      } else if (rest[0] == '[') {
        in_class = true;
        if (rest.starts_with("[^")) ++size;
        if (rest.substr(size).starts_with("]")) ++size;  // a bracket that comes first
        text_ += rest.substr(0, size);
      } else if (rest.starts_with("%{")) {
        const size_t close = rest.find('}');
        if (close == rest.npos)
          return fail("grok pattern \"" + std::string(text) + "\": expected \"}\" after \"%{\"");
        if (!reference(rest.substr(2, close - 2))) return false;
        size = close + 1;
      } else if (rest[0] == '(') {
        if (!open_group(rest, size)) return false;
      } else {
        text_ += rest[0];
      }
      i += size;
    }
    return true;
  }

  // \h is a hexadecimal digit in the syntax that grok comes from; RE2 does not know it.
  size_t escape(std::string_view rest, bool in_class) {
    if (rest.size() > 1 && rest[1] == 'h') {
      text_ += in_class ? "0-9A-Fa-f" : "[0-9A-Fa-f]";
    } else {
      text_ += rest.substr(0, 2);
    }
    return std::min<size_t>(2, rest.size());
  }

  bool open_group(std::string_view rest, size_t& size) {
    const bool is_short =
        rest.starts_with("(?<") && !rest.starts_with("(?<=") && !rest.starts_with("(?<!");
    if (is_short || rest.starts_with("(?P<")) {
      const size_t begin = is_short ? 3 : 4;
      const size_t end = rest.find('>');
      if (end == rest.npos || end == begin) {
        return fail("a grok pattern has a group \"(?<\" without a name and \">\"");
      }
      size = end + 1;
      return add_capture(rest.substr(begin, end - begin), GrokType::text);
    }
    if (rest.starts_with("(?")) {
      text_ += "(?";
      size = 2;
    } else {
      text_ += "(?:";
    }
    return true;
  }

  // What stands between %{ and }.
  bool reference(std::string_view text) {
    const size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    std::string_view field = colon < text.size() ? text.substr(colon + 1) : std::string_view();
    GrokType type = GrokType::text;
    if (const size_t at = field.find(':'); at != field.npos) {
      if (!parse_type(field.substr(at + 1), type)) return false;
      field = field.substr(0, at);
    }
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
      return fail("grok: \"%{" + std::string(text) +
                  "}\" does not name a pattern; it is written %{NAME}, %{NAME:field} or "
                  "%{NAME:field:type}");
    }
    if (colon < text.size() && field.empty()) {
      return fail("grok: \"%{" + std::string(text) + "}\" names no field after the colon");
    }
    const std::string_view pattern = find_grok_pattern(name, own_);
    if (pattern.data() == nullptr) return unknown(name);
    if (std::find(open_.begin(), open_.end(), name) != open_.end()) return recursion(name);
    if (field.empty()) {
      text_ += "(?:";
    } else if (!add_capture(field, type)) {
      return false;
    }
    open_.push_back(name);
    if (!expand(pattern)) return false;
    open_.pop_back();
    text_ += ')';
    return true;
  }

  bool unknown(std::string_view name) {
    std::string message = "grok: there is no pattern \"" + std::string(name) + "\"";
    const std::string nearest = nearest_grok_name(name, own_);
    return fail(nearest.empty() ? message : message + "; did you mean \"" + nearest + "\"?");
  }

  bool recursion(std::string_view name) {
    std::string way;
    for (auto at = std::find(open_.begin(), open_.end(), name); at != open_.end(); ++at) {
      way.append(*at).append(" > ");
    }
    return fail("grok: the pattern \"" + std::string(name) + "\" contains itself: " + way +
                std::string(name));
  }

  bool parse_type(std::string_view text, GrokType& type) {
    if (text == "int" || text == "long") {
      type = GrokType::integer;
    } else if (text == "float" || text == "double") {
      type = GrokType::real;
    } else if (text == "boolean") {
      type = GrokType::boolean;
    } else if (text == "string") {
      type = GrokType::text;
    } else {
      return fail("grok: there is no type \"" + std::string(text) +
                  "\"; the types are int, long, float, double and boolean");
    }
    return true;
  }

  // Opens a group whose text goes to the field.
  bool add_capture(std::string_view name, GrokType type) {
    auto& fields = pattern_.fields_;
    const auto known = std::find_if(fields.begin(), fields.end(),
                                    [&](const auto& field) { return field.name == name; });
    ++group_count_;
    text_ += '(';
    if (known == fields.end()) {
      fields.push_back({std::string(name), type, {group_count_}});
    } else {
      if (known->type != type) {
        return fail("grok: the field \"" + std::string(name) + "\" has two types");
      }
      known->groups.push_back(group_count_);
    }
    return true;
  }

  const GrokDefinitions& own_;
  GrokPattern pattern_;
  std::string text_;
  std::string message_;
  std::vector<std::string_view> open_;  // names that are being expanded, from the outermost
  uint32_t group_count_ = 0;
};

Result<GrokPattern> GrokPattern::compile(std::string_view expression, const GrokDefinitions& own) {
  return GrokExpander(own).compile(expression);
}

bool GrokPattern::match(std::string_view text, size_t from) {
  return regex_->Match(text, from, text.size(), RE2::UNANCHORED, groups_.data(),
                       static_cast<int>(groups_.size()));
}

std::string_view GrokPattern::value(const Field& field) const {
  for (const uint32_t group : field.groups) {
    if (groups_[group].data() != nullptr) return {groups_[group].data(), groups_[group].size()};
  }
  return {};
}

std::string grok_path(std::string_view name) {
  if (!name.starts_with('[')) return std::string(name);
  std::string path;
  for (const char c : name) {
    if (c == '[') {
      path += "[\"";
    } else if (c == ']') {
      path += "\"]";
    } else {
      path += c;
    }
  }
  return path;
}

}  // namespace sluice
