// Steps that bring a value to another place: rename and copy.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr Option path_text[] = {string_option(nullptr, "path of a field")};

inline constexpr Option rename_option =
    map_option("rename",
               "Moves fields: {old: new}. What is at the new place is replaced; a missing old "
               "field is passed over.")
        .of(path_text);
inline constexpr Option copy_option =
    map_option("copy",
               "Copies fields: {from: to}. What is at the new place is replaced; a missing field "
               "is passed over.")
        .of(path_text);

Status compile_rename(const sluice_value& setting, StepBuilder& builder);
Status compile_copy(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
