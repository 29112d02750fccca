// Checks what a pipeline says about one component against the component's option table, and makes
// of it the settings that the component's init receives: the value model of abi/value.h with all
// defaults filled in.
//
// check_settings is thread-safe. A SettingsTree is read-only once made.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <sluice/abi/option.h>
#include <sluice/abi/value.h>
#include <spec/node.hpp>

namespace sluice::spec {

/// Checked settings and all their memory. Moving does not move the values.
class SettingsTree {
 public:
  struct Storage;

  explicit SettingsTree(std::unique_ptr<Storage> storage);
  SettingsTree(SettingsTree&&) noexcept;
  SettingsTree& operator=(SettingsTree&&) noexcept;
  ~SettingsTree();

  /// An object value; it lives as long as this tree.
  const sluice_value* root() const;

  /// Where a value of this tree was written. For a default, for null and for a pointer that is not
  /// from this tree: where the component was written.
  Mark at(const sluice_value* value) const;

 private:
  std::unique_ptr<Storage> storage_;
};

/// What messages and paths need to know about the component.
struct SettingsContext {
  std::string name;             // such as "dashbase-bulk"
  Mark mark;                    // where the component is written
  std::string directory = ".";  // of the pipeline file; FILE options are relative to it
  std::string prefix = {};      // put before option names in messages, such as "flow."
};

/// Checks `options` (a map, null for none, or the value of the WHOLE option alone) against the
/// table. Adds every error found, ordered by place, and then returns none.
///
/// - Absent options get their default. An absent OBJECT without one is filled with the defaults of
///   its children, unless one of these is required; without any default below it stays absent.
/// - null stands for an empty OBJECT; for ANY it is null; every other type "needs a value".
/// - Fields of objects come in the order of the table, those of MAP and ANY in that of the file.
/// - A VARIANT's chosen child comes first, then, in the order of the table, the children that may
///   stand beside it (SLUICE_OPTION_BESIDE), where they are present or have a default.
/// - Text of TEMPLATE options and of all that is below them is read as environment.hpp says.
/// - FILE options become `directory/value`; an absolute path, "-" and "" stay as they are. What
///   EXISTS too must be a file, or a pipe, that can be opened for reading.
/// - A default that the table's own rules refuse is reported as the programmer's error it is.
std::optional<SettingsTree> check_settings(const Node& options, const sluice_option_list& table,
                                           const SettingsContext& context,
                                           Diagnostics& diagnostics);

/// The i-th option of a list, by the list's own stride. REQUIRES: index < list.count.
const sluice_option& option_at(const sluice_option_list& list, uint32_t index);

/// The examples of the i-th option of a list; none when the table was built before options had any.
/// They live as long as the table. REQUIRES: index < list.count.
std::span<const sluice_example> examples_of(const sluice_option_list& list, uint32_t index);

/// What an option expects, for messages and documentation: `an integer`, `a list of text`.
std::string describe(const sluice_option& option);

}  // namespace sluice::spec
