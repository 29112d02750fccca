#include <fmt/format.h>

#include <sluice/abi/ext/sinks.h>
#include <spec/pipeline.hpp>
#include <spec/schema.hpp>

#include "option_schema.hpp"

namespace sluice::spec {
namespace {

Json described(std::string_view description) {
  return Json::object().set("description", Json::text(description));
}

Json described_reference(std::string_view description, std::string_view definition) {
  // Draft 7 ignores what stands beside "$ref".
  Json all = Json::array();
  all.add(reference(definition));
  return described(description).set("allOf", std::move(all));
}

Json condition() {
  return described("An expression in CEL; events for which it is not true pass by unchanged.")
      .set("type", Json::array_of({"string", "number", "boolean"}))
      .set("minLength", Json::integer(1));
}

class PipelineSchema {
 public:
  Json build(const SchemaComponents& components) {
    Json source = role("source", components.sources, false);
    Json transform = role("transform", components.transforms, true);
    Json sink = role("sink", components.sinks, false);
    Json flow = options_.component(flow_options(), "flow");
    Json definitions = scalar_definitions();
    definitions.set("source", std::move(source))
        .set("transform", std::move(transform))
        .set("sink", std::move(sink));
    definitions.append(options_.take_definitions());

    Json out = Json::object();
    out.set("$schema", Json::text("http://json-schema.org/draft-07/schema#"))
        .set("title", Json::text("Sluice pipeline"))
        .set("type", Json::text("object"))
        .set("properties", properties(std::move(flow)))
        .set("required", Json::array_of({"source"}))
        .set("oneOf", one_or_several_sinks())
        .set("additionalProperties", Json::boolean(false))
        .set("definitions", std::move(definitions));
    return out;
  }

 private:
  static Json one_or_several_sinks() {
    Json out = Json::array();
    out.add(Json::object().set("required", Json::array_of({"sink"})));
    out.add(Json::object().set("required", Json::array_of({"sinks"})));
    return out;
  }

  static Json properties(Json flow) {
    Json out = Json::object();
    out.set("pipeline", described("Name of the pipeline; without it, that of the file.")
                            .set("type", Json::array_of({"string", "number", "boolean"}))
                            .set("minLength", Json::integer(1)));
    out.set("source", described_reference("Where events come from.", "source"));
    out.set("transforms", described("What is done with each event, in order.")
                              .set("type", Json::array_of({"array", "null"}))
                              .set("items", reference("transform")));
    out.set("sink", described_reference("Where events go.", "sink"));
    Json sinks = described("Several sinks by their names, in place of `sink`.");
    sinks.set("type", Json::text("object"))
        .set("additionalProperties", reference("sink"))
        .set("propertyNames", Json::object().set("pattern", Json::text("^[a-z0-9_-]+$")))
        .set("minProperties", Json::integer(1))
        .set("maxProperties", Json::integer(SLUICE_MAX_SINKS));
    out.set("sinks", std::move(sinks));
    out.set("dead_letter",
            described_reference("Where events go that can never be delivered, with the reason.",
                                "sink"));
    Json engine = described("How the engine itself works.");
    engine.append(std::move(flow));
    out.set("flow", std::move(engine));
    return out;
  }

  // One component: its id over its options, or the id alone where nothing must be given.
  Json role(std::string_view name, const std::vector<SchemaComponent>& components,
            bool has_condition) {
    Json properties = Json::object();
    Json choices = Json::array();
    std::vector<std::string_view> words;
    for (const SchemaComponent& component : components) {
      Json value = described(component.summary);
      value.append(options_.component(component.options, fmt::format("{}.{}", name, component.id)));
      properties.set(component.id, std::move(value));
      choices.add(Json::object().set("required", Json::array_of({component.id})));
      if (OptionSchemas::takes_null(component.options)) words.push_back(component.id);
    }
    if (has_condition) properties.set("if", condition());
    Json map = Json::object().set("type", Json::text("object"));
    map.set("properties", std::move(properties)).set("additionalProperties", Json::boolean(false));
    if (!choices.empty()) map.set("oneOf", std::move(choices));
    Json forms = Json::array();
    forms.add(std::move(map));
    if (!words.empty()) forms.add(Json::object().set("enum", Json::array_of(words)));
    forms.add(reference("variable"));
    return Json::object().set("anyOf", std::move(forms));
  }

  OptionSchemas options_;
};

}  // namespace

std::string pipeline_schema(const SchemaComponents& components) {
  return PipelineSchema().build(components).pretty();
}

}  // namespace sluice::spec
