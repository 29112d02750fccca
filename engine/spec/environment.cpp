#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include <spec/environment.hpp>

#include "yaml_text.hpp"

namespace sluice::spec {

namespace {

constexpr size_t maximum_expanded_bytes = 4 * maximum_file_bytes;  // of all scalars together
constexpr size_t maximum_nesting = 16;

/// How "${...}" is read; see environment.hpp.
enum class Reading : uint8_t { plain, as_template };

/// True for [A-Z_][A-Z0-9_]*, the names that are a variable's also in a template.
bool is_upper_case_name(std::string_view name) {
  return is_variable_name(name) &&
         std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// What stands between "${" and "}".
struct Placeholder {
  explicit Placeholder(std::string_view inner) {
    const size_t colon = inner.find(':');
    name = inner.substr(0, colon);
    if (colon != std::string_view::npos) operation = inner.substr(colon);
  }
  bool has_default() const { return operation.starts_with(":-"); }
  bool has_message() const { return operation.starts_with(":?"); }
  bool is_field() const {
    if (has_default() || has_message()) return false;
    return !operation.empty() || !is_upper_case_name(name);
  }

  std::string_view name;
  std::string_view operation;  // from the first ":" on
};

/// Expands one scalar in one reading.
class Expansion {
 public:
  /// `expanded` counts the bytes that came from the environment, over all scalars of a tree.
  Expansion(const Node& node, Reading reading, const EnvironmentLookup& lookup, size_t& expanded)
      : node_(node), reading_(reading), lookup_(lookup), expanded_(expanded) {}

  bool run() { return expand(0, node_.scalar.size(), 0, text_); }

  std::string& text() { return text_; }
  /// Whether it holds a variable.
  bool is_used() const { return used_; }
  const Diagnostics& errors() const { return errors_; }

 private:
  bool fail(size_t dollar, std::string message) {
    const auto index = static_cast<size_t>(std::count(
        node_.scalar.begin(), node_.scalar.begin() + static_cast<ptrdiff_t>(dollar), '$'));
    Mark mark = node_.mark;
    if (index < node_.dollars.size()) {
      mark.line = node_.dollars[index].line;
      mark.column = node_.dollars[index].column;
    }
    add_error(errors_, mark, std::move(message));
    return false;
  }

  bool append_value(std::string_view value, size_t dollar, std::string& out) {
    expanded_ += value.size();
    if (expanded_ > maximum_expanded_bytes) {
      return fail(dollar, fmt::format("environment variables make more than {} MiB of text",
                                      maximum_expanded_bytes >> 20));
    }
    for (const char c : value) out.append(c == '$' && reading_ == Reading::as_template ? 2 : 1, c);
    return true;
  }

  /// Expands the bytes from `begin` to `end` of the scalar.
  bool expand(size_t begin, size_t end, size_t depth, std::string& out) {
    const std::string_view text = std::string_view(node_.scalar).substr(0, end);
    const bool is_template = reading_ == Reading::as_template;
    bool ok = true;
    for (size_t i = begin; i < end;) {
      const size_t dollar = std::min(text.find('$', i), end);
      out += text.substr(i, dollar - i);
      if (dollar == end) break;
      const char next = dollar + 1 < end ? text[dollar + 1] : '\0';
      if (next == '{') {
        const size_t close = placeholder_end(text, dollar);
        if (close == std::string_view::npos) {
          if (!is_template) {
            return fail(dollar, "\"${\" is not closed by \"}\"; write \"$${\" for the text itself");
          }
          out += text.substr(dollar);  // the component says what it wants to stand there
          break;
        }
        ok = placeholder(dollar, close, depth, out) && ok;
        i = close + 1;
      } else {
        out += '$';
        if (next == '$' && is_template) out += '$';
        i = dollar + (next == '$' ? 2 : 1);
      }
    }
    return ok;
  }

  bool placeholder(size_t dollar, size_t close, size_t depth, std::string& out) {
    const std::string_view whole =
        std::string_view(node_.scalar).substr(dollar, close + 1 - dollar);
    const std::string_view inner = whole.substr(2, whole.size() - 3);
    const Placeholder parts(inner);
    if (reading_ == Reading::as_template && parts.is_field()) {
      out += whole;
      return true;
    }
    used_ = true;
    if (depth >= maximum_nesting) {
      return fail(dollar, fmt::format("\"${{\" is nested more than {} deep", maximum_nesting));
    }
    const bool has_default = parts.has_default();
    const bool has_message = parts.has_message();
    const std::string_view name = parts.name;
    // What stands in the braces is not shown: it may be a password that happens to hold "${".
    if (!is_variable_name(name) || (!parts.operation.empty() && !has_default && !has_message)) {
      return fail(dollar,
                  "\"${\" must start ${NAME}, ${NAME:-default} or ${NAME:?message}, where "
                  "NAME is made of letters, digits and \"_\"; write \"$${\" for the text "
                  "itself");
    }
    const std::optional<std::string> value = lookup_(name);
    if (value && !(value->empty() && (has_default || has_message))) {
      if (!check_value(name, *value, dollar)) return false;
      return append_value(*value, dollar, out);
    }
    const size_t rest = dollar + 2 + name.size() + 2;
    if (has_default) return expand(rest, close, depth + 1, out);
    if (has_message) {
      const std::string_view message = inner.substr(name.size() + 2);
      return fail(dollar,
                  fmt::format("environment variable {} is {}{}{}", quote(name),
                              value ? "empty" : "not set", message.empty() ? "" : ": ", message));
    }
    return fail(dollar, fmt::format("environment variable {} is not set; set it, or give a default "
                                    "as in \"${{{}:-default}}\"",
                                    quote(name), name));
  }

  bool check_value(std::string_view name, std::string_view value, size_t dollar) {
    if (value.find('\0') == std::string_view::npos && is_utf8(value)) return true;
    return fail(dollar,
                fmt::format("environment variable {} does not hold valid UTF-8", quote(name)));
  }

  const Node& node_;
  const Reading reading_;
  const EnvironmentLookup& lookup_;
  size_t& expanded_;
  std::string text_;
  bool used_ = false;
  Diagnostics errors_;
};

class Interpolator {
 public:
  Interpolator(const EnvironmentLookup& lookup, Diagnostics& diagnostics)
      : lookup_(lookup), diagnostics_(diagnostics) {}

  bool run(Node& node) {
    bool ok = is_scalar(node) ? scalar(node) : true;
    for (Node& item : node.items) ok = run(item) && ok;
    for (Entry& entry : node.entries) ok = run(entry.value) && ok;
    return ok;
  }

 private:
  bool scalar(Node& node) {
    if (node.scalar.find('$') == std::string::npos) return true;
    Expansion plain(node, Reading::plain, lookup_, plain_bytes_);
    Expansion as_template(node, Reading::as_template, lookup_, template_bytes_);
    const bool is_plain = plain.run();
    const bool is_template = as_template.run();
    // A variable in a template is one in plain text too, so that its errors are those of both.
    const Diagnostics& common = as_template.errors();
    diagnostics_.insert(diagnostics_.end(), common.begin(), common.end());
    for (const Diagnostic& error : plain.errors()) {
      if (std::find(common.begin(), common.end(), error) == common.end()) {
        node.unless_template.push_back(error);
      }
    }
    node.unresolved = !is_template;
    if (!is_template) return false;
    if (!is_plain || plain.text() != as_template.text()) {
      node.template_text = std::move(as_template.text());
    }
    node.interpolated = plain.is_used() || as_template.is_used();
    if (node.interpolated) node.written = node.scalar;
    if (is_plain) node.scalar = std::move(plain.text());
    return true;
  }

  const EnvironmentLookup& lookup_;
  Diagnostics& diagnostics_;
  size_t plain_bytes_ = 0;
  size_t template_bytes_ = 0;
};

}  // namespace

EnvironmentLookup process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

bool interpolate(Node& root, const EnvironmentLookup& lookup, Diagnostics& diagnostics) {
  return Interpolator(lookup, diagnostics).run(root);
}

bool is_plain_text(const Node& node, Diagnostics& diagnostics) {
  diagnostics.insert(diagnostics.end(), node.unless_template.begin(), node.unless_template.end());
  return !node.unresolved && node.unless_template.empty();
}

}  // namespace sluice::spec
