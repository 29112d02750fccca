#include <cli/exit_status.hpp>

namespace sluice::cli {

ExitStatus exit_status(const flow::RunReport& report) {
  if (!report.ledger.accounted()) return ExitStatus::internal;
  const bool again = report.ledger.handed_back > 0 || !report.complete || !report.failure.empty();
  if (again) return ExitStatus::handed_back;
  return report.ledger.dead_lettered > 0 ? ExitStatus::dead_lettered : ExitStatus::ok;
}

std::string exit_status_help() {
  return "Exit status:\n"
         "  0   every event is accounted for; none was dead-lettered or handed back\n"
         "  1   test: some cases failed; dry-run --diff: the pipelines differ;\n"
         "      dry-run --check-template: some fields do not fit\n"
         "  2   the command line or the pipeline is wrong; nothing was read\n"
         "  3   delivered, but some events went to the dead letter\n"
         "  4   some events, or a part of the input, were handed back: run it again\n"
         "  70  internal error: the ledger does not add up\n";
}

}  // namespace sluice::cli
