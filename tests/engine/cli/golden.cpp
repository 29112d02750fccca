#include "golden.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "program.hpp"

namespace sluice::cli::testing {
namespace {

std::string line_at(const std::string& text, size_t offset) {
  const size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

void expect_golden(const std::string& path, const std::string& text) {
  const std::string file = SOURCE_FOLDER "/" + path;
  const char* const renew = std::getenv("SLUICE_RENEW_GOLDENS");
  if (renew != nullptr && *renew != '\0') {
    std::ofstream(file, std::ios::binary) << text;
    return;
  }
  const std::string expected = read_file(file);
  if (expected == text) return;
  size_t same = 0;
  while (same < expected.size() && same < text.size() && expected[same] == text[same]) ++same;
  ADD_FAILURE()
      << path << " says\n  " << line_at(expected, same) << "\nbut people see\n  "
      << line_at(text, same)
      << "\nIf that is meant, renew it: SLUICE_RENEW_GOLDENS=1 build/release/bin/cli_test";
}

std::string without_folder(std::string text, const std::string& folder, const std::string& name) {
  for (size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
    text.replace(at, folder.size(), name);
    at += name.size();
  }
  return text;
}

}  // namespace sluice::cli::testing
