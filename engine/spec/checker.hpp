// Checks nodes against options and builds the settings' values; the work behind check_settings.
// Private to this box. One thread at a time.
#pragma once

#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <sluice/result.hpp>
#include <sluice/value.hpp>
#include <spec/environment.hpp>
#include <spec/settings.hpp>

namespace sluice::spec {

struct SettingsTree::Storage {
  std::pmr::monotonic_buffer_resource memory;
  sluice_value root = null_value();
  std::unordered_map<const sluice_value*, Mark> marks;  // of what the file says
  Mark component;
};

// How deep and how long one component may be checked.
constexpr size_t maximum_option_depth = 128;
constexpr size_t maximum_work =
    300'000;  // three per node; any_of inside any_of may try a node again and again

/// The names of the options that have one.
std::vector<std::string_view> names_of(const sluice_option_list& list);

/// The children of a variant among which one is chosen, or those that may stand beside it.
enum class Group : uint8_t { kinds, siblings };
std::vector<std::string_view> names_of(const sluice_option_list& variant, Group group);

/// Whether a key was probably meant to be `if`.
bool means_if(std::string_view key);

/// Every check writes its value to `out` and returns true, or returns false after it added an
/// error; false without an error only for a node whose interpolation failed: that was reported, or
/// is among unresolved().
/// `out` must be where the value stays: places are remembered by its address.
class Checker {
 public:
  Checker(SettingsTree::Storage& storage, const SettingsContext& context, Diagnostics& diagnostics)
      : storage_(storage), context_(context), diagnostics_(&diagnostics), path_(context.prefix) {}

  /// Refuses a table that cannot be read: the items of another ABI, types that do not exist.
  bool check_table(const sluice_option_list& table);

  /// What is wrong with the variables of text that was taken as plain text; see is_plain_text.
  const Diagnostics& unresolved() const { return unresolved_; }

  /// Whether the node is plain text, or what is wrong with that is now among unresolved().
  bool is_plain(const Node& node) { return is_plain_text(node, unresolved_); }

  /// A map, or null, whose keys are options.
  bool object(const Node& node, const sluice_option_list& table, sluice_value* out);

 private:
  /// Enters an option, list item or key for as long as it lives.
  class Scope {
   public:
    Scope(Checker& checker, std::string_view step, uint32_t flags);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Checker& checker_;
    size_t path_size_;
    bool secret_;
    bool template_;
  };

  bool check(const Node& node, const sluice_option& option, sluice_value* out);
  bool dispatch(const Node& node, const sluice_option& option, sluice_value* out);
  bool absent(const Node& node, const sluice_option& option, sluice_value* out, bool& present);
  bool by_default(const sluice_option& option, sluice_value* out);
  void unknown_key(const Entry& entry, const sluice_option_list& table);

  bool list(const Node& node, const sluice_option& option, sluice_value* out);
  bool map(const Node& node, const sluice_option& option, sluice_value* out);
  bool any(const Node& node, sluice_value* out);

  // checker_alternatives.cpp
  bool variant(const Node& node, const sluice_option& option, sluice_value* out);
  const sluice_option* chosen(const Node& node, const sluice_option& option, bool& ok);
  void unknown_in_variant(const Entry& entry, const sluice_option& option,
                          const sluice_option* chosen, bool is_empty);
  bool any_of(const Node& node, const sluice_option& option, sluice_value* out);

  // checker_scalars.cpp
  bool boolean(const Node& node, const sluice_option& option, sluice_value* out);
  bool integer(const Node& node, const sluice_option& option, sluice_value* out);
  bool number(const Node& node, const sluice_option& option, sluice_value* out);
  bool string(const Node& node, const sluice_option& option, sluice_value* out);
  bool exists(const Node& node, const std::string& path);
  bool quantity(const Node& node, const sluice_option& option, sluice_value* out);
  bool allowed(const Node& node, const sluice_option& option);
  bool within_bounds(const Node& node, const sluice_option& option, int64_t value);
  std::string bounds_text(const sluice_option& option) const;
  bool wrong_type(const Node& node, std::string_view expected, std::string_view hint = {});

  bool fail(const Mark& mark, std::string message);
  /// `option "batch.documents"`
  std::string subject() const;
  std::string name_of(std::string_view option) const;
  /// `, not "abc"`, or as much of it as may be shown.
  std::string instead(const Node& node) const;

  /// The text of a scalar, in the reading that the option at work asks for.
  const std::string& text_of(const Node& node) const;
  std::string_view keep(std::string_view text);
  template <class T>
  T* allocate(size_t count);

  SettingsTree::Storage& storage_;
  const SettingsContext& context_;
  Diagnostics* diagnostics_;
  std::string path_;         // of the option at work, such as "batch.documents"
  bool secret_ = false;      // nothing of the option at work may be shown
  bool template_ = false;    // text of the option at work is a template
  bool in_default_ = false;  // its value is not from the file
  size_t depth_ = 0;         // of options; a table may refer to itself
  size_t work_ = 0;          // checks made
  std::unordered_set<const sluice_option*> known_tables_;
  Diagnostics unresolved_;
};

}  // namespace sluice::spec
