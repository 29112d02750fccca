// Base class of a transform. One instance for each lane, or one for all when it is stateful; calls
// never overlap.
#pragma once

#include <sluice/abi/transform.h>
#include <sluice/host.hpp>
#include <sluice/settings.hpp>

namespace sluice {

class Transform {
 public:
  explicit Transform(Host host) : host_(host) {}
  Transform(const Transform&) = delete;
  Transform& operator=(const Transform&) = delete;
  virtual ~Transform() = default;

  /// Takes the settings; touches nothing outside the process.
  virtual Status init(const Settings&) { return {}; }
  virtual Status start() { return {}; }
  virtual Status stop() { return {}; }

  /// Changes the live events of the batch in place.
  virtual Status apply(Batch batch) = 0;

 protected:
  const Host& host() const { return host_; }

 private:
  Host host_;
};

}  // namespace sluice
