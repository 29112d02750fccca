// From the checked tree to the program.
#include <algorithm>
#include <new>

#include <kit/cel/compare.hpp>
#include <kit/cel/evaluator.hpp>
#include <kit/cel/program.hpp>

namespace sluice::cel {
namespace {

class Builder {
 public:
  Builder(Program& program, Fault& fault)
      : program_(program), fault_(fault), constants_(program.pool, program.zones) {}

  // Null: a constant makes no sense.
  const Step* build(const Node& node) {
    Step* const step = make();
    step->at = static_cast<uint16_t>(node.at);
    if (!build_args(node, *step)) return nullptr;
    switch (node.form) {
      case Form::literal:
        step->constant = node.value;
        return step;
      case Form::field:
        step->op = Op::field;
        return find_path(node, *step) ? step : nullptr;
      case Form::meta:
        step->op = node.name == "id"          ? Op::meta_id
                   : node.name == "timestamp" ? Op::meta_timestamp
                                              : Op::meta_source;
        return step;
      case Form::variable:
        step->op = Op::variable;
        step->slot = static_cast<uint8_t>(node.slot);
        return step;
      case Form::has:
        return build_has(node, *step);
      case Form::macro:
        return build_macro(node, *step);
      case Form::select:
        step->op = Op::select;
        step->name = program_.pool.copy(node.name);
        step->is_optional = node.is_optional;
        return step;
      case Form::index:
        step->op = Op::index;
        step->is_optional = node.is_optional;
        return folded(step);
      case Form::call:
        return build_call(node, *step);
      case Form::both:
      case Form::either:
        step->op = node.form == Form::both ? Op::both : Op::either;
        return folded(step);
      case Form::conditional:
        step->op = Op::conditional;
        return folded(step);
      case Form::list:
      case Form::map:
        step->op = node.form == Form::list ? Op::list : Op::map;
        copy_optional_items(node, *step);
        return folded(step);
      default:
        return step;
    }
  }

 private:
  Step* make() { return new (program_.pool.allocate(sizeof(Step))) Step(); }
  const Step* fail(const Step& step, std::string message) {
    fault_ = {step.at, std::move(message)};
    return nullptr;
  }

  bool build_args(const Node& node, Step& step) {
    if (node.form == Form::has || node.form == Form::field || node.form == Form::meta) return true;
    const size_t count = node.args.size();
    auto** const args =
        static_cast<const Step**>(program_.pool.allocate((count + 1) * sizeof(const Step*)));
    for (size_t i = 0; i < count; ++i) {
      args[i] = build(*node.args[i]);
      if (args[i] == nullptr) return false;
    }
    step.args = args;
    step.count = static_cast<uint32_t>(count);
    return true;
  }

  bool find_path(const Node& node, Step& step) {
    Result<FieldPath> path = FieldPath::parse(node.path);
    if (!path.ok()) return fail(step, path.error().message) != nullptr;
    program_.paths.push_back(std::make_unique<FieldPath>(std::move(*path)));
    step.path = program_.paths.back().get();
    return true;
  }

  const Step* build_has(const Node& node, Step& step) {
    const Node& place = *node.args[0];
    if (place.form == Form::field) {
      step.op = Op::has_field;
      return find_path(place, step) ? &step : nullptr;
    }
    const bool is_meta = place.form == Form::meta;
    auto** const args = static_cast<const Step**>(program_.pool.allocate(sizeof(const Step*)));
    args[0] = build(is_meta ? place : *place.args[0]);
    if (args[0] == nullptr) return nullptr;
    step.args = args;
    step.count = 1;
    step.op = is_meta ? Op::has_meta : Op::has_key;
    step.name = program_.pool.copy(place.name);
    return &step;
  }

  const Step* build_macro(const Node& node, Step& step) {
    step.slot = static_cast<uint8_t>(node.slot);
    const std::string_view name = node.name;
    if (name == "all") step.op = Op::all;
    if (name == "exists") step.op = Op::exists;
    if (name == "exists_one" || name == "existsOne") step.op = Op::exists_one;
    if (name == "filter") step.op = Op::filter;
    if (name == "map") step.op = Op::transform;
    if (name == "optMap") step.op = Op::optional_map;
    if (name == "optFlatMap") step.op = Op::optional_flat_map;
    return &step;
  }

  const Step* build_call(const Node& node, Step& step) {
    const std::string_view name = node.name;
    step.name = program_.pool.copy(name);
    step.op = Op::call;
    if (!node.is_method) {
      if (name == "==" || name == "!=") return build_equality(step);
      if (name == "in") {
        step.op = Op::in;
        sort_texts(step);
      }
      if (name == "!") step.op = Op::negation;
      if (name == "<" || name == "<=" || name == ">" || name == ">=") {
        step.op = Op::less;
        step.or_equal = name.size() == 2;
        step.swapped = name[0] == '>';
      }
    }
    if (step.op != Op::call) return folded(&step);
    step.overloads = find_overloads(name, node.is_method, node.args.size());
    if (!check_zone(node, step)) return nullptr;
    const bool is_pattern = name == "matches" && step.args[1]->op == Op::constant;
    return is_pattern ? build_match(step) : folded(&step);
  }

  // A long constant list of texts is searched by halves.
  void sort_texts(Step& step) {
    const Value& list = step.args[1]->constant;
    if (step.args[1]->op != Op::constant || !list.is(Kind::list) || list.size < 8) return;
    const auto is_text = [](const Value& item) { return item.is(Kind::text); };
    if (!std::all_of(list.items, list.items + list.size, is_text)) return;
    auto* const texts = static_cast<Value*>(program_.pool.allocate(list.size * sizeof(Value)));
    std::copy(list.items, list.items + list.size, texts);
    std::sort(texts, texts + list.size, is_text_before);
    step.sorted_texts = texts;
  }

  // A zone that is named in the expression is looked up now.
  bool check_zone(const Node& node, const Step& step) {
    const bool has_zone = node.is_method && step.count == 2 && step.name.starts_with("get") &&
                          step.args[1]->op == Op::constant;
    if (!has_zone || !step.args[1]->constant.is(Kind::text)) return true;
    const Result<TimeZone> zone = program_.zones.find(step.args[1]->constant.view());
    return zone.ok() || fail(*step.args[1], zone.error().message) != nullptr;
  }

  const Step* build_equality(Step& step) {
    step.op = Op::equal;
    step.negated = step.name == "!=";
    for (const int side : {0, 1}) {
      const Step& field = *step.args[side];
      const Step& text = *step.args[1 - side];
      if (field.op != Op::field || text.op != Op::constant || !text.constant.is(Kind::text))
        continue;
      step.op = Op::field_is_text;
      step.path = field.path;
      step.constant = text.constant;
      return &step;
    }
    return folded(&step);
  }

  const Step* build_match(Step& step) {
    std::string why;
    const Value& text = step.args[1]->constant;
    auto pattern = compile_pattern(text.view(), why);
    if (pattern == nullptr) return fail(*step.args[1], why);
    step.op = Op::match;
    step.pattern = pattern.get();
    program_.patterns.push_back(std::move(pattern));
    return folded(&step);
  }

  void copy_optional_items(const Node& node, Step& step) {
    auto* const items = static_cast<bool*>(program_.pool.allocate(node.optional.size() + 1));
    for (size_t i = 0; i < node.optional.size(); ++i) {
      items[i] = node.optional[i];
      step.is_optional = step.is_optional || node.optional[i];
    }
    step.optional_items = items;
  }

  // What has only constants in it is evaluated now. If that fails it would always fail: a time that
  // cannot be read is told now, other failures may be what a condition is about and stay.
  const Step* folded(Step* step) {
    for (uint32_t i = 0; i < step->count; ++i) {
      if (step->args[i]->op != Op::constant) return step;
    }
    const Value value = Evaluator(constants_).run(*step);
    if (constants_.is_exhausted()) return step;
    if (value.is_error()) {
      const bool is_time = step->op == Op::call && step->count == 1 &&
                           (step->name == "timestamp" || step->name == "duration");
      return is_time ? fail(*step, std::string(value.view())) : step;
    }
    step->op = Op::constant;
    step->constant = value;
    return step;
  }

  Program& program_;
  Fault& fault_;
  Context constants_;  // one budget for all of them
};

}  // namespace

bool build(const Node& root, Program& program, Fault& fault) {
  program.root = Builder(program, fault).build(root);
  return program.root != nullptr;
}

}  // namespace sluice::cel
