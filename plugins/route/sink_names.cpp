#include "sink_names.hpp"

#include <kit/name/nearest.hpp>
#include <sluice/abi/ext/sinks.h>

namespace sluice {

SinkNames::SinkNames(Host host) {
  const auto* sinks = static_cast<const sluice_ext_sinks*>(host.extension(SLUICE_EXT_SINKS));
  if (sinks == nullptr) {
    names_.emplace_back("sink");
    return;
  }
  for (uint32_t i = 0; i < sinks->count && i < SLUICE_MAX_SINKS; ++i) {
    names_.push_back(view(sinks->names[i]));
  }
}

Result<uint32_t> SinkNames::bits(const sluice_value& setting) const {
  if (setting.type != SLUICE_VALUE_ARRAY) return bit(setting);
  if (setting.size == 0) return invalid_config("a list of sinks names at least one", &setting);
  uint32_t all = 0;
  for (uint32_t i = 0; i < setting.size; ++i) {
    const Result<uint32_t> one = bit(setting.as.items[i]);
    if (!one) return one;
    all |= *one;
  }
  return all;
}

Result<uint32_t> SinkNames::bit(const sluice_value& setting) const {
  const std::string_view name = bytes(setting);
  for (size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return uint32_t{1} << i;
  }
  std::string message = "there is no sink \"" + std::string(name) + "\"";
  const std::string meant = did_you_mean(name, names_);
  message += meant;
  if (meant.empty()) {
    message += "; the pipeline has ";
    for (const std::string_view& known : names_) {
      if (&known != &names_.front()) message += ", ";
      message.append("\"").append(known).append("\"");
    }
  }
  return invalid_config(std::move(message), &setting);
}

}  // namespace sluice
