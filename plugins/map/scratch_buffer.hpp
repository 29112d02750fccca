// Bytes that a step puts together before they go to the arena: grows to the largest result and
// stays, so that an event costs no allocation on the heap. Belongs to one step.
#pragma once

#include <algorithm>
#include <new>
#include <string>
#include <string_view>

#include <sluice/host.hpp>

namespace sluice {

class ScratchBuffer {
 public:
  ScratchBuffer() {
    buffer_.struct_size = sizeof buffer_;
    buffer_.private_data = &memory_;
    buffer_.grow = &grow;
  }
  ScratchBuffer(const ScratchBuffer&) = delete;
  ScratchBuffer& operator=(const ScratchBuffer&) = delete;

  void clear() { buffer_.size = 0; }
  void append(std::string_view bytes) { sluice::append(buffer_, bytes); }
  void append(char c) { append(std::string_view(&c, 1)); }
  /// Throws std::bad_alloc, as all functions here.
  void append_json(Json json, const sluice_value& value) { json.write(value, buffer_); }
  std::string_view view() const { return {buffer_.data, buffer_.size}; }

 private:
  static sluice_status grow(sluice_buffer* self, uint64_t capacity) {
    auto& memory = *static_cast<std::string*>(self->private_data);
    try {
      memory.resize(std::max<uint64_t>({capacity, self->capacity * 2, 256}));
    } catch (const std::bad_alloc&) {
      return SLUICE_FATAL;
    }
    self->data = memory.data();
    self->capacity = memory.size();
    return SLUICE_OK;
  }

  sluice_buffer buffer_{};
  std::string memory_;
};

}  // namespace sluice
