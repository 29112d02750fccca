// The pipeline format as a JSON Schema, for editors: they then complete, explain and check
// pipelines while they are written. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sluice/abi/option.h>

namespace sluice::spec {

/// What the schema says about one component.
struct SchemaComponent {
  std::string_view id;
  std::string_view summary;
  sluice_option_list options;
};

struct SchemaComponents {
  std::vector<SchemaComponent> sources;
  std::vector<SchemaComponent> transforms;
  std::vector<SchemaComponent> sinks;
};

/// A JSON Schema of draft 7, which is what the YAML language server of editors supports best. It
/// accepts every pipeline that load_pipeline and check_settings accept, and refuses what they
/// refuse, but for what a schema cannot see: rules between options, the text of expressions,
/// whether a scalar is quoted, the environment. tests/engine/cli/schema/cases.yaml has all of both.
///
/// Where a scalar that is no text may stand, so may text with a "${": a variable.
std::string pipeline_schema(const SchemaComponents& components);

}  // namespace sluice::spec
