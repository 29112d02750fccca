// Evaluates a program. One on the stack of each evaluation.
#pragma once

#include <kit/cel/program.hpp>

namespace sluice::cel {

class Evaluator {
 public:
  explicit Evaluator(Context& context) : context_(context) {}

  /// An error has a place. Its text lives as long as the batch or is static.
  Value run(const Step& step);

 private:
  Value field(const Step& step);
  Value field_is_text(const Step& step);
  Value timestamp();
  Value select(const Step& step);
  Value index(const Step& step);
  Value key_of(const Step& step, const Value& container, std::string_view name, bool& is_found);
  Value item_at(const Step& step, const Value& container, const Value& index, bool& is_found);
  Value selected(const Step& step, bool of_optional, const Value& value, bool is_found);
  Value has_key(const Step& step);
  Value call(const Step& step);
  Value no_overload(const Step& step, const Value* args);
  Value match(const Step& step);
  Value logic(const Step& step, bool deciding);
  Value negation(const Step& step);
  Value conditional(const Step& step);
  Value equality(const Step& step);
  Value less(const Step& step);
  Value in(const Step& step);
  Value make_list(const Step& step);
  Value make_map(const Step& step);

  // --- macros.cpp ---
  Value macro(const Step& step);
  Value decide(const Step& step, const Value& range, bool deciding);
  Value exists_one(const Step& step, const Value& range);
  Value filter(const Step& step, const Value& range);
  Value transform(const Step& step, const Value& range);
  Value optional_map(const Step& step, const Value& range);
  Value element(const Value& range, uint32_t index);
  uint32_t size_of(const Value& range);

  // An error at this step.
  Value fail(const Step& step, std::string_view message);
  Value exhausted(const Step& step);
  Value not_bool(const Step& step, const Value& found);

  Context& context_;
  // Not initialised: a variable is set before the parts of its macro read it.
  union Variables {
    Variables() {}
    Value at[max_variables];
  } variables_;
};

}  // namespace sluice::cel
