#include <kit/cel/expression.hpp>

namespace sluice::cel {

struct Program {
  std::string text;
};

Result<Expression> Expression::compile(std::string_view, Kind) {
  return rejected("expressions are being built");
}
Expression::Expression(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;
const std::string& Expression::text() const {
  return program_->text;
}
Kind Expression::kind() const {
  return Kind::dynamic;
}
Truth Expression::test(EventEditor&, std::string_view&) const {
  return Truth::no;
}
bool Expression::evaluate(EventEditor&, sluice_value&, std::string_view&) const {
  return false;
}

}  // namespace sluice::cel
