// What every plugin of the house must be like.
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <loader/registry.hpp>

namespace sluice::loader {
namespace {

std::string output_of(const std::string& command) {
  struct Close {
    void operator()(FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<FILE, Close> pipe(popen(command.c_str(), "r"));
  std::string output;
  std::array<char, 4096> buffer;
  while (const size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    output.append(buffer.data(), size);
  }
  return output;
}

TEST(HousePluginsTest, AllLoadAndHaveASummary) {
  Registry registry({PLUGIN_FOLDER});
  std::vector<std::string> failures;
  std::set<std::string> ids;
  for (const Component* component : registry.all(failures)) {
    ids.insert(component->id);
    EXPECT_FALSE(component->summary.empty()) << component->id;
  }
  EXPECT_TRUE(failures.empty()) << failures.front();
  for (const char* id :
       {"cloudwatch-awslogs", "dashbase-bulk", "file", "map", "ndjson", "stdout"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
}

TEST(HousePluginsTest, EachExportsExactlyOneSymbol) {
  Registry registry({PLUGIN_FOLDER});
  std::vector<std::string> failures;
  for (const Component* component : registry.all(failures)) {
    const std::string symbols =
        output_of("nm --dynamic --defined-only --format=posix '" + component->file + "'");
    EXPECT_EQ(symbols.substr(0, symbols.find(' ')), SLUICE_PLUGIN_SYMBOL) << component->file;
    EXPECT_EQ(std::count(symbols.begin(), symbols.end(), '\n'), 1) << symbols;
  }
}

}  // namespace
}  // namespace sluice::loader
