// What `sluice plugins` makes of option tables.
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "program.hpp"

namespace sluice::cli::testing {
namespace {

namespace fs = std::filesystem;

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

std::set<std::string> pages_below(const fs::path& folder) {
  std::set<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path page = entry.path() / "REFERENCE.md";
    if (fs::exists(page)) out.insert(fs::relative(page, folder).string());
  }
  return out;
}

TEST(ReferenceTest, ThePagesOfTheRepositoryAreThoseOfTheOptionTables) {
  constexpr const char* renew = "; renew it: cmake --build build/release --target reference";
  Folder made;
  const std::string kept = SOURCE_FOLDER "/plugins";
  const Finished finished =
      sluice({"plugins", "--markdown", "--output-folder", made.path("plugins")},
             {{"SLUICE_PLUGIN_PATH", ""}});
  ASSERT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(pages_below(made.path("plugins")), pages_below(kept)) << renew;
  for (const std::string& page : pages_below(made.path("plugins"))) {
    EXPECT_TRUE(read_file(made.path("plugins/" + page)) == read_file(kept + "/" + page))
        << "plugins/" << page << " is not what the option tables say" << renew;
  }
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
