#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <runtime/pipeline_test.hpp>

namespace sluice::cli {
namespace {

struct ValidateArguments {
  std::vector<std::string> pipelines;
  std::vector<std::string> overrides;  // --set path=value
};

// What only the components themselves can tell, which are made for it but not started.
bool check_instances(const flow::Pipeline& pipeline, const flow::Logger& log) {
  spec::Diagnostics diagnostics;
  flow::check_instances(pipeline, log, diagnostics);
  print(diagnostics, log);
  return !spec::has_errors(diagnostics);
}

// A shell makes test files of pipelines/*.yaml, too.
bool check_test_file(const std::string& path, const flow::Logger& log) {
  spec::Diagnostics diagnostics;
  const bool good = runtime::PipelineTest::load(path, diagnostics) != nullptr;
  print(diagnostics, log);
  return good;
}

ExitStatus validate(const CommonArguments& common, const ValidateArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  loader::Registry registry(common.plugin_paths);
  bool good = true;
  for (const std::string& path : arguments.pipelines) {
    bool is_good = false;
    if (path.ends_with(spec::test_extension)) {
      is_good = check_test_file(path, log);
    } else {
      const auto pipeline = load(path, arguments.overrides, registry, log);
      is_good = pipeline != nullptr && check_instances(*pipeline, log);
    }
    if (is_good) {
      fmt::print("{}: ok\n", path);
    } else {
      good = false;
    }
  }
  return good ? ExitStatus::ok : ExitStatus::usage;
}

}  // namespace

void add_validate(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "validate", "Check pipeline files, offline; show all errors at once");
  ValidateArguments& arguments = add_command(line, command, validate);
  command
      .add_option("PIPELINE", arguments.pipelines, "Pipeline files (YAML), and their test files")
      ->required();
  add_set_option(command, arguments.overrides);
  command.footer("Example:\n  sluice validate pipelines/*.yaml\n");
}

}  // namespace sluice::cli
