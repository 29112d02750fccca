// The commands, each in a file of its own: `run` in run_command.cpp. They are shown by --help in
// the order in which main_command.cpp adds them. Main thread.
#pragma once

#include <cli/command.hpp>

namespace sluice::cli {

void add_run(CommandLine& line);
void add_dry_run(CommandLine& line);
void add_validate(CommandLine& line);
void add_graph(CommandLine& line);
void add_test(CommandLine& line);
void add_plugins(CommandLine& line);
void add_schema(CommandLine& line);
void add_completion(CommandLine& line);
void add_version(CommandLine& line);

}  // namespace sluice::cli
