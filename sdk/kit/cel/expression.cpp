#include <algorithm>

#include <kit/cel/evaluator.hpp>
#include <kit/cel/expression.hpp>
#include <kit/cel/output.hpp>
#include <kit/cel/parser.hpp>
#include <kit/cel/utf8.hpp>

namespace sluice::cel {
namespace {

constexpr size_t max_shown_bytes = 80;

// "column 3", or "line 2, column 3" when the expression has several lines; columns are characters.
std::string place_in(std::string_view text, size_t at) {
  const std::string_view before = text.substr(0, at);
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto column = 1 + count_code_points(before.substr(line_begin));
  const std::string place = "column " + std::to_string(column);
  if (text.find('\n') == std::string_view::npos) return place;
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return "line " + std::to_string(line) + ", " + place;
}

// The expression itself, cut when it is long, with its lines joined.
std::string shown(std::string_view text) {
  std::string out(shortened(text, max_shown_bytes));
  if (out.size() < text.size()) out += "...";
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return out;
}

Error refused(std::string_view text, const Fault& fault) {
  return rejected("expression \"" + shown(text) + "\": " + place_in(text, fault.at) + ": " +
                  fault.message);
}

std::string_view explain(const Program& program, Batch batch, const Value& error) {
  return batch.copy(place_in(program.text, error.at) + ": " + std::string(error.view()));
}

}  // namespace

Result<Expression> Expression::compile(std::string_view text, Kind wanted) {
  auto program = std::make_unique<Program>();
  program->text = text;
  Nodes nodes;
  Types types;
  Fault fault;
  if (!is_utf8(text)) return rejected("expression: column 1: the text is not valid UTF-8");
  Node* const root = parse(program->text, program->pool, nodes, fault);
  if (root == nullptr || !check(*root, types, program->pool, fault)) return refused(text, fault);
  program->kind = types.kind(root->type);
  const bool fits =
      wanted == Kind::dynamic || program->kind == Kind::dynamic || program->kind == wanted;
  if (!fits) {
    return refused(text, {root->at, "this gives " + types.name(root->type) + ", where " +
                                        types.name(simple(wanted)) + " is needed"});
  }
  if (!build(*root, *program, fault)) return refused(text, fault);
  return Expression(std::move(program));
}

Expression::Expression(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

const std::string& Expression::text() const {
  return program_->text;
}
Kind Expression::kind() const {
  return program_->kind;
}

Truth Expression::test(EventEditor& editor, std::string_view& why) const {
  Context context(editor, program_->zones);
  const Value value = Evaluator(context).run(*program_->root);
  // What was found after the budget was used up may be wrong.
  if (value.is(Kind::boolean) && !context.is_exhausted()) {
    return value.truth() ? Truth::yes : Truth::no;
  }
  if (context.is_exhausted() || value.is_error()) {
    why = explain(*program_, editor.batch(), value.is_error() ? value : Context::exhausted());
  } else if (value.is_missing()) {
    why = "the condition is null for this event: a field that it reads is null or missing";
  } else {
    why = editor.batch().copy("the condition gives " + std::string(to_string(value.kind)) +
                              ", where bool is needed");
  }
  return Truth::error;
}

bool Expression::evaluate(EventEditor& editor, sluice_value& out, std::string_view& why) const {
  if (program_->root->op == Op::field) {  // as it is: no digit of a number is lost
    const sluice_value* const value = editor.find(*program_->root->path);
    out = value != nullptr ? editor.duplicate(*value) : null_value();
    return true;
  }
  Context context(editor, program_->zones);
  const Value value = Evaluator(context).run(*program_->root);
  if (context.is_exhausted() || value.is_error()) {
    why = explain(*program_, editor.batch(), value.is_error() ? value : Context::exhausted());
    return false;
  }
  if (to_event(context, value, out)) return true;
  why = "the result is too large, or more than 200 levels deep";
  return false;
}

}  // namespace sluice::cel
