// What `sluice plugins` makes of option tables.
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "program.hpp"

namespace sluice::cli::testing {
namespace {

TEST(ReferenceTest, EveryTypeOfOptionIsShownOnTheTerminal) {
  const Finished finished = sluice({"--plugin-path", PROBE_FOLDER, "plugins", "probe"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  expect_golden("tests/engine/cli/reference/probe.txt",
                without_folder(finished.out, PROBE_FOLDER, "FOLDER"));
}

TEST(ReferenceTest, EveryTypeOfOptionIsShownInMarkdown) {
  const Finished finished =
      sluice({"--plugin-path", PROBE_FOLDER, "plugins", "--markdown", "probe"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  expect_golden("tests/engine/cli/reference/probe.md", finished.out);
}

TEST(ReferenceTest, IdsAreListedForScripts) {
  const Finished finished = sluice({"--plugin-path", PROBE_FOLDER, "plugins", "--ids"});
  EXPECT_EQ(finished.status, 0);
  for (const char* id : {"map\n", "ndjson\n", "probe\nprobe-map\nprobe-word\n", "stdout\n"}) {
    EXPECT_NE(finished.out.find(id), std::string::npos) << id << " in " << finished.out;
  }
}

TEST(ReferenceTest, AFolderThatCannotBeWrittenIsSaid) {
  const Finished finished =
      sluice({"plugins", "--markdown", "ndjson", "--output-folder", "/dev/null"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("could not make the folder \"/dev/null/ndjson\": "),
            std::string::npos)
      << finished.err;
}

}  // namespace
}  // namespace sluice::cli::testing
