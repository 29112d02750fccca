#include <memory>
#include <system_error>

#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <fmt/format.h>

#include <loader/library.hpp>

namespace sluice::loader {
namespace {

// Never destroyed, so that nothing is unloaded before the process ends.
std::vector<boost::dll::shared_library>& loaded_libraries() {
  static auto* libraries = new std::vector<boost::dll::shared_library>();
  return *libraries;
}

// What the dynamic loader said, out of what Boost.DLL made of it.
std::string loader_message(const std::exception& exception) {
  const std::string text = exception.what();
  constexpr std::string_view opening = "(dlerror system message: ";
  const size_t begin = text.find(opening);
  if (begin == std::string::npos) return text;
  const size_t from = begin + opening.size();
  const size_t end = text.rfind(')');
  return text.substr(from, end == std::string::npos || end < from ? end : end - from);
}

}  // namespace

Result<std::vector<Component>> load_library(const std::filesystem::path& file) {
  using boost::dll::load_mode::rtld_local;
  using boost::dll::load_mode::rtld_now;
  const std::string name = file.string();
  boost::dll::shared_library library;
  try {
    library.load(std::filesystem::absolute(file), rtld_now | rtld_local);
  } catch (const std::exception& exception) {
    return fatal(fmt::format("could not load plugin \"{}\": {}", name, loader_message(exception)));
  }
  if (!library.has(SLUICE_PLUGIN_SYMBOL)) {
    return fatal(fmt::format(
        "could not load plugin \"{}\": it does not export \"{}\", so it is no plugin for this "
        "engine, which speaks ABI {}.{}",
        name, SLUICE_PLUGIN_SYMBOL, SLUICE_ABI_MAJOR, SLUICE_ABI_MINOR));
  }
  const auto& plugin = library.get<const sluice_plugin>(SLUICE_PLUGIN_SYMBOL);
  loaded_libraries().push_back(library);
  return read_descriptor(&plugin, name);
}

std::filesystem::path program_directory() {
  std::error_code error;
  const std::filesystem::path program = boost::dll::program_location(error);
  return error ? std::filesystem::path() : program.parent_path();
}

}  // namespace sluice::loader
