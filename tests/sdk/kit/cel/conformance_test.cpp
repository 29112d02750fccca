// The conformance tests of the specification, as conformance/convert.py wrote them down.
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cel_testing.hpp"
#include "conformance_exclusions.hpp"

namespace sluice::cel::testing {
namespace {

using sluice::testing::PluginHost;

class Conformance : public ::testing::Test {
 protected:
  struct Case {
    std::string file, section, name, expression, event, value, type, excluded;
    bool check_only = false;
  };

  // Each line but the brackets is one case.
  std::vector<Case> read(const std::string& file) {
    std::ifstream in(std::string(CONFORMANCE_FOLDER "/") + file + ".json");
    std::vector<Case> cases;
    for (std::string line; std::getline(in, line);) {
      if (line.size() < 3) continue;
      if (line.back() == ',') line.pop_back();
      const OwnedBatch batch = host().events({line});
      EventEditor editor(Batch(batch.get()), host().host().json());
      editor.select(batch->events[0]);
      Case c{file, text(editor, "section"), text(editor, "name"), text(editor, "expr"),
             "{}", text(editor, "value"),   text(editor, "type"), text(editor, "excluded")};
      if (auto* event = editor.find(path("event"))) c.event = PluginHost::json(*event);
      c.check_only = editor.find(path("check_only")) != nullptr;
      cases.push_back(std::move(c));
    }
    return cases;
  }

  // What is wrong; empty: nothing.
  std::string check(const Case& c) {
    const std::string whole = "dyn(" + c.expression + "\n)";
    if (c.value == "error") {
      const std::string result = bench_.value(c.expression + "\n", c.event);
      return result.starts_with("error: ") ? "" : "gives " + result + ", expected an error";
    }
    if (!c.type.empty()) {
      const Result<Expression> compiled = Expression::compile(c.expression);
      if (!compiled.ok()) return compiled.error().message;
      if (to_string(compiled->kind()) != c.type) {
        return "has type " + std::string(to_string(compiled->kind())) + ", expected " + c.type;
      }
    }
    if (c.check_only) return "";
    if (c.value.starts_with("type: ")) {
      const std::string result = bench_.value(c.expression + "\n", c.event);
      return result == "\"" + c.value.substr(6) + "\"" ? "" : "gives " + result;
    }
    const std::string same = c.value == "nan" ? whole + " != " + whole
                                              : whole + " == dyn(" + c.value + ") && type(" +
                                                    whole + ") == type(dyn(" + c.value + "))";
    const std::string result = bench_.condition(same, c.event);
    if (result == "yes") return "";
    return "gives " + bench_.value(c.expression + "\n", c.event) + ", expected " + c.value;
  }

  // The list's reason, or null.
  static const Exclusion* excluded(const Case& c) {
    for (const Exclusion& exclusion : exclusions) {
      const bool is_name = exclusion.name.empty() || exclusion.name == c.name;
      if (exclusion.file == c.file && exclusion.section == c.section && is_name) return &exclusion;
    }
    return nullptr;
  }

  PluginHost& host() { return bench_.host(); }
  static FieldPath path(std::string_view name) { return std::move(*FieldPath::parse(name)); }
  static std::string text(EventEditor& editor, std::string_view name) {
    sluice_value* const value = editor.find(path(name));
    std::string_view text;
    if (value != nullptr) editor.text_of(*value, text);
    return std::string(text);
  }

  Bench bench_;
};

TEST_F(Conformance, AgreesWithTheSpecification) {
  size_t run = 0;
  std::map<std::string, size_t> by_reason;
  std::map<const Exclusion*, size_t> used;
  for (const char* file :
       {"basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists",
        "logic", "macros", "namespace", "optionals", "parse", "plumbing", "string", "string_ext",
        "timestamps", "type_deduction"}) {
    const std::vector<Case> cases = read(file);
    EXPECT_FALSE(cases.empty()) << file;
    for (const Case& c : cases) {
      const Exclusion* const exclusion = excluded(c);
      const bool is_section = exclusion != nullptr && exclusion->name.empty();
      const std::string wrong = c.excluded.empty() && !is_section ? check(c) : "";
      if (exclusion != nullptr) used[exclusion] += is_section || !wrong.empty() ? 1 : 0;
      if (!c.excluded.empty() || is_section || (exclusion != nullptr && !wrong.empty())) {
        ++by_reason[c.excluded.empty() ? std::string(exclusion->reason) : c.excluded];
        continue;
      }
      ++run;
      EXPECT_EQ(wrong, "") << c.file << "/" << c.section << "/" << c.name << ": " << c.expression;
    }
  }
  for (const Exclusion& exclusion : exclusions) {
    EXPECT_GT(used[&exclusion], 0u) << "an exclusion that is no longer needed: " << exclusion.file
                                    << "/" << exclusion.section << "/" << exclusion.name;
  }
  std::printf("conformance: %zu cases run\n", run);
  for (const auto& [reason, count] : by_reason) {
    std::printf("conformance: %zu excluded: %s\n", count, reason.c_str());
  }
  EXPECT_GT(run, 1000u);
}

}  // namespace
}  // namespace sluice::cel::testing
