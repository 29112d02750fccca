// Real programs for end-to-end tests: sluice itself and the store bulkd, as child processes on
// loopback. Used by the test's thread.
#pragma once

#include <csignal>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace sluice::cli::testing {

/// A child process; its output goes to files, so that it never waits for a reader. Killed when
/// destroyed.
class Program {
 public:
  using Environment = std::map<std::string, std::string>;

  /// `input` is the child's standard input; none: /dev/null.
  Program(std::vector<std::string> command, const Environment& environment = {},
          std::optional<std::string> input = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const { ::kill(pid_, number); }
  /// Waits for the end: the exit status, or minus the signal that ended it.
  int wait();
  /// Whether it has ended.
  bool ended();

  std::string out() const;
  std::string err() const;

 private:
  std::string folder_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

/// What one finished run of sluice gave.
struct Finished {
  int status;
  std::string out;
  std::string err;

  /// A count of the ledger line, -1 when there is none.
  int64_t ledger(const std::string& name) const;
};

/// Runs sluice to its end.
Finished sluice(std::vector<std::string> arguments, const Program::Environment& environment = {},
                std::optional<std::string> input = {});

/// A new folder that is removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }
  /// Writes a file and returns its path.
  std::string write(std::string_view name, std::string_view content) const;

 private:
  std::string path_;
};

std::string read_file(const std::string& path);

/// A running bulkd.
class Store {
 public:
  explicit Store(std::vector<std::string> arguments = {}, std::string port = "0");

  std::string url() const { return "http://127.0.0.1:" + port_; }
  const std::string& port() const { return port_; }
  Program& program() { return *program_; }

  /// The body of GET url() + path.
  std::string get(std::string_view path) const;
  /// Adds a fault rule.
  void fault(std::string_view rule) const;
  /// How many documents it holds.
  int64_t count() const;

 private:
  Folder folder_;
  std::string port_;
  std::optional<Program> program_;
};

}  // namespace sluice::cli::testing
