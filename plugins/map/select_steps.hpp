// Steps that choose which fields stay: remove and keep.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr Option removed_path[] = {string_option(nullptr, "path to take out")};
inline constexpr Option kept_path[] = {string_option(nullptr, "path to keep")};

inline constexpr Option remove_option =
    list_option("remove", "Takes fields out; those that are missing are passed over.")
        .of(removed_path);
inline constexpr Option keep_option =
    list_option("keep", "Keeps these fields only, in the event's order.").of(kept_path);

Status compile_remove(const sluice_value& setting, StepBuilder& builder);
Status compile_keep(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
