// A name with places of the event in it, such as the index `logs-{service}-{@timestamp:%Y.%m.%d}`.
// Immutable once parsed; reading is thread-safe.
//
//   template := { characters | "{{" | "}}" | "{" path [ ":" date ] [ "|" default ] "}" }
//   date     := strftime(3) in UTC: %Y %m %d %H %M %S %j %G %V and those of `date_parts`
//   default  := characters but "}", for events that have nothing to put there
//
// `{path}` is text, a number, true or false as it stands in JSON. With a date it is ISO 8601 text
// or a Unix time: in seconds, or in milliseconds when it has 12 digits or more. `_meta.id`,
// `_meta.source` and `_meta.timestamp` are the event's own; `@timestamp` is the event's time where
// it has no such field, or none that is a date. Without a date these times are text such as
// `2026-01-31T12:00:00Z`. A colon or bar in a path is written in quotes: `{["a:b"]}`.
//
// What is a legal name is the sink's to know: nothing is cleaned here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kit/event/field_path.hpp>
#include <sluice/host.hpp>

namespace sluice {

class NameTemplate {
 public:
  /// The letters that may follow a % of a date.
  static constexpr std::string_view date_parts = "YyCGgmdejHIMSpuwUVWaAbBFTs%";

  /// Rejected: `name "logs-{a": the "{" at position 6 is not closed`.
  static Result<NameTemplate> parse(std::string_view text);

  const std::string& text() const { return text_; }
  /// True when every event gets the same name.
  bool is_constant() const { return !has_fields_; }

  /// The name with `wildcard` for each place; the name itself when it is constant.
  std::string pattern(std::string_view wildcard = "*") const;

  /// Appends the event's name to `out`. False: a place has nothing to put there; `out` is as it
  /// was and `why` says it, such as `"service" is missing`. `scratch` is any batch: what is raw is
  /// opened in its memory. Throws std::bad_alloc.
  bool render(const sluice_event& event, Batch scratch, Json json, std::string& out,
              std::string& why) const;

 private:
  friend class NameParser;
  enum class Place : uint8_t { none, field, id, source, time };
  struct Part {
    std::string before;             // the characters in front of it
    std::string date;               // format; empty: not a date
    std::string otherwise;          // the default; empty: none
    std::optional<FieldPath> path;  // none: the characters behind the last place
    Place place = Place::none;
  };
  NameTemplate() = default;
  static bool append(const Part& part, const sluice_event& event, Batch scratch, Json json,
                     std::string& out, std::string& why);

  std::string text_;
  std::vector<Part> parts_;
  bool has_fields_ = false;
};

/// Reads ISO 8601 text such as `2026-01-31`, `2026-01-31T12:00:00.5Z` or `2026-01-31 12:00+01:00`
/// into Unix seconds; without a zone it is UTC. None when it is not that.
std::optional<int64_t> parse_iso_seconds(std::string_view text);

}  // namespace sluice
