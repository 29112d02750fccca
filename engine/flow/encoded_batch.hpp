// The live events of a unit as the bytes that will be sent, with the place of each. Used by one
// lane and reused, so that a running lane does not allocate.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <data/buffer.hpp>
#include <loader/instance.hpp>

namespace sluice::flow {

class EncodedBatch {
 public:
  void clear();

  /// Appends one event. Rejected: this event cannot be encoded; fatal: the sink cannot go on.
  Status encode(loader::SinkInstance& sink, const sluice_event& event);

  size_t size() const { return ends_.size(); }
  std::string_view item(size_t index) const {
    const uint64_t begin = begin_of(index);
    return body_.view().substr(begin, ends_[index] - begin);
  }
  /// The bytes of the items [first, last).
  std::string_view items(size_t first, size_t last) const {
    const uint64_t begin = begin_of(first);
    return body_.view().substr(begin, begin_of(last) - begin);
  }

 private:
  // What a body may keep between units: a few times what a request usually holds.
  static constexpr size_t kept_bytes = 8 << 20;

  uint64_t begin_of(size_t index) const { return index == 0 ? 0 : ends_[index - 1]; }

  data::Buffer body_;
  std::vector<uint64_t> ends_;
};

}  // namespace sluice::flow
