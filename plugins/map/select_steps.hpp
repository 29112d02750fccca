// Steps that choose which fields stay: remove and keep.
#pragma once

#include "step.hpp"

namespace sluice {

inline constexpr Option removed_path[] = {string_option(nullptr, "path to take out")};
inline constexpr Option kept_path[] = {string_option(nullptr, "path to keep")};

inline constexpr sluice_example remove_examples[] = {
    {"- remove: [responseElements, requestParameters.password]",
     R"({"a":1,"responseElements":null,"requestParameters":{"user":"ana","password":"x"}})",
     R"({"a":1,"requestParameters":{"user":"ana"}})"},
    {"- remove: ['items[0]']", R"({"items":[1,2]})", R"({"items":[2]})"},
};
inline constexpr Option remove_option =
    list_option("remove", "Takes fields out; those that are missing are passed over.")
        .of(removed_path)
        .shown_by(remove_examples);

inline constexpr sluice_example keep_examples[] = {
    {"- keep: [user.name, action]", R"({"action":"read","user":{"name":"ana","id":7},"x":1})",
     R"({"action":"read","user":{"name":"ana"}})"},
};
inline constexpr Option keep_option =
    list_option("keep", "Keeps these fields only, in the event's order.")
        .of(kept_path)
        .shown_by(keep_examples);

Status compile_remove(const sluice_value& setting, StepBuilder& builder);
Status compile_keep(const sluice_value& setting, StepBuilder& builder);

}  // namespace sluice
