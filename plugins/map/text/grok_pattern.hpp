// A compiled grok expression: `%{IP:client} %{WORD:verb}` as one RE2 pattern with the fields that
// its groups fill. Belongs to one thread at a time; matching allocates nothing.
//
//   %{NAME}                the pattern of that name
//   %{NAME:field}          its text becomes a field; `a.b` and `[a][b]` are nested
//   %{NAME:field:type}     converted: int, long, float, double, boolean
//   (?<field>pattern)      a pattern in place
// Everything else is RE2. Other groups are not captured. ^ and $ match at each line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <map/text/grok_library.hpp>
#include <map/text/separator.hpp>

#include <sluice/result.hpp>

namespace sluice {

enum class GrokType : uint8_t { text, integer, real, boolean };

class GrokPattern {
 public:
  struct Field {
    std::string name;  // as it was written
    GrokType type;
    std::vector<uint32_t> groups;  // in order of the expression
  };

  /// Rejected: an unknown name with the nearest one, patterns that contain themselves, what RE2
  /// does not have, wrong types.
  static Result<GrokPattern> compile(std::string_view expression, const GrokDefinitions& own = {});

  const std::vector<Field>& fields() const { return fields_; }
  /// What was made of the expression, for messages and tests.
  const std::string& regex_text() const { return regex_->pattern(); }

  /// Looks for the pattern anywhere in the text from `from` on.
  bool match(std::string_view text, size_t from = 0);
  /// After a match: all of it, and the text of a field, whose `data()` is null when none of its
  /// groups took part.
  std::string_view whole() const { return {groups_[0].data(), groups_[0].size()}; }
  std::string_view value(const Field& field) const;

 private:
  friend class GrokExpander;
  GrokPattern() = default;

  Regex regex_;
  std::vector<Field> fields_;
  std::vector<re2::StringPiece> groups_;
};

/// `[a][b]` as the path `["a"]["b"]`; other names are paths as they stand.
std::string grok_path(std::string_view name);

}  // namespace sluice
