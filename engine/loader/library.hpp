// One loaded shared object. What is loaded stays loaded until the process ends: instances, batches
// and static option tables may point into it at any time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <loader/descriptor.hpp>
#include <sluice/result.hpp>

namespace sluice::loader {

/// Loads the file and checks what it exports. The error names the file and why.
Result<std::vector<Component>> load_library(const std::filesystem::path& file);

/// The folder of the running program.
std::filesystem::path program_directory();

}  // namespace sluice::loader
