// The installed tree works wherever it is put.
#include <filesystem>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

namespace fs = std::filesystem;

TEST(InstallTest, TheTreeFindsItsPluginsAfterItWasMoved) {
  Folder folder;
  Program install({CMAKE_PROGRAM, "--install", BUILD_FOLDER, "--prefix", folder.path("first")});
  ASSERT_EQ(install.wait(), 0) << install.err();
  fs::rename(folder.path("first"), folder.path("moved"));
  const std::string yaml = folder.write("p.yaml", "source: ndjson\nsink: stdout\n");
  Program run({folder.path("moved/bin/sluice"), "run", yaml, "--input", "-"}, {}, "{\"a\":1}\n");
  EXPECT_EQ(run.wait(), 0) << run.err();
  EXPECT_EQ(run.out(), "{\"a\":1}\n");

  Program list({folder.path("moved/bin/sluice"), "plugins"});
  EXPECT_EQ(list.wait(), 0) << list.err();
  EXPECT_NE(list.out().find("looked in " + folder.path("moved/lib/sluice")), std::string::npos)
      << list.out();
  EXPECT_TRUE(fs::exists(folder.path("moved/include/sluice/abi/plugin.h")));
  EXPECT_TRUE(fs::exists(folder.path("moved/share/sluice/pipelines/cloudtrail-to-dashbase.yaml")));
  EXPECT_EQ(read_file(folder.path("moved/share/bash-completion/completions/sluice")),
            sluice({"completion", "bash"}).out);
  EXPECT_EQ(read_file(folder.path("moved/share/zsh/site-functions/_sluice")),
            sluice({"completion", "zsh"}).out);

  // With the store beside the program.
  Program test(
      {folder.path("moved/bin/sluice"), "test", folder.path("moved/share/sluice/pipelines")},
      {{"PATH", "/nowhere"}});
  EXPECT_EQ(test.wait(), 0) << test.out() << test.err();
}

TEST(InstallTest, PluginPathsComeBeforeTheProgramsOwn) {
  Folder folder;
  fs::create_directory(folder.path("mine"));
  // Another plugin under the name of one of the house's, so that it is seen which one was taken.
  folder.write("mine/stdout.so", "no ELF file");
  const std::string yaml = folder.write("p.yaml", "source: ndjson\nsink: stdout\n");
  for (const bool by_environment : {false, true}) {
    std::vector<std::string> arguments{"validate", yaml};
    Program::Environment environment;
    if (by_environment) {
      environment["SLUICE_PLUGIN_PATH"] = folder.path("mine");
    } else {
      arguments.insert(arguments.end(), {"--plugin-path", folder.path("mine")});
    }
    const Finished finished = sluice(arguments, environment);
    EXPECT_EQ(finished.status, 2);
    EXPECT_NE(finished.err.find("could not load plugin \"" + folder.path("mine/stdout.so")),
              std::string::npos)
        << finished.err;
  }
}

}  // namespace
}  // namespace sluice::cli::testing
