#include <utility>

#include <kit/select/condition.hpp>

namespace sluice {

Result<cel::Expression> compile_expression(const sluice_value& setting, cel::Kind wanted) {
  Result<cel::Expression> expression = cel::Expression::compile(bytes(setting), wanted);
  if (!expression) return invalid_config(std::move(expression.error().message), &setting);
  return expression;
}

void FailureLog::log(std::string_view what, std::string_view why, std::string_view instead) const {
  std::string message(what);
  message.append(": ").append(why).append("; ").append(instead);
  message.append(" (counted as ").append(counter_).append(", not logged again)");
  host_.warn(message);
}

void FailureLog::count() {
  if (uncounted_ > 0) host_.count(counter_, std::exchange(uncounted_, 0));
}

}  // namespace sluice
