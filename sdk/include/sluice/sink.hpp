// Base class of a sink. One instance for each lane; calls never overlap.
#pragma once

#include <sluice/abi/sink.h>
#include <sluice/host.hpp>
#include <sluice/settings.hpp>

namespace sluice {

class Sink {
 public:
  explicit Sink(Host host) : host_(host) {}
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  /// Takes the settings; touches nothing outside the process.
  virtual Status init(const Settings&) { return {}; }
  virtual Status start() { return {}; }
  virtual Status stop() { return {}; }

  /// What one request may hold; zeros: no limit.
  virtual void limits(sluice_sink_limits&) {}
  /// Once in a process, before the first deliver.
  virtual Status begin() { return {}; }
  /// Appends one event to the body, by settings and event alone; rejected: body as before.
  virtual Status encode(const sluice_event& event, sluice_buffer& body) = 0;
  /// Sends the request and fills delivery.items; see abi/sink.h for what the codes mean.
  virtual Status deliver(const sluice_request& request, sluice_delivery& delivery) = 0;

 protected:
  const Host& host() const { return host_; }

 private:
  Host host_;
};

}  // namespace sluice
