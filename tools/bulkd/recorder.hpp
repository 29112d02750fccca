// Appends request bodies to a file, byte for byte.
// Threading: append may be called from any thread; bodies never interleave.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "result.hpp"

namespace sluice::bulkd {

class Recorder {
 public:
  static Result<std::unique_ptr<Recorder>> open(const std::string& path);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // False, with errno set, when the file could not take all of it.
  bool append(std::string_view body);

 private:
  explicit Recorder(int file) : file_(file) {}

  std::mutex mutex_;
  int file_;
};

}  // namespace sluice::bulkd
