// Appends events to a file as NDJSON: one JSON object a line.
//
// One instance for each lane, used by one thread at a time. Instances, and other processes that use
// this class, may write to one file at once: each request is written under an advisory lock.
#pragma once

#include <string>

#include <sys/types.h>

#include <sluice/sink.hpp>

namespace sluice {

/// A file descriptor that closes itself.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  ~FileDescriptor() { close(); }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  /// As open(2), with O_CLOEXEC; 0 or errno.
  int open(const std::string& path, int flags, mode_t mode);
  void close();
  bool is_open() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

class FileSink : public Sink {
 public:
  explicit FileSink(Host host) : Sink(host) {}

  Status init(const Settings& settings) override;
  /// Fatal when the file could not be written later; makes nothing.
  Status start() override;
  Status stop() override;
  void limits(sluice_sink_limits& limits) override;
  Status encode(const sluice_event& event, sluice_buffer& body) override;
  /// All of the request is in the file, or nothing of it. Retry when the disk is full, otherwise
  /// fatal.
  Status deliver(const sluice_request& request, sluice_delivery& delivery) override;

 private:
  enum class Sync { request, close, never };

  Status open();
  Status append_locked(std::string_view body);
  Error failure(const char* what, int error) const;

  std::string path_;
  mode_t mode_ = 0600;
  Sync sync_ = Sync::close;
  FileDescriptor file_;
  bool regular_ = false;   // a file, not a pipe or device: it can be cut back and synced
  bool unsynced_ = false;  // written to since the last fdatasync
};

}  // namespace sluice
