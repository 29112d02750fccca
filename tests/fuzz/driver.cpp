// Runs a fuzz target without libFuzzer: replays the corpus, then tries mutations of it, the same
// ones for the same seed. The inputs run in a child process, so that the parent can keep the input
// that crashed it or on which it hung.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* usage =
    "usage: %s [--runs N] [--seconds S] [--seed K] [--max-size BYTES] [--hang-seconds S]\n"
    "       [--dictionary FILE] [--artifacts FOLDER] [--in-process] [FILE | FOLDER]...\n"
    "replays the files, then runs N mutations of them or S seconds' worth, whichever ends first\n"
    "(--runs 0: only replays them); an input that crashes or hangs is kept in FOLDER\n";

struct Options {
  uint64_t runs = 100000;
  double seconds = 60;
  uint64_t seed = 1;
  size_t max_size = 4096;
  double hang_seconds = 20;
  std::string dictionary;
  std::string artifacts = ".";
  bool in_process = false;  // for a debugger
  std::vector<std::string> corpus;
};

/// Seen by both processes: what is being run.
struct Shared {
  std::atomic<uint64_t> runs = 0;
  size_t size = 0;
  size_t capacity = 0;
  bool finished = false;  // a target that ends the process by itself is as bad as one that crashes
  char* input() { return reinterpret_cast<char*>(this + 1); }
};

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> load_corpus(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());  // the order of a folder is not the same everywhere
  std::vector<std::string> inputs;
  for (const std::string& file : files) inputs.push_back(read_file(file));
  return inputs;
}

// Lines as libFuzzer takes them: name="token", with \\, \" and \xAB.
std::vector<std::string> load_dictionary(const std::string& path) {
  std::vector<std::string> tokens;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const size_t open = line.find('"');
    const size_t close = line.rfind('"');
    if (line.starts_with('#') || open == std::string::npos || close <= open) continue;
    std::string token;
    for (size_t i = open + 1; i < close; ++i) {
      if (line[i] == '\\' && line[i + 1] == 'x') {
        token += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
        i += 3;
      } else {
        if (line[i] == '\\') ++i;
        token += line[i];
      }
    }
    tokens.push_back(std::move(token));
  }
  return tokens;
}

class Mutator {
 public:
  Mutator(const Options& options, std::vector<std::string> seeds)
      : random_(options.seed), max_size_(options.max_size), pool_(std::move(seeds)) {
    if (!options.dictionary.empty()) tokens_ = load_dictionary(options.dictionary);
    if (pool_.empty()) pool_.emplace_back();
    seed_count_ = pool_.size();
  }

  std::string next() {
    std::string input = pool_[below(pool_.size())];
    for (uint64_t changes = 1 + below(6); changes > 0; --changes) change(input);
    if (input.size() > max_size_) input.resize(max_size_);
    if (below(16) == 0) remember(input);
    return input;
  }

 private:
  uint64_t below(uint64_t bound) { return bound == 0 ? 0 : random_() % bound; }

  // Some of the mutations are mutated further.
  void remember(const std::string& input) {
    constexpr size_t remembered = 256;
    if (pool_.size() < seed_count_ + remembered) {
      pool_.push_back(input);
    } else {
      pool_[seed_count_ + below(remembered)] = input;
    }
  }

  void change(std::string& input) {
    const size_t at = below(input.size() + 1);
    const size_t length = 1 + below(below(4) == 0 ? 64 : 4);
    switch (below(8)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < input.size()) input[at] = static_cast<char>(random_());
        break;
      case 2:
        input.insert(at, 1, static_cast<char>(random_()));
        break;
      case 3:
        input.erase(at, length);
        break;
      case 4:
        input.insert(at, input.substr(below(input.size() + 1), length));
        break;
      case 5:
        splice(input, at);
        break;
      case 6:
        input.insert(at, length, at < input.size() ? input[at] : '\0');
        break;
      default:
        if (!tokens_.empty()) input.insert(at, tokens_[below(tokens_.size())]);
    }
  }

  void splice(std::string& input, size_t at) {
    const std::string& other = pool_[below(pool_.size())];
    input.replace(at, std::string::npos, other.substr(below(other.size() + 1)));
  }

  std::mt19937_64 random_;
  size_t max_size_;
  std::vector<std::string> pool_;
  size_t seed_count_ = 0;
  std::vector<std::string> tokens_;
};

void run_one(Shared& shared, std::string_view input) {
  shared.size = std::min(input.size(), shared.capacity);
  std::memcpy(shared.input(), input.data(), shared.size);
  shared.runs.fetch_add(1);
  // in memory of exactly its size, so that a read past its end is found
  auto* data = static_cast<uint8_t*>(std::malloc(std::max<size_t>(input.size(), 1)));
  std::memcpy(data, input.data(), input.size());
  LLVMFuzzerTestOneInput(data, input.size());
  std::free(data);
}

void run_all(const Options& options, std::vector<std::string> corpus, Shared& shared) {
  const auto end = Clock::now() + std::chrono::duration<double>(options.seconds);
  for (const std::string& input : corpus) run_one(shared, input);
  Mutator mutator(options, std::move(corpus));
  for (uint64_t i = 0; i < options.runs && Clock::now() < end; ++i) {
    run_one(shared, mutator.next());
  }
  shared.finished = true;
}

// Keeps what the child was working on; the name says how it ended.
int keep_input(const Options& options, Shared& shared, const char* how) {
  const std::string path = options.artifacts + "/" + how + "-" + std::to_string(getpid());
  std::ofstream(path, std::ios::binary).write(shared.input(), static_cast<long>(shared.size));
  std::fprintf(stderr, "%s on an input of %zu bytes, run %llu, kept in %s\n", how, shared.size,
               static_cast<unsigned long long>(shared.runs.load()), path.c_str());
  return 1;
}

sigset_t child_signal() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  return set;
}

int watch(const Options& options, Shared& shared, pid_t child) {
  const sigset_t child_ended = child_signal();
  uint64_t runs = 0;
  auto moved = Clock::now();
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) {
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && shared.finished) return 0;
      return keep_input(options, shared, "crash");
    }
    const uint64_t now = shared.runs.load();
    if (now != runs) {
      runs = now;
      moved = Clock::now();
    } else if (Clock::now() - moved > std::chrono::duration<double>(options.hang_seconds)) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      return keep_input(options, shared, "hang");
    }
    // wakes when the child ends
    const timespec a_second{1, 0};
    sigtimedwait(&child_ended, nullptr, &a_second);
  }
}

bool parse(int count, char** words, Options& options) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (!word.starts_with("--")) {
      options.corpus.emplace_back(word);
      continue;
    }
    if (word == "--in-process") {
      options.in_process = true;
      continue;
    }
    if (++i == count) return false;
    const char* value = words[i];
    if (word == "--runs") {
      options.runs = std::strtoull(value, nullptr, 10);
    } else if (word == "--seconds") {
      options.seconds = std::atof(value);
    } else if (word == "--seed") {
      options.seed = std::strtoull(value, nullptr, 10);
    } else if (word == "--max-size") {
      options.max_size = std::strtoull(value, nullptr, 10);
    } else if (word == "--hang-seconds") {
      options.hang_seconds = std::atof(value);
    } else if (word == "--dictionary") {
      options.dictionary = value;
    } else if (word == "--artifacts") {
      options.artifacts = value;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  if (!parse(count, words, options)) {
    std::fprintf(stderr, usage, words[0]);
    return 2;
  }
  const std::vector<std::string> corpus = load_corpus(options.corpus);
  size_t largest = options.max_size;
  for (const std::string& input : corpus) largest = std::max(largest, input.size());
  void* memory = mmap(nullptr, sizeof(Shared) + largest, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    std::perror("could not map memory for the input");
    return 2;
  }
  auto& shared = *new (memory) Shared;
  shared.capacity = largest;
  int status = 0;
  if (options.in_process) {
    run_all(options, corpus, shared);
  } else {
    const sigset_t child_ended = child_signal();
    sigprocmask(SIG_BLOCK, &child_ended, nullptr);
    const pid_t child = fork();
    if (child < 0) {
      std::perror("could not fork");
      return 2;
    }
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that times out must not leave a child behind
      sigprocmask(SIG_UNBLOCK, &child_ended, nullptr);
      run_all(options, corpus, shared);
      std::exit(0);  // not _exit: leaks are looked for on the way out
    }
    status = watch(options, shared, child);
  }
  std::fprintf(stderr, "%llu runs from %zu inputs, seed %llu\n",
               static_cast<unsigned long long>(shared.runs.load()), corpus.size(),
               static_cast<unsigned long long>(options.seed));
  return status;
}
