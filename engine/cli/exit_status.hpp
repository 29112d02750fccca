// What the process's exit status tells a script.
#pragma once

#include <string>

#include <flow/run.hpp>

namespace sluice::cli {

enum class ExitStatus : int {
  ok = 0,             // everything accounted for, nothing dead-lettered or handed back
  tests_failed = 1,   // `sluice test`: some cases did not come out as expected
  different = 1,      // `dry-run --diff`: not the same; `dry-run --check-template`: does not fit
  usage = 2,          // the command line or the pipeline is wrong; nothing was read
  dead_lettered = 3,  // delivered, but some events went to the dead letter
  handed_back = 4,    // some events, or a part of the input, must be sent again
  internal = 70,      // the ledger does not add up: a defect of Sluice (sysexits' EX_SOFTWARE)
};

/// Derived from the ledger; the worst of what happened.
ExitStatus exit_status(const flow::RunReport& report);

/// The table above as text, for --help.
std::string exit_status_help();

}  // namespace sluice::cli
