// Runs every example of the transforms' option tables as its reader would: in a pipeline, with the
// event that it shows. Those of `map`, whose examples are steps, are run by its own tests.
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <support/plugin_library.hpp>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

using sluice::testing::PluginLibrary;

class ExamplesTest : public ::testing::TestWithParam<const char*> {
 protected:
  // What a dry run prints for the event, or what it says.
  std::string run(const sluice_example& example) {
    const std::string pipeline =
        folder_.write("pipeline.yaml", "source: {ndjson: {}}\ntransforms:\n  " +
                                           std::string(example.yaml) + "\nsink: {stdout: {}}\n");
    const std::string input = folder_.write("input", std::string(example.input) + "\n");
    const Finished finished = sluice({"dry-run", pipeline, "--input", input});
    return finished.status == 0 ? finished.out : finished.err;
  }

  // Of an option and all below it; `yaml` collects their text.
  void run_all(const sluice_option& option, std::string& yaml) {
    for (uint32_t i = 0; i < option.example_count; ++i) {
      const sluice_example& example = option.examples[i];
      const std::string wanted =
          example.output == nullptr ? "" : std::string(example.output) + "\n";
      EXPECT_EQ(run(example), wanted) << example.yaml << "\n  on " << example.input;
      yaml.append(example.yaml).append("\n");
    }
    for (uint32_t i = 0; i < option.children.count; ++i) run_all(option.children.items[i], yaml);
  }

  // The option has a line of help, and stands in an example: by its name, or in the short form.
  static void check_shown(const sluice_option& option, const std::string& yaml) {
    const std::string name = option.name == nullptr ? "" : option.name;
    EXPECT_TRUE(option.help != nullptr && *option.help != '\0') << name;
    const bool is_whole = (option.flags & SLUICE_OPTION_WHOLE) != 0;
    if (!name.empty() && !is_whole) {
      EXPECT_NE(yaml.find(name + ": "), std::string::npos) << name << " is in no example";
    }
    for (uint32_t i = 0; i < option.children.count; ++i) {
      check_shown(option.children.items[i], yaml);
    }
  }

  Folder folder_;
};

TEST_P(ExamplesTest, GiveWhatTheyShow) {
  const PluginLibrary library(BUILD_FOLDER "/lib/sluice/" + std::string(GetParam()) + ".so");
  const sluice_option_list& options = library.component(GetParam()).options;
  ASSERT_GT(options.count, 0u);
  std::string yaml;
  for (uint32_t i = 0; i < options.count; ++i) {
    EXPECT_GT(options.items[i].example_count, 0u) << options.items[i].name;
    run_all(options.items[i], yaml);
  }
  for (uint32_t i = 0; i < options.count; ++i) check_shown(options.items[i], yaml);
}

INSTANTIATE_TEST_SUITE_P(Transforms, ExamplesTest,
                         ::testing::Values("dedupe", "filter", "route", "sample", "throttle"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace sluice::cli::testing
