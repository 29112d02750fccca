#include <cli/commands.hpp>
#include <cli/completion_model.hpp>
#include <cli/output_file.hpp>

namespace sluice::cli {
namespace {

enum class Shell : uint8_t { bash, zsh };

struct CompletionArguments {
  Shell shell = Shell::bash;
  const CLI::App* app = nullptr;
};

ExitStatus completion(const CommonArguments& common, const CompletionArguments& arguments) {
  const flow::Logger log(common.log_format, common.log_level);
  const CompletedProgram program = completion_model(*arguments.app);
  const bool is_bash = arguments.shell == Shell::bash;
  return write_output("", is_bash ? bash_completion(program) : zsh_completion(program), log);
}

}  // namespace

void add_completion(CommandLine& line) {
  CLI::App& command = *line.app.add_subcommand(
      "completion", "Print a script that lets bash or zsh complete commands, options and values");
  CompletionArguments& arguments = add_command(line, command, completion);
  arguments.app = &line.app;
  add_word_option<Shell>(command, "SHELL", "The shell",
                         {{"bash", Shell::bash}, {"zsh", Shell::zsh}}, arguments.shell)
      ->required();
  command.footer(
      "Installing Sluice puts both scripts where the shells look for them. Without that:\n\n"
      "Examples:\n"
      "  source <(sluice completion bash)                     # in ~/.bashrc\n"
      "  sluice completion zsh > \"${fpath[1]}/_sluice\"         # once, for zsh\n");
}

}  // namespace sluice::cli
