// Which conformance tests are not run, and why. One that is named here and would pass fails the
// test; so does a line that excludes nothing.
#pragma once

#include <string_view>

namespace sluice::cel::testing {

struct Exclusion {
  std::string_view file;
  std::string_view section;
  std::string_view name;  // empty: the whole section
  std::string_view reason;
};

constexpr std::string_view null_safe = "an event's missing field is null here, not an error";
constexpr std::string_view typed =
    "runs what does not pass the type check; here everything is checked";
constexpr std::string_view denotation =
    "a type's name alone is a field of the event; it is the type beside another type";
constexpr std::string_view containers = "containers and variables with dots in their names";
constexpr std::string_view functions = "functions that the user adds";
constexpr std::string_view format = "format() of the strings extension";
constexpr std::string_view nullable = "null beside another type: dyn here, nullable there";
constexpr std::string_view precise = "the types of what protobuf messages hold";

constexpr Exclusion exclusions[] = {
    {"basic", "variables", "self_eval_unbound_lookup", null_safe},
    {"fields", "map_fields", "map_field_select_no_such_key", null_safe},
    {"fields", "qualified_identifier_resolution", "list_field_select_unsupported", null_safe},
    {"fields", "qualified_identifier_resolution", "int64_field_select_unsupported", null_safe},

    {"basic", "functions", "unbound_is_runtime_error", typed},
    {"comparisons", "eq_literal", "not_eq_list_length", typed},
    {"logic", "AND", "short_circuit_type_left", typed},
    {"logic", "AND", "short_circuit_type_right", typed},
    {"logic", "OR", "short_circuit_type_left", typed},
    {"logic", "OR", "short_circuit_type_right", typed},
    {"parse", "receiver_function_names", "", typed},

    {"conversions", "type", "bool_denotation", denotation},
    {"conversions", "type", "dyn_no_denotation", denotation},
    {"conversions", "type", "int_denotation", denotation},
    {"conversions", "type", "uint_denotation", denotation},
    {"conversions", "type", "double_denotation", denotation},
    {"conversions", "type", "null_type_denotation", denotation},
    {"conversions", "type", "string_denotation", denotation},
    {"conversions", "type", "bytes_denotation", denotation},
    {"conversions", "type", "list_denotation", denotation},
    {"conversions", "type", "map_denotation", denotation},
    {"conversions", "type", "type_denotation", denotation},

    {"fields", "qualified_identifier_resolution", "qualified_ident", containers},
    {"fields", "qualified_identifier_resolution", "map_field_select", containers},
    {"fields", "qualified_identifier_resolution", "qualified_identifier_resolution_unchecked",
     containers},
    {"fields", "qualified_identifier_resolution", "ident_with_longest_prefix_check", containers},
    {"namespace", "qualified", "self_eval_qualified_lookup", containers},
    {"namespace", "namespace", "self_eval_container_lookup", containers},
    {"namespace", "namespace", "self_eval_container_lookup_unchecked", containers},
    {"namespace", "namespace_shadowing", "basic", containers},
    {"namespace", "namespace_shadowing",
     "comprehension_shadowing_namespaced_selector_disambiguation", containers},

    {"string_ext", "format", "", format},
    {"string_ext", "format_errors", "", format},

    {"type_deduction", "functions", "function_result_type", functions},
    {"type_deduction", "type_parameters", "multiple_parameters_generality", functions},
    {"type_deduction", "type_parameters", "multiple_parameters_generality_2", functions},
    {"type_deduction", "type_parameters", "multiple_parameters_parameterized_ovl", functions},
    {"type_deduction", "type_parameters", "multiple_parameters_parameterized_ovl_2", functions},
    {"type_deduction", "flexible_type_parameter_assignment", "overload_type_var_aliasing", precise},
    {"type_deduction", "wrappers", "", precise},
    {"type_deduction", "legacy_nullable_types", "null_assignable_to_abstract_parameter_candidate",
     nullable},
};

}  // namespace sluice::cel::testing
