// What people see who mistype something.
#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

struct Mistake {
  const char* name;
  std::vector<std::string> arguments;
  const char* message;
};

class MistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsExplained) {
  const Finished finished = sluice(GetParam().arguments);
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find(GetParam().message), std::string::npos) << finished.err;
  EXPECT_TRUE(finished.out.empty()) << finished.out;
}

INSTANTIATE_TEST_SUITE_P(
    All, MistakeTest,
    ::testing::Values(
        Mistake{"NoCommand", {}, "error: no command was given"},
        Mistake{"Command", {"rnu"}, "command \"rnu\" is not known; did you mean \"run\"?"},
        Mistake{"Option", {"run", "p", "--inptu", "x"}, "did you mean \"--input\"?"},
        Mistake{"NoPipeline", {"run"}, "PIPELINE is required"},
        Mistake{"SecondPipeline", {"run", "a", "b"}, "argument \"b\" is not known"},
        Mistake{"Deadline", {"run", "a", "--deadline", "30"}, "\"30\" has no unit"},
        Mistake{"Log", {"--log", "xml", "version"}, "\"xml\" is not one of text|json"},
        Mistake{"NoFile", {"run", "/nowhere/p.yaml"}, "could not open \"/nowhere/p.yaml\""},
        Mistake{"Plugin", {"plugins", "ndjsno"}, "did you mean \"ndjson\"?"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(UsageTest, EveryCommandHasHelpWithAnExample) {
  for (const char* command : {"run", "dry-run", "validate", "graph", "test", "plugins", "schema",
                              "completion", "version"}) {
    const Finished finished = sluice({command, "--help"});
    EXPECT_EQ(finished.status, 0);
    EXPECT_NE(finished.out.find("Example"), std::string::npos) << command;
  }
  EXPECT_NE(sluice({"--help"}).out.find("Exit status:"), std::string::npos);
}

TEST(UsageTest, PluginsAreDescribedFromTheirOptionTables) {
  const Finished finished = sluice({"plugins", "dashbase-bulk"});
  EXPECT_EQ(finished.status, 0);
  for (const char* part : {"host: ", "required", "op_type: ", "default create", "documents: "}) {
    EXPECT_NE(finished.out.find(part), std::string::npos) << part << " in " << finished.out;
  }
}

TEST(UsageTest, AMissingInputIsFoundBeforeAnythingIsSent) {
  Folder folder;
  const std::string yaml = folder.write("p.yaml", "source: ndjson\nsink: stdout\n");
  const std::string good = folder.write("good.ndjson", "{\"a\":1}\n");
  const Finished finished = sluice({"run", yaml, "--input", good, "--input", "/nowhere/x.json"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.err.find("could not open input \"/nowhere/x.json\": No such file"),
            std::string::npos)
      << finished.err;
  EXPECT_TRUE(finished.out.empty());
  const Finished folder_as_input = sluice({"run", yaml, "--input", "/"});
  EXPECT_EQ(folder_as_input.status, 2);
  EXPECT_NE(folder_as_input.err.find("it is a directory"), std::string::npos);
}

}  // namespace
}  // namespace sluice::cli::testing
