// Steps that write a value of their own: set.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr Option any_value[] = {any_option(nullptr, "any value")};

inline constexpr Option set_option =
    map_option("set",
               "Gives fields a constant value of any type: {field: value}. What is there is "
               "replaced.")
        .of(any_value);

Status compile_set(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
