// Appends request bodies to a file, byte for byte, or puts each into a file of its own.
// Threading: append may be called from any thread; bodies never interleave.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "kit_names.hpp"

namespace sluice::bulkd {

class Recorder {
 public:
  // A folder that is there gets a file for each body: 000000, 000001 and so on.
  static Result<std::unique_ptr<Recorder>> open(const std::string& path);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // False, with errno set, when the file could not take all of it.
  bool append(std::string_view body);

 private:
  Recorder(int file, bool is_folder) : file_(file), is_folder_(is_folder) {}

  bool append_to(int file, std::string_view body);

  std::mutex mutex_;
  int file_;  // or the folder
  bool is_folder_;
  std::uint64_t bodies_ = 0;
};

}  // namespace sluice::bulkd
