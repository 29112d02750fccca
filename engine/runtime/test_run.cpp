#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <unordered_map>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <data/buffer.hpp>
#include <data/json_writer.hpp>
#include <flow/observer.hpp>
#include <runtime/sink_item.hpp>
#include <runtime/store_process.hpp>
#include <runtime/test_input.hpp>
#include <runtime/test_run.hpp>

namespace sluice::runtime {
namespace {

namespace fs = std::filesystem;

// A case that takes longer hangs.
constexpr int64_t longest_case_ms = 60'000;
// A test asks what follows a reply, not how long that takes: the log still says how long it would.
constexpr int64_t longest_wait_ms = 1;

constexpr std::string_view bulk_sink = "dashbase-bulk";
constexpr std::string_view file_sink = "file";
constexpr std::string_view stdout_sink = "stdout";

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string text_member(const JsonTree& tree, std::string_view key) {
  const JsonTree* member = tree.member(key);
  return member == nullptr ? std::string() : member->text;
}

// The folder of the case that is carried out, for a signal that ends it.
std::mutex current_mutex;
std::string current_folder;

// A folder for what a run writes; removed with it.
class Folder {
 public:
  Folder() {
    const std::lock_guard lock(current_mutex);
    path_ = (fs::temp_directory_path() / "sluice-test-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) {
      throw std::runtime_error(
          fmt::format("could not make a folder like \"{}\": {}", path_, std::strerror(errno)));
    }
    current_folder = path_;
  }
  ~Folder() {
    const std::lock_guard lock(current_mutex);
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    current_folder.clear();
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

// A logger whose lines are read back.
class LogFile {
 public:
  LogFile() : fd_(::memfd_create("log", MFD_CLOEXEC)) {
    if (fd_ < 0) {
      throw std::runtime_error(fmt::format("could not keep a log: {}", std::strerror(errno)));
    }
  }
  ~LogFile() { ::close(fd_); }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  int fd() const { return fd_; }
  std::string text() const {
    std::string text(static_cast<size_t>(std::max<off_t>(::lseek(fd_, 0, SEEK_END), 0)), '\0');
    const ssize_t size = ::pread(fd_, text.data(), text.size(), 0);
    text.resize(static_cast<size_t>(std::max<ssize_t>(size, 0)));
    return text;
  }

 private:
  int fd_;
};

// Takes the documents of the events as they pass, and why some did not.
class DocumentObserver : public flow::Observer {
 public:
  explicit DocumentObserver(TestRun& run) : run_(run) {}

  void encoded(const sluice_event& event, std::string_view sink, std::string_view bytes) override {
    TestDocument out;
    out.id.assign(event.id, event.id_size);
    out.sink = sink;
    SinkItem item = read_item(bytes);
    out.index = std::move(item.index);
    if (!item.id.empty()) out.id = std::move(item.id);
    out.document = std::move(item.document);
    run_.documents.push_back(std::move(out));
  }

  void ended(const sluice_event& event, flow::Outcome outcome, std::string_view reason) override {
    (void)event;
    if (outcome == flow::Outcome::delivered || outcome == flow::Outcome::duplicate) return;
    run_.reasons.emplace_back(reason);
  }

 private:
  TestRun& run_;
};

// One sink of a pipeline, and how a path of `--set` begins with it.
struct Sink {
  std::string path;
  std::string name;
  std::string id;
};

// Whether the pipeline writes its only sink as `sink:`, which then has that name.
bool is_single(const spec::PipelineSpec& spec) {
  if (spec.sinks.size() != 1 || spec.sinks.front().name != "sink") return false;
  spec::Diagnostics ignored;
  const auto text = spec::read_file(spec.file, ignored);
  const auto root = text ? spec::parse_yaml(*text, spec.file, ignored) : std::nullopt;
  return !root || root->find("sinks") == nullptr;
}

std::vector<Sink> sinks_of(const spec::PipelineSpec& spec) {
  std::vector<Sink> sinks;
  const bool single = is_single(spec);
  for (const spec::SinkSpec& sink : spec.sinks) {
    const std::string path = single ? "sink" : "sinks." + sink.name;
    sinks.push_back({path, sink.name, sink.component.id});
  }
  return sinks;
}

class CaseRun {
 public:
  CaseRun(const spec::TestFile& file, const spec::TestCase& test, loader::Registry& registry)
      : file_(file), test_(test), registry_(registry), observer_(run_) {}

  TestRun carry_out() {
    options_.environment = [this](std::string_view name) -> std::optional<std::string> {
      const auto found = test_.environment.find(name);
      return found == test_.environment.end() ? std::nullopt : std::optional(found->second);
    };
    options_.overrides = test_.overrides;
    if (!make_triggers() || (test_.run && !surround())) return std::move(run_);
    execute();
    run_.log = log_file_.text();
    if (test_.run && run_.refused.empty()) collect();
    return std::move(run_);
  }

 private:
  bool fail(std::string why) {
    run_.trouble = std::move(why);
    return false;
  }

  bool make_triggers() {
    payloads_.reserve(test_.inputs.size());  // triggers point into it
    for (const spec::TestInput& input : test_.inputs) {
      sluice_trigger trigger{sizeof(sluice_trigger), SLUICE_TRIGGER_FILE, {}, {}};
      if (input.kind == spec::TestInput::Kind::file) {
        trigger.name = to_text(input.text);
      } else {
        Result<std::string> payload = encode_input(input);
        if (!payload) return fail(std::move(payload).error().message);
        payloads_.push_back(*std::move(payload));
        trigger.kind = SLUICE_TRIGGER_PAYLOAD;
        trigger.payload = to_text(payloads_.back());
      }
      triggers_.push_back(trigger);
    }
    return true;
  }

  // Puts a local store and files in the place of what the pipeline delivers to.
  bool surround() {
    spec::Diagnostics ignored;  // the mistakes of the pipeline are shown when it is loaded
    const auto spec = spec::load_pipeline(file_.pipeline, options_, ignored);
    if (!spec) return true;
    folder_.emplace();
    std::vector<std::string>& overrides = options_.overrides;
    overrides.insert(overrides.begin(), "flow.retry.give_up_after=2s");  // the case may say else
    sinks_ = sinks_of(*spec);
    const bool needs_store = std::any_of(sinks_.begin(), sinks_.end(),
                                         [](const Sink& sink) { return sink.id == bulk_sink; });
    if (needs_store && !start_store()) return false;
    for (const Sink& sink : sinks_) {
      const std::string file = quoted_path("sink-" + sink.name + ".ndjson");
      if (sink.id == bulk_sink) {
        overrides.push_back(fmt::format("{}.host={}", sink.path, store_->url()));
      } else if (sink.id == file_sink) {
        overrides.push_back(fmt::format("{}.path={}", sink.path, file));
      } else if (sink.id == stdout_sink) {
        overrides.push_back(fmt::format("{}={{file: {{path: {}}}}}", sink.path, file));
      } else if (!sink.id.empty()) {
        return fail(
            fmt::format("a run cannot deliver to the sink \"{}\" without leaving this "
                        "machine; set another one, as in set: [\"{}={{file: {{path: x}}}}\"]",
                        sink.id, sink.path));
      }
    }
    if (spec->dead_letter) {
      overrides.push_back(
          fmt::format("dead_letter={{file: {{path: {}}}}}", quoted_path(letters_name)));
    }
    return true;
  }

  bool start_store() {
    fs::create_directory(folder_->path(requests_name));
    auto store = StoreProcess::start({test_.claim, test_.replies, folder_->path(requests_name)});
    if (!store) return fail(std::move(store).error().message);
    store_ = *std::move(store);
    return true;
  }

  std::string quoted_path(std::string_view name) const {
    return to_json(JsonTree::of_text(folder_->path(name)));  // JSON text is YAML text
  }

  void refuse(const spec::Diagnostics& diagnostics) {
    for (const spec::Diagnostic& diagnostic : diagnostics) {
      if (diagnostic.severity != spec::Severity::error) continue;
      run_.refused += (run_.refused.empty() ? "" : "\n") + spec::format(diagnostic);
    }
    if (run_.refused.empty()) run_.refused = "the pipeline could not be loaded";
  }

  void execute() {
    spec::Diagnostics diagnostics;
    const auto pipeline = flow::load_pipeline(file_.pipeline, options_, registry_, diagnostics);
    if (pipeline == nullptr) return refuse(diagnostics);
    flow::RunOptions options;
    options.deadline_ms = flow::monotonic_ms() + longest_case_ms;
    options.longest_wait_ms = longest_wait_ms;
    options.observer = &observer_;
    if (!test_.run) {
      options.printer = [this](std::string_view sink, std::string_view bytes) {
        (void)sink;
        run_.requests.emplace_back(bytes);
        return true;
      };
    }
    const flow::Logger log(flow::LogFormat::text, flow::LogLevel::info, log_file_.fd());
    flow::Run run(*pipeline, log, std::move(options));
    if (!run.prepare(diagnostics)) return refuse(diagnostics);
    run_.report = run.execute(triggers_);
    if (!run_.report.failure.empty()) log.error(run_.report.failure);  // as the command says it
  }

  void collect() {
    if (!folder_) return;
    const std::string letters = read_whole(folder_->path(letters_name));
    for (const std::string_view line : lines_of(letters)) {
      run_.dead_letters.push_back(tree_or_text(line));
    }
    run_.has_requests = store_ != nullptr;
    if (store_ == nullptr) return;
    std::set<std::string> recorded;  // named by their numbers, of equal length
    for (const auto& entry : fs::directory_iterator(folder_->path(requests_name))) {
      recorded.insert(entry.path().string());
    }
    for (const std::string& file : recorded) run_.requests.push_back(read_whole(file));
    Result<std::vector<JsonTree>> hits = store_->hits();
    if (!hits) {
      fail(std::move(hits).error().message);
      return;
    }
    take_from_store(*std::move(hits));
  }

  // What the pipeline encoded for a store counts only as far as the store has it.
  void take_from_store(std::vector<JsonTree> hits) {
    std::unordered_multimap<std::string, size_t> by_id;
    for (size_t i = 0; i < hits.size(); ++i) by_id.emplace(text_member(hits[i], "_id"), i);
    std::vector<bool> taken(hits.size());
    std::vector<TestDocument> documents;
    for (TestDocument& document : run_.documents) {
      const auto sink = std::find_if(sinks_.begin(), sinks_.end(), [&](const Sink& candidate) {
        return candidate.name == document.sink;
      });
      if (sink == sinks_.end() || sink->id != bulk_sink) {
        documents.push_back(std::move(document));
        continue;
      }
      const auto [first, last] = by_id.equal_range(document.id);
      auto found = last;
      for (auto hit = first; hit != last; ++hit) {
        const bool same_index = text_member(hits[hit->second], "_index") == document.index;
        if (same_index || found == last) found = hit;
        if (same_index) break;
      }
      if (found == last) continue;
      document.document = from_hit(hits[found->second]).document;  // index: as addressed
      documents.push_back(std::move(document));
      taken[found->second] = true;
      by_id.erase(found);
    }
    for (size_t i = 0; i < hits.size(); ++i) {
      if (!taken[i]) documents.push_back(from_hit(hits[i]));
    }
    run_.documents = std::move(documents);
  }

  static TestDocument from_hit(const JsonTree& hit) {
    const JsonTree* source = hit.member("_source");
    return {source == nullptr ? JsonTree() : *source,
            text_member(hit, "_id"),
            text_member(hit, "_index"),
            {}};
  }

  static constexpr std::string_view letters_name = "dead-letter.ndjson";
  static constexpr std::string_view requests_name = "requests";

  const spec::TestFile& file_;
  const spec::TestCase& test_;
  loader::Registry& registry_;
  TestRun run_;
  DocumentObserver observer_;
  LogFile log_file_;
  std::optional<Folder> folder_;  // of a run; outlives the store
  std::unique_ptr<StoreProcess> store_;
  std::vector<Sink> sinks_;
  spec::LoadOptions options_;
  std::vector<std::string> payloads_;
  std::vector<sluice_trigger> triggers_;
};

}  // namespace

TestRun run_case(const spec::TestFile& file, const spec::TestCase& test,
                 loader::Registry& registry) {
  return CaseRun(file, test, registry).carry_out();
}

void clean_up_case() {
  const std::lock_guard lock(current_mutex);
  std::error_code ignored;
  if (!current_folder.empty()) fs::remove_all(current_folder, ignored);
}

}  // namespace sluice::runtime
