// A view of a batch: its arena, its events, the buffers that it keeps. Not thread-safe: whoever
// holds the batch may use it.
#pragma once

#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>

#include <sluice/abi/batch.h>
#include <sluice/value.hpp>

namespace sluice {

class Batch {
 public:
  explicit Batch(sluice_batch* batch) : batch_(batch) {}

  sluice_batch* get() const { return batch_; }
  sluice_batch* operator->() const { return batch_; }
  std::span<sluice_event> events() const { return {batch_->events, batch_->event_count}; }

  /// True once the batch holds about as much as the engine asked for.
  bool full() const {
    return batch_->event_count >= batch_->wanted_events ||
           batch_->input_bytes >= batch_->wanted_bytes;
  }

  /// Memory for `count` objects that lives as long as the batch; not initialised. Throws
  /// std::bad_alloc, which the trampolines turn into a fatal status.
  template <class T>
  T* allocate(size_t count) const {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 16);
    void* memory = sluice_batch_allocate(batch_, count * sizeof(T));
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T*>(memory);
  }

  /// A copy of the bytes in the arena.
  std::string_view copy(std::string_view bytes) const {
    if (bytes.empty()) return {};
    char* memory = allocate<char>(bytes.size());
    std::memcpy(memory, bytes.data(), bytes.size());
    return {memory, bytes.size()};
  }

  /// A new live event without fields, id, time or origin. References to events may move.
  sluice_event& add_event() const {
    if (batch_->event_count == batch_->event_capacity &&
        batch_->services->reserve_events(batch_, 1) != SLUICE_OK) {
      throw std::bad_alloc();
    }
    sluice_event& event = batch_->events[batch_->event_count++];
    event = sluice_event{};
    event.timestamp_ms = SLUICE_NO_TIMESTAMP;
    event.index = SLUICE_NO_INDEX;
    return event;
  }

  /// Appends a field to an event; the key and what the value points to live as long as the batch.
  sluice_field& append(sluice_event& event, std::string_view field_key, sluice_value value) const {
    if (event.field_count == event.field_capacity) {
      grow_fields(event, event.field_capacity < 8 ? 16 : event.field_capacity * 2);
    }
    sluice_field& field = event.fields[event.field_count++];
    field = make_field(field_key, value);
    return field;
  }

  /// Room for `capacity` fields in all.
  void grow_fields(sluice_event& event, uint32_t capacity) const {
    if (capacity <= event.field_capacity) return;
    auto* fields = allocate<sluice_field>(capacity);
    if (event.field_count > 0) {
      std::memcpy(fields, event.fields, event.field_count * sizeof(sluice_field));
    }
    event.fields = fields;
    event.field_capacity = capacity;
  }

  /// Ties the life of an input buffer to the batch.
  template <class T>
  void keep(std::shared_ptr<T> buffer) const {
    auto* owner = new std::shared_ptr<T>(std::move(buffer));
    const sluice_kept_buffer kept{
        owner, [](void* data) { delete static_cast<std::shared_ptr<T>*>(data); }};
    if (batch_->services->keep(batch_, kept) != SLUICE_OK) {
      delete owner;
      throw std::bad_alloc();
    }
  }

 private:
  sluice_batch* batch_;
};

/// Sets an event aside for the dead letter. `reason` lives as long as the batch.
inline void reject(sluice_event& event, std::string_view reason) {
  event.state = SLUICE_EVENT_REJECTED;
  event.reason = to_text(reason);
}
/// Leaves an event out. `reason` lives as long as the batch.
inline void filter(sluice_event& event, std::string_view reason) {
  event.state = SLUICE_EVENT_FILTERED;
  event.reason = to_text(reason);
}

}  // namespace sluice
