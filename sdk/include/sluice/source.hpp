// Base class of a source. All calls come from one thread, in the order of abi/source.h.
#pragma once

#include <sluice/abi/source.h>
#include <sluice/host.hpp>
#include <sluice/settings.hpp>

namespace sluice {

enum class ReadState { more, end };

class Source {
 public:
  explicit Source(Host host) : host_(host) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Takes the settings; touches nothing outside the process.
  virtual Status init(const Settings&) { return {}; }
  virtual Status start() { return {}; }
  virtual Status stop() { return {}; }

  /// Prepares to read what the trigger names; it lives until `close`.
  virtual Status open(const sluice_trigger& trigger) = 0;
  /// Adds events to an empty batch until batch.full(), and sets its token.
  virtual Result<ReadState> read(Batch batch) = 0;
  /// How the batch with this token ended; exactly once for each batch that had events.
  virtual void settle(uint64_t token, const sluice_settlement& settlement) {
    (void)token;
    (void)settlement;
  }
  virtual void close() {}

 protected:
  const Host& host() const { return host_; }

 private:
  Host host_;
};

}  // namespace sluice
