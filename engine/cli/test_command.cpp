#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/load_pipeline.hpp>
#include <cli/output_file.hpp>
#include <cli/terminal_text.hpp>
#include <cli/test_report.hpp>
#include <loader/registry.hpp>
#include <runtime/stop_signals.hpp>
#include <runtime/test_run.hpp>

namespace sluice::cli {
namespace {

namespace fs = std::filesystem;

struct TestArguments {
  std::vector<std::string> paths;
  std::string filter;
  std::string junit;
  bool list = false;
};

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool is_test_file(const fs::path& path) {
  return path.filename().string().ends_with(spec::test_extension);
}

// What a path is named after the folder that was searched: "./a" is "a".
std::string shown(const fs::path& path) {
  const std::string text = path.lexically_normal().string();
  return text.starts_with("./") ? text.substr(2) : text;
}

// All test files in a folder and those below it, but for hidden ones such as .git.
bool search(const fs::path& folder, std::vector<std::string>& files, const flow::Logger& log) {
  std::error_code error;
  std::vector<std::string> found;
  fs::path last = folder;
  fs::recursive_directory_iterator entry(folder, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    last = entry->path();
    const std::string name = last.filename().string();
    if (name.starts_with('.')) {
      entry.disable_recursion_pending();
    } else if (is_test_file(last)) {
      found.push_back(shown(last));
    }
  }
  if (error) {
    log.error(fmt::format("could not search \"{}\": {}", shown(last), error.message()));
    return false;
  }
  std::sort(found.begin(), found.end());
  if (found.empty()) {
    log.error(fmt::format("there is no file *{} in \"{}\" or below it", spec::test_extension,
                          folder.string()));
  }
  files.insert(files.end(), found.begin(), found.end());
  return !found.empty();
}

bool add_file(const std::string& path, std::vector<std::string>& files, const flow::Logger& log) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return search(path, files, log);
  if (!fs::exists(status)) {
    log.error(fmt::format("could not open \"{}\": {}", path,
                          error ? error.message() : std::strerror(ENOENT)));
    return false;
  }
  if (is_test_file(path)) {
    files.push_back(shown(path));
    return true;
  }
  fs::path beside(path);
  beside.replace_extension(spec::test_extension);
  log.error(fmt::format(
      "\"{}\" is no test file: their names end with {}{}", path, spec::test_extension,
      fs::exists(beside, error) ? fmt::format("; did you mean \"{}\"?", beside.string()) : ""));
  return false;
}

// The files to test, each once; none when something is wrong.
std::vector<std::string> find_files(const TestArguments& arguments, const flow::Logger& log) {
  std::vector<std::string> files;
  bool good = true;
  if (arguments.paths.empty()) good = search(".", files, log);
  for (const std::string& path : arguments.paths) good = add_file(path, files, log) && good;
  if (!good) return {};
  std::vector<std::string> unique;
  for (const std::string& file : files) {
    if (std::find(unique.begin(), unique.end(), file) == unique.end()) unique.push_back(file);
  }
  return unique;
}

struct Chosen {
  const runtime::PipelineTest* test;
  size_t number;

  const std::string& file() const { return test->file().file; }
  const spec::TestCase& description() const { return test->file().cases[number]; }
};

std::vector<Chosen> choose(const std::vector<std::unique_ptr<runtime::PipelineTest>>& tests,
                           const std::string& filter) {
  std::vector<Chosen> chosen;
  for (const auto& test : tests) {
    for (size_t i = 0; i < test->file().cases.size(); ++i) {
      const std::string name = fmt::format("{}: {}", test->file().file, test->file().cases[i].name);
      if (name.find(filter) != std::string::npos) chosen.push_back({test.get(), i});
    }
  }
  return chosen;
}

int exit_number(const flow::RunReport& report) {
  return static_cast<int>(exit_status(report));
}

// Ends this process by the signal, as the shell expects, but leaves no files behind.
void end_by(int signal) {
  runtime::clean_up_case();
  std::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(signal);
}

ExitStatus carry_out(const std::vector<Chosen>& chosen, const CommonArguments& common,
                     const TestArguments& arguments, const flow::Logger& log) {
  const runtime::StopSignals signals([](int signal, int) { end_by(signal); });
  loader::Registry registry(common.plugin_paths);
  const bool coloured = takes_colours();
  const Clock::time_point begin = Clock::now();
  std::vector<TestedCase> cases;
  for (const Chosen& one : chosen) {
    const Clock::time_point case_begin = Clock::now();
    TestedCase tested{one.file(), one.description().name, one.description().mark, 0, {}};
    tested.result = one.test->run(one.number, registry, exit_number);
    tested.seconds = seconds_since(case_begin);
    fmt::print("{}", case_text(tested, coloured));
    std::fflush(stdout);
    cases.push_back(std::move(tested));
  }
  const double seconds = seconds_since(begin);
  fmt::print("{}", summary_text(cases, seconds, coloured));
  if (!arguments.junit.empty() && !replace_file(arguments.junit, junit_xml(cases, seconds), log)) {
    return ExitStatus::usage;
  }
  const bool all_passed =
      std::all_of(cases.begin(), cases.end(), [](const TestedCase& one) { return one.passed(); });
  return all_passed ? ExitStatus::ok : ExitStatus::tests_failed;
}

ExitStatus test(const CommonArguments& common, const TestArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  const std::vector<std::string> files = find_files(arguments, log);
  if (files.empty()) return ExitStatus::usage;
  std::vector<std::unique_ptr<runtime::PipelineTest>> tests;
  bool good = true;
  for (const std::string& file : files) {
    spec::Diagnostics diagnostics;
    tests.push_back(runtime::PipelineTest::load(file, diagnostics));
    print(diagnostics, log);
    good = good && tests.back() != nullptr;
  }
  if (!good) return ExitStatus::usage;
  const std::vector<Chosen> chosen = choose(tests, arguments.filter);
  if (chosen.empty()) {
    log.error(
        fmt::format("no case has \"{}\" in its file or name; --list shows them", arguments.filter));
    return ExitStatus::usage;
  }
  if (!arguments.list) return carry_out(chosen, common, arguments, log);
  for (const Chosen& one : chosen) {
    fmt::print("{}: {}\n", one.file(), one.description().name);
  }
  return ExitStatus::ok;
}

}  // namespace

void add_test(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand("test", "Carry out the test files beside pipelines");
  TestArguments& arguments = add_command(line, command, test);
  command.add_option("PATH", arguments.paths,
                     "Test files (*.test.yaml), or folders to search; default: this folder");
  command.add_option("--filter,-k", arguments.filter, "Only cases with this in their file or name")
      ->type_name("TEXT");
  command.add_option("--junit", arguments.junit, "Write the results as JUnit XML as well")
      ->type_name("FILE");
  command.add_flag("--list", arguments.list, "Show the cases, carry out none");
  command.footer(
      "Examples:\n"
      "  sluice test pipelines\n"
      "  sluice test pipelines/cloudtrail-to-dashbase.test.yaml -k 429 --junit results.xml\n\n"
      "Exit status:\n"
      "  0   all cases passed\n"
      "  1   some failed\n"
      "  2   the command line or a test file is wrong, or there is none; nothing was tested\n");
}

}  // namespace sluice::cli
