// The setting `index`: a name, or a name with places for what each event says, in the syntax of
// kit/event/name_template.hpp. Immutable once made; reading is thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <kit/event/name_template.hpp>

namespace sluice {

class IndexTemplate {
 public:
  /// Rejected: what is wrong, for a message about `index`.
  static Result<IndexTemplate> parse(std::string_view text);

  bool is_constant() const { return !name_; }
  /// REQUIRES: is_constant().
  const std::string& text() const { return constant_; }
  /// The name with `*` in place of what events say.
  std::string pattern() const { return name_ ? name_->pattern() : constant_; }

  /// Replaces `name` by the name for this event, cleaned to a legal one of at most `max_bytes`.
  /// `scratch` as for NameTemplate::render. Rejected: the event does not say enough. REQUIRES: not
  /// is_constant().
  Status render(const sluice_event& event, Batch scratch, Json json, size_t max_bytes,
                std::string& name) const;

 private:
  std::string constant_;
  std::optional<NameTemplate> name_;  // none: constant
  bool begins_with_place_ = false;
};

/// Replaces `name` by a legal index name made of the text. Rejected: nothing of it is left.
Status clean_index_name(std::string_view text, size_t max_bytes, std::string& name);

}  // namespace sluice
