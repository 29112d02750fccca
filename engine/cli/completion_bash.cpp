#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cli/completion_model.hpp>

namespace sluice::cli {
namespace {

// Everything that does not depend on the commands. %NAME% is the program.
constexpr std::string_view helpers =
    R"bash(# bash completion for %NAME%, made by "%NAME% completion bash".

# Sets COMPREPLY to what may stand for a value: one of the kinds below, or a list of words.
_%NAME%_complete() {
  local kind=$1 program=$2 cur=$3 words
  case $kind in
    nothing) ;;
    file)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    folder)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    pipeline)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(
        compgen -f -X '!*.yaml' -- "$cur"
        compgen -f -X '!*.yml' -- "$cur"
        compgen -d -- "$cur") ;;
    component)
      words=$("$program" plugins --ids 2>/dev/null)
      mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
    *)
      mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$cur") ;;
  esac
}

)bash";

constexpr std::string_view main_function = R"bash(
_%NAME%() {
  local program=$1 cur=${COMP_WORDS[COMP_CWORD]} command='' option='' word kind
  local -i i arguments=0
  COMPREPLY=()
  # What stands before the word at work. bash makes words of the "=" in --option=value.
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      continue
    elif [[ -n $option ]]; then
      option=
    elif [[ $word == -* ]]; then
      kind=$(_%NAME%_value "$command" "$word")
      [[ -n $kind ]] && option=$word
    elif [[ -z $command ]]; then
      command=$word
    else
      arguments+=1
    fi
  done
  if [[ $cur == = ]]; then
    cur=
  fi
  if [[ -n $option ]]; then
    _%NAME%_complete "$(_%NAME%_value "$command" "$option")" "$program" "$cur"
  elif [[ $cur == -* ]]; then
    _%NAME%_complete "$(_%NAME%_options "$command")" "$program" "$cur"
  elif [[ -z $command ]]; then
    _%NAME%_complete "%COMMANDS%" "$program" "$cur"
  else
    _%NAME%_complete "$(_%NAME%_argument "$command" "$arguments")" "$program" "$cur"
  fi
}

complete -F _%NAME% %NAME%
)bash";

std::string replaced(std::string_view text, std::string_view place, std::string_view value) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t found = std::min(text.find(place, at), text.size());
    out += text.substr(at, found - at);
    if (found < text.size()) out += value;
    at = found + place.size();
  }
  return out;
}

std::string kind_of(const CompletedValue& value) {
  switch (value.completion) {
    case Completion::file:
      return "file";
    case Completion::folder:
      return "folder";
    case Completion::pipeline:
      return "pipeline";
    case Completion::component:
      return "component";
    case Completion::words:
      return fmt::format("{}", fmt::join(value.words, " "));
    default:
      return "nothing";
  }
}

std::string all_names(const std::vector<CompletedOption>& options) {
  std::string out;
  for (const CompletedOption& option : options) {
    for (const std::string& name : option.names) out += (out.empty() ? "" : " ") + name;
  }
  return out;
}

// `command` is empty for what every command takes.
void value_rows(const std::string& command, const std::vector<CompletedOption>& options,
                std::string& out) {
  for (const CompletedOption& option : options) {
    if (!option.takes_value) continue;
    std::string patterns;
    for (const std::string& name : option.names) {
      patterns += fmt::format("{}{}\"{} {}\"", patterns.empty() ? "" : " | ",
                              command.empty() ? "*" : "", command, name);
    }
    out += fmt::format("    {}) echo \"{}\" ;;\n", patterns, kind_of(option.value));
  }
}

}  // namespace

std::string bash_completion(const CompletedProgram& program) {
  std::string values;
  std::string options;
  std::string arguments;
  std::string commands;
  const std::string common = all_names(program.options);
  for (const CompletedCommand& command : program.commands) {
    commands += (commands.empty() ? "" : " ") + command.name;
    value_rows(command.name, command.options, values);
    const std::string own = all_names(command.options);
    options += fmt::format("    {}) echo \"{}{}{}\" ;;\n", command.name, own,
                           own.empty() || common.empty() ? "" : " ", common);
    for (size_t i = 0; i < command.arguments.size(); ++i) {
      const CompletedArgument& argument = command.arguments[i];
      arguments +=
          fmt::format("    \"{} \"{}) echo \"{}\" ;;\n", command.name,
                      argument.repeatable ? "*" : std::to_string(i), kind_of(argument.value));
    }
  }
  value_rows("", program.options, values);
  std::string out(helpers);
  out += "# What stands behind an option; nothing when it takes no value.\n_%NAME%_value() {\n";
  out += "  case \"$1 $2\" in\n" + values + "  esac\n}\n\n";
  out += "_%NAME%_options() {\n  case $1 in\n" + options;
  out += fmt::format("    *) echo \"{}\" ;;\n  esac\n}}\n\n", common);
  out += "# What the argument of this number may be, from 0.\n_%NAME%_argument() {\n";
  out += "  case \"$1 $2\" in\n" + arguments + "    *) echo nothing ;;\n  esac\n}\n";
  out += main_function;
  return replaced(replaced(out, "%COMMANDS%", commands), "%NAME%", program.name);
}

}  // namespace sluice::cli
