// Steps that end an event's way: drop and fail.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr sluice_example drop_examples[] = {
    {"- drop:\n  if: level == 'debug'", R"({"level":"debug"})", nullptr},
    {"- drop: {reason: debug line}\n  if: level == 'debug'", R"({"level":"info"})",
     R"({"level":"info"})"},
};
inline constexpr auto drop_options = with_common_options({
    string_option("reason",
                  "Why, for the ledger; one reason for all events of the step. By default it is "
                  "\"dropped by map\", with the step's tag."),
});
inline constexpr Option drop_option =
    object_option("drop",
                  "Leaves the event out: it is counted as filtered. Further steps are not "
                  "done.")
        .of(drop_options.items)
        .shown_by(drop_examples);

inline constexpr sluice_example fail_examples[] = {
    {"- fail: {message: 'no user in ${_meta.source}'}\n  if: '!has(user)'", R"({"a":1})", nullptr},
};
inline constexpr auto fail_options = with_common_options({
    string_option("message", "Why; ${field} in it is what that field holds.")
        .templated()
        .required(),
});
inline constexpr Option fail_option =
    object_option("fail",
                  "Rejects the event: it goes to the dead letter with the message as the reason. "
                  "Further steps are not done.")
        .of(fail_options.items)
        .shown_by(fail_examples);

Status compile_drop(const sluice_value& setting, StepBuilder& builder);
Status compile_fail(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
