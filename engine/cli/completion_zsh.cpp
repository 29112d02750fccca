#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cli/completion_model.hpp>

namespace sluice::cli {
namespace {

// In single quotes nothing is special but themselves.
std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// A description inside [...] of _arguments, or before the colon of _describe.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string action(const CompletedProgram& program, const CompletedValue& value) {
  switch (value.completion) {
    case Completion::file:
      return "_files";
    case Completion::folder:
      return "_files -/";
    case Completion::pipeline:
      return "_files -g \"*.(yaml|yml)(-.)\"";
    case Completion::component:
      return fmt::format("_{}_components", program.name);
    case Completion::words:
      return fmt::format("({})", fmt::join(value.words, " "));
    default:
      return " ";
  }
}

// `'(-i --input)'{-i+,--input=}'[help]:FILE:_files'`
std::string option_spec(const CompletedProgram& program, const CompletedOption& option) {
  std::string names;
  for (const std::string& name : option.names) {
    const char* const joint = !option.takes_value ? "" : name.starts_with("--") ? "=" : "+";
    names += (names.empty() ? "" : ",") + name + joint;
  }
  if (option.names.size() > 1) names = "{" + names + "}";
  std::string rest = "[" + escaped(option.help) + "]";
  if (option.takes_value) {
    rest += fmt::format(":{}:{}", escaped(option.value.name), action(program, option.value));
  }
  const bool ends = option.names.back() == "--help" || option.names.back() == "--help-all";
  const std::string before = ends ? "'(- *)'"
                             : option.repeatable
                                 ? "\\*"
                                 : fmt::format("'({})'", fmt::join(option.names, " "));
  return before + names + in_quotes(rest);
}

std::string argument_spec(const CompletedProgram& program, const CompletedArgument& argument) {
  return in_quotes(fmt::format("{}:{}:{}", argument.repeatable ? "*" : "", escaped(argument.help),
                               action(program, argument.value)));
}

}  // namespace

std::string zsh_completion(const CompletedProgram& program) {
  std::string common;
  for (const CompletedOption& option : program.options) {
    common += fmt::format("    {}\n", option_spec(program, option));
  }
  std::string commands;
  std::string cases;
  for (const CompletedCommand& command : program.commands) {
    commands += fmt::format("        {}\n", in_quotes(command.name + ":" + escaped(command.help)));
    std::string specs;
    for (const CompletedOption& option : command.options) {
      specs += " \\\n            " + option_spec(program, option);
    }
    for (const CompletedArgument& argument : command.arguments) {
      specs += " \\\n            " + argument_spec(program, argument);
    }
    cases += fmt::format("        {})\n          _arguments $common{} ;;\n", command.name, specs);
  }
  return fmt::format(R"zsh(#compdef {0}
# zsh completion for {0}, made by "{0} completion zsh".

_{0}_components() {{
  local -a ids
  ids=(${{(f)"$(_call_program components ${{(q)program}} plugins --ids 2>/dev/null)"}})
  _describe component ids
}}

_{0}() {{
  local program=$words[1] context state line curcontext=$curcontext
  local -a commands common
  typeset -A opt_args
  common=(
{1}  )
  _arguments -C $common '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=(
{2}      )
      _describe command commands ;;
    argument)
      curcontext=${{curcontext%:*:*}}:{0}-$words[1]:
      case $words[1] in
{3}      esac ;;
  esac
}}

_{0} "$@"
)zsh",
                     program.name, common, commands, cases);
}

}  // namespace sluice::cli
