// Text that grows in the arena of a batch. What it leaves when it outgrows its memory stays in the
// arena until the batch is released, so a good guess at the size is worth having.
#pragma once

#include <algorithm>
#include <cstring>
#include <string_view>

#include <kit/event/event_editor.hpp>
#include <sluice/host.hpp>

namespace sluice {

class ArenaText {
 public:
  explicit ArenaText(Batch batch, size_t capacity = 64) : batch_(batch) {
    buffer_.struct_size = sizeof buffer_;
    buffer_.private_data = &batch_;
    buffer_.grow = &grow;
    buffer_.data = batch.allocate<char>(capacity);
    buffer_.capacity = capacity;
  }
  ArenaText(const ArenaText&) = delete;
  ArenaText& operator=(const ArenaText&) = delete;

  /// These throw std::bad_alloc.
  void append(std::string_view bytes) { sluice::append(buffer_, bytes); }
  void append_json(Json json, const sluice_value& value) { json.write(value, buffer_); }

  /// Lives as long as the batch; valid until the next append.
  std::string_view view() const { return {buffer_.data, static_cast<size_t>(buffer_.size)}; }

 private:
  static sluice_status grow(sluice_buffer* buffer, uint64_t capacity) {
    const uint64_t wanted = std::max(capacity, buffer->capacity * 2);
    void* data = sluice_batch_allocate(static_cast<Batch*>(buffer->private_data)->get(), wanted);
    if (data == nullptr) return SLUICE_FATAL;
    std::memcpy(data, buffer->data, buffer->size);
    buffer->data = static_cast<char*>(data);
    buffer->capacity = wanted;
    return SLUICE_OK;
  }

  Batch batch_;
  sluice_buffer buffer_{};
};

/// The JSON of a value: that of a raw one as it stands, otherwise written to the arena.
inline std::string_view json_of(EventEditor& editor, const sluice_value& value) {
  if (value.type == SLUICE_VALUE_RAW) return bytes(value);
  ArenaText out(editor.batch(), 32);
  out.append_json(editor.json(), value);
  return out.view();
}

}  // namespace sluice
