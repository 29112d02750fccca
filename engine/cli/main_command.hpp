// The command line: parses it and runs one command. Main thread.
#pragma once

namespace sluice::cli {

/// Returns the exit status of the process; see exit_status.hpp. Never throws.
int main_command(int argc, char** argv);

}  // namespace sluice::cli
