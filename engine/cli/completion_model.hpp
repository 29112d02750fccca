// The command line as the shells' completions need it, read from the parser itself: an option that
// is added there is completed without further ado. Main thread.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace sluice::cli {

/// What may stand for a value.
enum class Completion : uint8_t {
  nothing,    // anything, which no shell can know
  file,       // FILE, PATH
  folder,     // FOLDER
  pipeline,   // PIPELINE: *.yaml, *.yml
  component,  // ID: what `sluice plugins --ids` prints
  words,      // a|b|c
};

struct CompletedValue {
  std::string name;  // as --help calls it: FILE, text|json
  Completion completion = Completion::nothing;
  std::vector<std::string> words;
};

struct CompletedOption {
  std::vector<std::string> names;  // "-i", "--input"
  std::string help;                // one line
  bool takes_value = false;
  bool repeatable = false;
  CompletedValue value;
};

struct CompletedArgument {
  std::string help;
  bool repeatable = false;
  CompletedValue value;
};

struct CompletedCommand {
  std::string name;
  std::string help;
  std::vector<CompletedOption> options;
  std::vector<CompletedArgument> arguments;
};

/// The program's own options, which every command takes too, and the commands.
struct CompletedProgram {
  std::string name;
  std::vector<CompletedOption> options;
  std::vector<CompletedCommand> commands;
};

CompletedProgram completion_model(const CLI::App& app);

/// A script for bash; it needs nothing but bash.
std::string bash_completion(const CompletedProgram& program);

/// A script for zsh, to lie in a folder of $fpath as `_NAME`.
std::string zsh_completion(const CompletedProgram& program);

}  // namespace sluice::cli
