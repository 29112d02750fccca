#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kit/http_client.hpp>
#include <runtime/store_process.hpp>

namespace sluice::runtime {
namespace {

namespace fs = std::filesystem;

constexpr const char* program_name = "bulkd";
constexpr std::string_view greeting = "bulkd listens on ";
constexpr size_t hits_at_once = 10'000;  // the most that bulkd gives

bool is_program(const fs::path& path) {
  return ::access(path.c_str(), X_OK) == 0 && !fs::is_directory(path);
}

Result<std::string> find_program() {
  std::error_code error;
  const fs::path beside = fs::read_symlink("/proc/self/exe", error).parent_path() / program_name;
  if (!error && is_program(beside)) return beside.string();
  const char* path = std::getenv("PATH");
  for (std::string_view rest = path == nullptr ? "" : path; !rest.empty();) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    const fs::path candidate = fs::path(folder.empty() ? "." : folder) / program_name;
    if (is_program(candidate)) return candidate.string();
  }
  return fatal(
      fmt::format("could not find \"{}\", the store that this case delivers to; looked at "
                  "\"{}\" and on PATH",
                  program_name, beside.string()));
}

std::vector<std::string> command(const std::string& program, const StoreProcess::Options& options) {
  std::vector<std::string> words{program, "--port", "0", "--record", options.record_folder};
  if (!options.claim.empty()) words.insert(words.end(), {"--claim", options.claim});
  int64_t request = 0;
  for (const spec::TestReply& reply : options.replies) {
    const std::string rule = fault_rule(reply, request);
    if (!rule.empty()) words.insert(words.end(), {"--fault", rule});
    request += reply.times;
  }
  return words;
}

// The first line that the process writes, or all it wrote before it ended.
std::string first_line(int output) {
  std::string line;
  char c = 0;
  while (true) {
    const ssize_t size = ::read(output, &c, 1);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0 || c == '\n') return line;
    line += c;
  }
}

// In the child: only calls that are safe after fork.
[[noreturn]] void become(pid_t parent, char* const* words, int output) {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);  // what is blocked here would be blocked there
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it ended before that was set
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execv(words[0], words);
  ::_exit(127);
}

}  // namespace

std::string fault_rule(const spec::TestReply& reply, int64_t request) {
  if (reply.ok) return {};
  std::string rule = fmt::format("after={},times={}", request, reply.times);
  for (const uint64_t item : reply.items) {
    rule += fmt::format(",item={}:{}", item + 1, reply.status.value_or(0));  // bulkd counts from 1
  }
  if (reply.status && reply.items.empty()) rule += fmt::format(",status={}", *reply.status);
  if (reply.retry_after_s) rule += fmt::format(",retry_after={}", *reply.retry_after_s);
  if (reply.stored) rule += ",stored";
  if (reply.empty) rule += ",empty";
  if (!reply.drop.empty()) rule += ",drop=" + reply.drop;
  if (reply.cut) rule += fmt::format(",cut={}", *reply.cut);
  if (reply.delay_ms > 0) rule += fmt::format(",delay={}ms", reply.delay_ms);
  if (!reply.body.empty()) rule += ",body=" + reply.body;  // last: it takes the rest of the rule
  return rule;
}

Result<std::unique_ptr<StoreProcess>> StoreProcess::start(const Options& options) {
  const Result<std::string> program = find_program();
  if (!program) return program.error();
  std::vector<std::string> words = command(*program, options);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return fatal(fmt::format("could not make a pipe: {}", std::strerror(errno)));
  }
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) become(parent, pointers.data(), ends[1]);
  ::close(ends[1]);
  if (pid < 0) {
    ::close(ends[0]);
    return fatal(fmt::format("could not start \"{}\": {}", *program, std::strerror(errno)));
  }
  std::unique_ptr<StoreProcess> store(new StoreProcess(pid, ends[0]));
  const std::string line = first_line(ends[0]);
  if (!line.starts_with(greeting)) {
    return fatal(fmt::format("could not start \"{}\": {}", *program,
                             line.empty() ? "it ended without a word" : line));
  }
  store->url_ = line.substr(greeting.size(), line.find(' ', greeting.size()) - greeting.size());
  return store;
}

StoreProcess::~StoreProcess() {
  ::kill(pid_, SIGKILL);  // what it holds is in memory
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  ::close(output_);
}

Result<std::vector<JsonTree>> StoreProcess::hits() const {
  std::vector<JsonTree> all;
  while (true) {
    Result<std::vector<JsonTree>> page = hits(all.size());
    if (!page) return page;
    all.insert(all.end(), std::make_move_iterator(page->begin()),
               std::make_move_iterator(page->end()));
    if (page->size() < hits_at_once) return all;
  }
}

Result<std::vector<JsonTree>> StoreProcess::hits(size_t from) const {
  kit::HttpClient client{kit::HttpClientOptions{}};
  const std::string target = fmt::format("{}/_search?from={}&size={}", url_, from, hits_at_once);
  kit::HttpRequest request;
  request.url = target;
  kit::HttpReply reply;
  if (Status status = client.send(request, reply); !status) return std::move(status).error();
  Result<JsonTree> tree = JsonTree::parse(reply.body);
  if (reply.status != 200 || !tree) {
    return fatal(fmt::format("could not read what the store holds: status {}: {}", reply.status,
                             reply.body));
  }
  const JsonTree* outer = tree->member("hits");
  const JsonTree* hits = outer == nullptr ? nullptr : outer->member("hits");
  if (hits == nullptr) return fatal("could not read what the store holds: the reply has no hits");
  return hits->items;
}

}  // namespace sluice::runtime
