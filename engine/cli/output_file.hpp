// Where commands that print a document put it. Main thread.
#pragma once

#include <string>
#include <string_view>

#include <cli/command.hpp>

namespace sluice::cli {

/// `--output FILE`; without it, standard output.
void add_output_option(CLI::App& command, std::string& output);

/// Writes all of the text to standard output. False when nobody takes it.
bool write_stdout(std::string_view text);

/// Writes a file whole or not at all: what was there stays until the new text is complete. False
/// with an error on `log`.
bool replace_file(const std::string& path, std::string_view text, const flow::Logger& log);

/// The text to the file, or to standard output when `output` is empty or "-".
ExitStatus write_output(const std::string& output, std::string_view text, const flow::Logger& log);

}  // namespace sluice::cli
