// What a newcomer sees after a mistake: the files in messages/ hold, for each, the files, the
// command, all that it printed, and its exit status.
//
//   # What was done wrong.
//   --- p.yaml                    a file of the case, up to the next "---"
//   source: ndjsno
//   --- $ sluice validate p.yaml  what is typed into a shell in the folder of these files
//   p.yaml:1:9: error: ...        what is printed
//   --- exit status 2
//
// SLUICE_RENEW_GOLDENS=1 writes what is printed now.
#include <filesystem>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

#include "golden.hpp"
#include "program.hpp"

namespace sluice::cli::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = "--- ";
constexpr std::string_view prompt = "--- $ ";

struct Case {
  std::string head;  // from its title to the command
  std::vector<std::pair<std::string, std::string>> files;
  std::string command;
};

std::vector<Case> read_cases(const std::string& path) {
  std::vector<Case> cases;
  std::istringstream text(read_file(path));
  bool after_command = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("# ") && (cases.empty() || after_command)) {
      cases.emplace_back();
      after_command = false;
    }
    if (cases.empty() || after_command) continue;  // what was printed is not read
    Case& current = cases.back();
    current.head += line + '\n';
    if (line.starts_with(prompt)) {
      current.command = line.substr(prompt.size());
      after_command = true;
    } else if (line.starts_with(mark)) {
      current.files.emplace_back(line.substr(mark.size()), "");
    } else if (!current.files.empty()) {
      current.files.back().second += line + '\n';
    }
  }
  return cases;
}

// Without what differs from run to run and from machine to machine.
std::string settled(std::string text, const Folder& folder) {
  text = without_folder(text, folder.path("."), ".");
  text = without_folder(text, fs::path(folder.path("x")).parent_path().string(), "/home/me");
  text = without_folder(text, BUILD_FOLDER, "/usr");
  // Long lists grow with every step and option that the house gets.
  text = std::regex_replace(text, std::regex("(\"[a-z_-]+\", \"[a-z_-]+\")(, \"[a-z_-]+\"){6,}"),
                            "$1, ...");
  text = std::regex_replace(text, std::regex("(components that are there: [a-z-]+).*"), "$1, ...");
  text = std::regex_replace(text, std::regex("in [0-9]+\\.[0-9] s"), "in 0.0 s");
  text = std::regex_replace(text, std::regex("seconds=[0-9.]+"), "seconds=0.001");
  return std::regex_replace(text, std::regex("[0-9]+ ms"), "1 ms");
}

std::string play(const Case& played) {
  Folder folder;
  for (const auto& [name, content] : played.files) {
    fs::create_directories(fs::path(folder.path(name)).parent_path());
    folder.write(name, content);
  }
  const std::string bin = fs::path(SLUICE_PROGRAM).parent_path().string();
  const std::string script = "cd '" + folder.path(".") + "' && PATH='" + bin + "':$PATH\n" +
                             "unset SLUICE_PLUGIN_PATH STORE_URL STORE_INDEX\n" + played.command;
  Program shell({"/bin/sh", "-c", script}, {{"LC_ALL", "C.UTF-8"}});
  const int status = shell.wait();
  std::string out = played.head + settled(shell.out() + shell.err(), folder);
  return out + "--- exit status " + std::to_string(status) + "\n";
}

class MessagesTest : public ::testing::TestWithParam<const char*> {};

TEST_P(MessagesTest, AreWhatTheFileSays) {
  const std::string path = std::string("tests/engine/cli/messages/") + GetParam() + ".golden";
  std::string text;
  const auto cases = read_cases(SOURCE_FOLDER "/" + path);
  ASSERT_GE(cases.size(), 5u);
  for (const Case& one : cases) {
    ASSERT_FALSE(one.command.empty()) << one.head;
    text += (text.empty() ? "" : "\n") + play(one);
  }
  expect_golden(path, text);
}

INSTANTIATE_TEST_SUITE_P(All, MessagesTest,
                         ::testing::Values("pipeline", "options", "steps", "command_line", "run"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace sluice::cli::testing
