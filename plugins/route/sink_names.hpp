// The names of the pipeline's sinks, as bits of an event's `sinks`. Immutable; any thread.
#pragma once

#include <string_view>
#include <vector>

#include <sluice/host.hpp>

namespace sluice {

class SinkNames {
 public:
  /// Asks the host; one that knows of no names has a single sink, which is called "sink".
  explicit SinkNames(Host host);

  /// The bits of the name, or list of names, in a setting. One that the pipeline does not have is
  /// invalid_config, pointing at it.
  Result<uint32_t> bits(const sluice_value& setting) const;

 private:
  Result<uint32_t> bit(const sluice_value& setting) const;

  std::vector<std::string_view> names_;
};

}  // namespace sluice
