// Writes events to standard output as NDJSON: one JSON object a line.
//
// One instance for each lane, used by one thread at a time; instances may work at once: a request
// is written whole before that of another lane begins.
#pragma once

#include <unistd.h>

#include <sluice/sink.hpp>

namespace sluice {

class StdoutSink : public Sink {
 public:
  /// Writes to `fd`, which stays open and the caller's.
  explicit StdoutSink(Host host, int fd = STDOUT_FILENO) : Sink(host), fd_(fd) {}

  void limits(sluice_sink_limits& limits) override;
  Status encode(const sluice_event& event, sluice_buffer& body) override;
  /// Fatal when the reader has gone or nothing can be written. Waits as long as the reader does not
  /// read: half a line would be of no use to it.
  Status deliver(const sluice_request& request, sluice_delivery& delivery) override;

 private:
  int fd_;
};

}  // namespace sluice
