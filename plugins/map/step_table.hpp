// All kinds of steps. To add one: write its class and compile function in the file of its family,
// and one row here.
#pragma once

#include <array>

#include "control_steps.hpp"
#include "convert_step.hpp"
#include "date_step.hpp"
#include "fingerprint_step.hpp"
#include "json_steps.hpp"
#include "list_steps.hpp"
#include "lookup_step.hpp"
#include "move_steps.hpp"
#include "parse_steps.hpp"
#include "record_steps.hpp"
#include "redact_step.hpp"
#include "select_steps.hpp"
#include "shape_steps.hpp"
#include "step.hpp"
#include "text_steps.hpp"
#include "write_steps.hpp"

namespace sluice {

inline constexpr std::array step_kinds = {
    StepKind{rename_option, &compile_rename, Writes::fields, move_form},
    StepKind{copy_option, &compile_copy, Writes::fields, move_form},
    StepKind{set_option, &compile_set, Writes::fields, set_form},
    StepKind{default_option, &compile_default, Writes::nothing},
    StepKind{remove_option, &compile_remove, Writes::nothing, remove_form},
    StepKind{keep_option, &compile_keep, Writes::nothing, {}, Needs::nothing},
    StepKind{lowercase_option, &compile_lowercase, Writes::fields, text_form},
    StepKind{uppercase_option, &compile_uppercase, Writes::fields, text_form},
    StepKind{trim_option, &compile_trim, Writes::fields, text_form},
    StepKind{urldecode_option, &compile_urldecode, Writes::fields, text_form},
    StepKind{gsub_option, &compile_gsub},
    StepKind{split_option, &compile_split},
    StepKind{join_option, &compile_join},
    StepKind{dissect_option, &compile_dissect},
    StepKind{grok_option, &compile_grok},
    StepKind{kv_option, &compile_kv},
    StepKind{csv_option, &compile_csv},
    StepKind{uri_parts_option, &compile_uri_parts},
    StepKind{fingerprint_option, &compile_fingerprint},
    StepKind{redact_option, &compile_redact},
    StepKind{lookup_option, &compile_lookup},
    StepKind{convert_option, &compile_convert, Writes::fields, convert_form},
    StepKind{json_option, &compile_json},
    StepKind{date_option, &compile_date},
    StepKind{flatten_option, &compile_flatten},
    StepKind{dot_expander_option, &compile_dot_expander},
    StepKind{prune_option, &compile_prune, Writes::nothing, {}, Needs::nothing},
    StepKind{append_option, &compile_append, Writes::nothing},
    StepKind{foreach_option, &compile_foreach, Writes::nothing},
    StepKind{drop_option, &compile_drop, Writes::nothing, {}, Needs::nothing},
    StepKind{fail_option, &compile_fail, Writes::nothing, {}, Needs::nothing},
};

/// The kind of this name, or null.
const StepKind* find_step_kind(std::string_view name);

/// Whether the common options may stand among the settings of a step: when these are an object of
/// options, not a map from the fields of a document.
bool has_options_inside(const StepKind& kind, const sluice_value& setting);

}  // namespace sluice
