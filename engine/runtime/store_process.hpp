// The local store bulkd as a child process, for one pipeline test: it listens on a free port of the
// loopback interface, answers as it is told, and ends with this object, or with this process. Used
// by the main thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include <runtime/json_tree.hpp>
#include <sluice/result.hpp>
#include <spec/test_file.hpp>

namespace sluice::runtime {

class StoreProcess {
 public:
  struct Options {
    std::string claim;                     // empty: bulkd's default
    std::vector<spec::TestReply> replies;  // of the bulk requests, in order
    std::string record_folder;             // gets a file with the body of each bulk request
  };

  /// Finds bulkd beside this program, else on PATH, starts it, and waits until it listens.
  static Result<std::unique_ptr<StoreProcess>> start(const Options& options);

  ~StoreProcess();
  StoreProcess(const StoreProcess&) = delete;
  StoreProcess& operator=(const StoreProcess&) = delete;

  const std::string& url() const { return url_; }

  /// What it holds, as hits with `_index`, `_id` and `_source`, in the order in which they came.
  Result<std::vector<JsonTree>> hits() const;

 private:
  StoreProcess(pid_t pid, int output) : pid_(pid), output_(output) {}
  Result<std::vector<JsonTree>> hits(size_t from) const;  // a page of them

  pid_t pid_;
  int output_;  // the reading end of its standard output and error
  std::string url_;
};

/// The reply as a fault rule of bulkd, for the request with this number, from 0; empty: a reply as
/// it should be needs none.
std::string fault_rule(const spec::TestReply& reply, int64_t request);

}  // namespace sluice::runtime
