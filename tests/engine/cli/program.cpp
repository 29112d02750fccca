#include "program.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kit/http_client.hpp>

extern char** environ;

namespace sluice::cli::testing {
namespace {

// Looks until `ready` is true; a test that hangs is ended by ctest's time limit.
template <class Ready>
void wait_until(Ready ready) {
  while (!ready()) std::this_thread::yield();
}

std::vector<std::string> merged_environment(const Program::Environment& changes) {
  std::vector<std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!changes.contains(text.substr(0, text.find('=')))) merged.push_back(text);
  }
  for (const auto& [name, value] : changes) merged.push_back(name + "=" + value);
  return merged;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

Folder::Folder() {
  path_ = std::filesystem::temp_directory_path().string() + "/sluice-test-XXXXXX";
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("could not make a folder");
}
Folder::~Folder() {
  std::filesystem::remove_all(path_);
}

std::string Folder::write(std::string_view name, std::string_view content) const {
  std::ofstream(path(name), std::ios::binary) << content;
  return path(name);
}

Program::Program(std::vector<std::string> command, const Environment& environment,
                 std::optional<std::string> input) {
  folder_ = std::filesystem::temp_directory_path().string() + "/sluice-program-XXXXXX";
  if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("could not make a folder");
  std::string in = "/dev/null";
  if (input) {
    in = folder_ + "/in";
    std::ofstream(in, std::ios::binary) << *input;
  }
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  const std::string out = folder_ + "/out";
  const std::string err = folder_ + "/err";
  posix_spawn_file_actions_addopen(&files, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, 2, err.c_str(), O_WRONLY | O_CREAT, 0600);
  std::vector<std::string> merged = merged_environment(environment);
  const std::vector<char*> argv = pointers(command);
  const std::vector<char*> envp = pointers(merged);
  const int result = ::posix_spawn(&pid_, argv[0], &files, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&files);
  if (result != 0) throw std::runtime_error("could not start " + command[0]);
}

Program::~Program() {
  if (!status_) {
    signal(SIGKILL);
    wait();
  }
  std::filesystem::remove_all(folder_);
}

int Program::wait() {
  if (!status_) {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  return *status_;
}

bool Program::ended() {
  if (status_) return true;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return false;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return true;
}

std::string Program::out() const {
  return read_file(folder_ + "/out");
}
std::string Program::err() const {
  return read_file(folder_ + "/err");
}

int64_t Finished::ledger(const std::string& name) const {
  std::smatch match;
  const std::regex pattern("(?:^|\\s)" + name + "=(\\d+)");
  const size_t line = err.rfind("read=");
  if (line == std::string::npos) return -1;
  const std::string text = err.substr(line);
  return std::regex_search(text, match, pattern) ? std::stoll(match[1]) : -1;
}

Finished sluice(std::vector<std::string> arguments, const Program::Environment& environment,
                std::optional<std::string> input) {
  arguments.insert(arguments.begin(), SLUICE_PROGRAM);
  Program program(std::move(arguments), environment, std::move(input));
  const int status = program.wait();
  return {status, program.out(), program.err()};
}

Store::Store(std::vector<std::string> arguments, std::string port) {
  const std::string port_file = folder_.path("port");
  arguments.insert(arguments.begin(), {BULKD_PROGRAM, "--port", port, "--port-file", port_file});
  program_.emplace(std::move(arguments));
  wait_until([&] { return std::filesystem::exists(port_file) || program_->ended(); });
  if (program_->ended()) throw std::runtime_error("bulkd ended: " + program_->err());
  port_ = read_file(port_file);
  while (!port_.empty() && port_.back() == '\n') port_.pop_back();
}

std::string Store::get(std::string_view path) const {
  kit::HttpClient client{kit::HttpClientOptions{}};
  const std::string target = url() + std::string(path);
  kit::HttpRequest request;
  request.url = target;
  kit::HttpReply reply;
  const Status status = client.send(request, reply);
  if (!status.ok()) throw std::runtime_error(status.error().message);
  return reply.body;
}

void Store::fault(std::string_view rule) const {
  kit::HttpClient client{kit::HttpClientOptions{}};
  const std::string target = url() + "/_bulkd/faults";
  kit::HttpRequest request;
  request.method = "POST";
  request.url = target;
  request.body = rule;
  kit::HttpReply reply;
  const Status status = client.send(request, reply);
  if (!status.ok() || reply.status >= 300) throw std::runtime_error("bad fault: " + reply.body);
}

int64_t Store::count() const {
  std::smatch match;
  const std::string reply = get("/_count");
  if (!std::regex_search(reply, match, std::regex("\"count\":\\s*(\\d+)"))) return -1;
  return std::stoll(match[1]);
}

}  // namespace sluice::cli::testing
