// A growable run of bytes behind a sluice_buffer. Used by one thread at a time.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include <sluice/abi/buffer.h>

namespace sluice::data {

class Buffer {
 public:
  Buffer() {
    abi_.struct_size = sizeof(sluice_buffer);
    abi_.private_data = this;
    abi_.grow = [](sluice_buffer* buffer, uint64_t capacity) -> sluice_status {
      return static_cast<Buffer*>(buffer->private_data)->grow(capacity) ? SLUICE_OK : SLUICE_FATAL;
    };
  }
  ~Buffer() { std::free(abi_.data); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  sluice_buffer& abi() { return abi_; }
  size_t size() const { return abi_.size; }
  std::string_view view() const { return {abi_.data, static_cast<size_t>(abi_.size)}; }
  void clear() { abi_.size = 0; }
  /// Gives the memory back when there is more of it than `capacity`.
  void shrink(size_t capacity) {
    if (abi_.capacity <= capacity) return;
    std::free(abi_.data);
    abi_.data = nullptr;
    abi_.size = abi_.capacity = 0;
  }

 private:
  bool grow(uint64_t capacity) {
    if (capacity <= abi_.capacity) return true;
    const uint64_t wanted = std::max<uint64_t>({capacity, abi_.capacity + abi_.capacity / 2, 4096});
    auto* data = static_cast<char*>(std::realloc(abi_.data, wanted));
    if (data == nullptr) return false;
    abi_.data = data;
    abi_.capacity = wanted;
    return true;
  }

  sluice_buffer abi_{};
};

}  // namespace sluice::data
