// Components with every type and flag of option, for what the house's own plugins do not use yet.
#include <sluice/plugin.hpp>

namespace {

using namespace sluice;

class Nothing : public Transform {
 public:
  using Transform::Transform;
  Status apply(Batch) override { return {}; }
};

constexpr const char* words[] = {"none", "some", "1", nullptr};
constexpr Option text[] = {string_option(nullptr, "some text")};
constexpr Option number[] = {integer_option(nullptr, "a number").between(1, 9)};
constexpr Option limit_options[] = {string_option("name", "Name, or `a|b`").required().secret(),
                                    integer_option("most", "").by_default("5"),
                                    string_option("if", "A condition.")};
constexpr Option retry_options[] = {integer_option("times", "How often.").by_default("5")};
constexpr Option forms[] = {integer_option(nullptr, ""), boolean_option(nullptr, ""),
                            list_option(nullptr, "").of(text),
                            object_option(nullptr, "").of(limit_options)};

constexpr sluice_example rename_examples[] = {
    {"- rename: {a: b}", R"({"a":1})", R"({"b":1})"},
    {"- rename:\n    a: b\n  if: has(c)", R"({"c":1})", nullptr}};

// A step may hold steps.
extern const Option step[1];
constexpr Option list_of_steps(const char* name) {
  Option out = list_option(name, "Steps of its own.");
  out.children = {step, 1, sizeof(Option)};
  return out;
}
const Option step_kinds[] = {
    map_option("rename", "Moves fields_of the `_event`, not <b>*bold*</b>.")
        .of(text)
        .shown_by(rename_examples),
    object_option("retry", "").of(retry_options),
    object_option("limit", "").of(limit_options),
    any_option("set", ""),
    list_of_steps("each"),
    string_option("if", "A condition.").beside(),
    integer_option("times", "").beside().by_default("1").between(1, 3),
    list_of_steps("on_failure").beside(),
};
const Option step[1] = {variant_option(nullptr, "one step").of(step_kinds)};

const Option options[] = {
    any_option("any", ""),
    boolean_option("flag", ""),
    integer_option("port", "").between(1, 65535),
    Option(SLUICE_OPTION_NUMBER, "ratio", "").between(0, 1),
    string_option("text", "").templated(),
    string_option("word", "").one_of(words).by_default("none"),
    bytes_option("memory", "").between(1024, 1 << 30),
    duration_option("timeout", "").between(1, 60'000),
    list_option("numbers", "").of(number),
    list_option("anything", ""),
    map_option("labels", "").of(text),
    object_option("limit", "").of(limit_options),
    object_option("retry", "").of(retry_options),
    any_of_option("form", "").of(forms),
    list_of_steps("steps").whole(),
};

constexpr Option map_options[] = {map_option("fields", "").of(text).required().whole(),
                                  boolean_option("deep", "").by_default("false")};
constexpr Option word_options[] = {string_option("name", "").required().whole()};

const sluice_component probe =
    transform_component<Nothing>("probe", "Has every type of option.", option_list(options));
constexpr sluice_component probe_map = transform_component<Nothing>(
    "probe-map", "May be written as a map alone.", option_list(map_options));
constexpr sluice_component probe_word = transform_component<Nothing>(
    "probe-word", "May be written as a word alone.", option_list(word_options));

}  // namespace

SLUICE_PLUGIN("1.0.0", &probe, &probe_map, &probe_word);
