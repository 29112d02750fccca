#include <cli/command.hpp>

namespace sluice::cli {

CLI::Option* add_repeatable(CLI::App& app, const std::string& name,
                            std::vector<std::string>& values, const std::string& help) {
  return app.add_option(name, values, help)->expected(1)->take_all();
}

void add_set_option(CLI::App& app, std::vector<std::string>& overrides) {
  add_repeatable(app, "--set", overrides, "Change a setting, as in sink.index=test")
      ->type_name("PATH=VALUE");
}

}  // namespace sluice::cli
