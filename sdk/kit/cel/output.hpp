// What evaluation gave, as a value of an event.
#pragma once

#include <kit/cel/program.hpp>

namespace sluice::cel {

/// Nothing in it belongs to the program or to another value of the event. False: lists are too deep
/// in each other, or the budget is used up.
bool to_event(Context& context, const Value& value, sluice_value& out);

}  // namespace sluice::cel
