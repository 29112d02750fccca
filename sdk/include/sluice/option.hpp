// Declaring options as static data:
//
//   constexpr sluice::Option options[] = {
//       sluice::string_option("host", "URL of the store").required(),
//       sluice::duration_option("timeout", "...").by_default("30s"),
//   };
#pragma once

#include <cstddef>
#include <cstdint>

#include <sluice/abi/option.h>

namespace sluice {

/// A sluice_option that is built by chained calls. Everything it points to must be static.
struct Option : sluice_option {
  constexpr Option(uint32_t option_type, const char* option_name, const char* option_help)
      : sluice_option{
            option_name, option_help, nullptr, nullptr, {nullptr, 0, 0}, option_type, 0, 0,
            0,           nullptr,     0,       0} {}

  /// The default, as it would be written in YAML.
  constexpr Option by_default(const char* text) const {
    Option copy = *this;
    copy.default_value = text;
    return copy;
  }
  constexpr Option required() const { return flagged(SLUICE_OPTION_REQUIRED); }
  constexpr Option secret() const { return flagged(SLUICE_OPTION_SECRET); }
  constexpr Option file() const { return flagged(SLUICE_OPTION_FILE); }
  /// A file that must be there when the pipeline is checked, not only when it runs.
  constexpr Option existing_file() const {
    return flagged(SLUICE_OPTION_FILE | SLUICE_OPTION_EXISTS);
  }
  /// On a child of a variant: may stand beside the chosen one.
  constexpr Option beside() const { return flagged(SLUICE_OPTION_BESIDE); }
  /// `${field}` in it is the component's to replace.
  constexpr Option templated() const { return flagged(SLUICE_OPTION_TEMPLATE); }
  /// The component may be written as this option's value alone.
  constexpr Option whole() const { return flagged(SLUICE_OPTION_WHOLE); }
  /// A null-terminated list of what the string may be.
  constexpr Option one_of(const char* const* words) const {
    Option copy = *this;
    copy.allowed = words;
    return copy;
  }
  constexpr Option between(int64_t low, int64_t high) const {
    Option copy = *this;
    copy.minimum = low;
    copy.maximum = high;
    return copy;
  }
  /// What a list, map, object, variant or any_of is made of.
  template <size_t N>
  constexpr Option of(const Option (&options)[N]) const {
    Option copy = *this;
    copy.children = {options, static_cast<uint32_t>(N), sizeof(Option)};
    return copy;
  }

  /// Shown in the reference, and run by the tests.
  template <size_t N>
  constexpr Option shown_by(const sluice_example (&list)[N]) const {
    Option copy = *this;
    copy.examples = list;
    copy.example_count = static_cast<uint32_t>(N);
    return copy;
  }

 private:
  constexpr Option flagged(uint32_t flag) const {
    Option copy = *this;
    copy.flags |= flag;
    return copy;
  }
};
static_assert(sizeof(Option) == sizeof(sluice_option));

constexpr Option any_option(const char* name, const char* help) {
  return {SLUICE_OPTION_ANY, name, help};
}
constexpr Option boolean_option(const char* name, const char* help) {
  return {SLUICE_OPTION_BOOLEAN, name, help};
}
constexpr Option integer_option(const char* name, const char* help) {
  return {SLUICE_OPTION_INTEGER, name, help};
}
constexpr Option number_option(const char* name, const char* help) {
  return {SLUICE_OPTION_NUMBER, name, help};
}
constexpr Option string_option(const char* name, const char* help) {
  return {SLUICE_OPTION_STRING, name, help};
}
constexpr Option bytes_option(const char* name, const char* help) {
  return {SLUICE_OPTION_BYTES, name, help};
}
constexpr Option duration_option(const char* name, const char* help) {
  return {SLUICE_OPTION_DURATION, name, help};
}
constexpr Option list_option(const char* name, const char* help) {
  return {SLUICE_OPTION_LIST, name, help};
}
constexpr Option map_option(const char* name, const char* help) {
  return {SLUICE_OPTION_MAP, name, help};
}
constexpr Option object_option(const char* name, const char* help) {
  return {SLUICE_OPTION_OBJECT, name, help};
}
constexpr Option variant_option(const char* name, const char* help) {
  return {SLUICE_OPTION_VARIANT, name, help};
}
constexpr Option any_of_option(const char* name, const char* help) {
  return {SLUICE_OPTION_ANY_OF, name, help};
}

/// A static array of options as the ABI wants it.
template <size_t N>
constexpr sluice_option_list option_list(const Option (&options)[N]) {
  return {options, static_cast<uint32_t>(N), sizeof(Option)};
}

}  // namespace sluice
