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
    node_ = &node;
    used_ = false;
    std::string out;
    if (!expand(0, node.scalar.size(), 0, out)) {
      node.unresolved = true;
      return false;
    }
    if (used_) {
      node.interpolated = true;
      node.written = std::move(node.scalar);
    }
    node.scalar = std::move(out);
    return true;
  }

  bool fail(size_t dollar, std::string message) {
    const auto index = static_cast<size_t>(std::count(
        node_->scalar.begin(), node_->scalar.begin() + static_cast<ptrdiff_t>(dollar), '$'));
    Mark mark = node_->mark;
    if (index < node_->dollars.size()) {
      mark.line = node_->dollars[index].line;
      mark.column = node_->dollars[index].column;
    }
    add_error(diagnostics_, mark, std::move(message));
    return false;
  }

  bool append(std::string_view text, size_t dollar, std::string& out) {
    expanded_ += text.size();
    if (expanded_ > maximum_expanded_bytes) {
      return fail(dollar, fmt::format("environment variables make more than {} MiB of text",
                                      maximum_expanded_bytes >> 20));
    }
    out += text;
    return true;
  }

  /// Expands the bytes from `begin` to `end` of the scalar.
  bool expand(size_t begin, size_t end, size_t depth, std::string& out) {
    const std::string_view text = std::string_view(node_->scalar).substr(0, end);
    bool ok = true;
    for (size_t i = begin; i < end;) {
      const size_t dollar = std::min(text.find('$', i), end);
      out += text.substr(i, dollar - i);
      if (dollar == end) break;
      const char next = dollar + 1 < end ? text[dollar + 1] : '\0';
      if (next == '{') {
        const size_t close = placeholder_end(text, dollar);
        if (close == std::string_view::npos) {
          return fail(dollar, "\"${\" is not closed by \"}\"; write \"$${\" for the text itself");
        }
        ok = placeholder(dollar, close, depth, out) && ok;
        i = close + 1;
      } else {
        out += '$';
        i = dollar + (next == '$' ? 2 : 1);
      }
    }
    return ok;
  }

  bool placeholder(size_t dollar, size_t close, size_t depth, std::string& out) {
    used_ = true;
    if (depth >= maximum_nesting) {
      return fail(dollar, fmt::format("\"${{\" is nested more than {} deep", maximum_nesting));
    }
    const std::string_view inner =
        std::string_view(node_->scalar).substr(dollar + 2, close - dollar - 2);
    const size_t colon = inner.find(':');
    const std::string_view name = inner.substr(0, colon);
    const std::string_view operation = colon == std::string_view::npos ? "" : inner.substr(colon);
    const bool has_default = operation.starts_with(":-");
    const bool has_message = operation.starts_with(":?");
    // What stands in the braces is not shown: it may be a password that happens to hold "${".
    if (!is_variable_name(name) || (!operation.empty() && !has_default && !has_message)) {
      return fail(dollar,
                  "\"${\" must start ${NAME}, ${NAME:-default} or ${NAME:?message}, where "
                  "NAME is made of letters, digits and \"_\"; write \"$${\" for the text "
                  "itself");
    }
    const std::optional<std::string> value = lookup_(name);
    if (value && !(value->empty() && (has_default || has_message))) {
      if (!check_value(name, *value, dollar)) return false;
      return append(*value, dollar, out);
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

  const EnvironmentLookup& lookup_;
  Diagnostics& diagnostics_;
  Node* node_ = nullptr;  // the scalar at work
  bool used_ = false;     // whether it holds a placeholder
  size_t expanded_ = 0;   // bytes that came from the environment
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

}  // namespace sluice::spec
