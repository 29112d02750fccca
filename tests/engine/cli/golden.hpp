// Texts that people see, held as files beside the tests. Used by the test's thread.
#pragma once

#include <string>

namespace sluice::cli::testing {

/// Fails, with the first line that differs, unless the file holds this text. With the environment
/// variable SLUICE_RENEW_GOLDENS set it writes the file instead: read what changed before you
/// commit it. `path` is that in the repository.
void expect_golden(const std::string& path, const std::string& text);

/// The text with every occurrence of a folder replaced: goldens hold no place of a machine.
std::string without_folder(std::string text, const std::string& folder, const std::string& name);

}  // namespace sluice::cli::testing
