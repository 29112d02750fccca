// Watches a dry run for documents that would not fit the index templates of their sinks. Called
// from the lane's thread; reported by the main thread after the run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <cli/mapping_guard.hpp>
#include <flow/observer.hpp>
#include <flow/pipeline.hpp>
#include <sluice/result.hpp>

namespace sluice::cli {

class TemplateCheck : public flow::Observer {
 public:
  /// Reads the templates that the sinks name, or `file` for all of them. `is_wanted`: a sink
  /// without one is watched too, for fields that do not fit from one event to the other. Call once;
  /// false with an error on `log` when a template cannot be used.
  bool prepare(const flow::Pipeline& pipeline, const std::string& file, bool is_wanted,
               const std::string& only_sink, const flow::Logger& log);

  /// Whether there is anything to watch.
  bool is_needed() const { return !sinks_.empty(); }

  void encoded(const sluice_event& event, std::string_view sink, std::string_view bytes) override;

  /// One line, or one for each field with `details`.
  void report(const flow::Logger& log, bool details) const;
  bool has_conflicts() const { return !conflicts_.empty(); }

 private:
  struct Sink {
    std::string file;                            // empty: no template
    std::string mappings;                        // of the template, as JSON
    std::vector<std::string> patterns;           // of the indices that it is for; empty: all
    std::map<std::string, MappingGuard> guards;  // of each index
  };
  struct Conflict {
    uint64_t events = 0;
    uint64_t last_event = 0;
    std::string example;  // JSON
    std::string place;    // of the first event
    std::string id;
  };
  // Of a sink: a place, why it does not take it, and what came.
  using Key = std::tuple<std::string, std::string, std::string, mapping::JsonKind>;

  static constexpr size_t most_indices = 64;       // of a sink; others are not watched
  static constexpr size_t most_conflicts = 1'000;  // that are told apart

  static Status read_template(Sink& sink);
  MappingGuard* guard_of(std::string_view name, Sink& sink, const std::string& index);
  void note(std::string_view sink, const MappingGuard::Misfit& misfit);

  std::map<std::string, Sink, std::less<>> sinks_;
  std::map<Key, Conflict> conflicts_;
  const sluice_event* event_ = nullptr;  // that is looked at
  uint64_t number_ = 0;
  uint64_t events_with_conflicts_ = 0;
  bool is_counted_ = false;
};

}  // namespace sluice::cli
