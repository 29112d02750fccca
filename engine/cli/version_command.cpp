#include <fmt/format.h>

#include <cli/commands.hpp>
#include <sluice/abi/base.h>

namespace sluice::cli {
namespace {

struct NoArguments {};

ExitStatus version(const CommonArguments&, const NoArguments&) {
  fmt::print("sluice {} (plugin ABI {}.{})\n", SLUICE_VERSION, SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR);
  return ExitStatus::ok;
}

}  // namespace

void add_version(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand("version", "Print the version");
  add_command(line, command, version);
  command.footer("Example:\n  sluice version\n");
}

}  // namespace sluice::cli
