#include <algorithm>
#include <cstdio>
#include <cstring>

#include <zlib.h>

#include <kit/internal/gzip_header.hpp>

namespace sluice::kit::internal {
namespace {

constexpr uint8_t flag_header_crc = 0x02, flag_extra = 0x04, flag_name = 0x08, flag_comment = 0x10;
constexpr uint8_t reserved_flags = 0xe0;

}  // namespace

void GzipHeader::begin() {
  part_ = Part::fixed;
  bytes_[0] = 0x1f;
  bytes_[1] = 0x8b;
  count_ = 2;
  crc_ = static_cast<uint32_t>(crc32_z(0, bytes_.data(), 2));
}

void GzipHeader::take(std::string_view& in, size_t size) {
  if (size == 0) return;  // zlib takes a null pointer for a new start
  // The CRC field itself is not part of its sum; headers are too short to leave the sum out for
  // those without one.
  if (part_ != Part::crc) {
    const auto* bytes = reinterpret_cast<const Bytef*>(in.data());
    crc_ = static_cast<uint32_t>(crc32_z(crc_, bytes, size));
  }
  in.remove_prefix(size);
}

/// Fills bytes_ up to `size`; true when they are all there, and the next part may start with none.
bool GzipHeader::collect(std::string_view& in, size_t size) {
  const size_t more = std::min(size - count_, in.size());
  if (more != 0) std::memcpy(bytes_.data() + count_, in.data(), more);
  take(in, more);
  count_ += more;
  if (count_ < size) return false;
  count_ = 0;
  return true;
}

/// Skips text up to and with its final zero byte; true when that came.
bool GzipHeader::skip_text(std::string_view& in) {
  const size_t end = in.find('\0');
  take(in, end == std::string_view::npos ? in.size() : end + 1);
  return end != std::string_view::npos;
}

Status GzipHeader::check_fixed() {
  flags_ = bytes_[3];
  char text[80];
  if (bytes_[2] != 8) {
    std::snprintf(text, sizeof text, "gzip compression method %u is not deflate (8)", bytes_[2]);
    return rejected(text);
  }
  if ((flags_ & reserved_flags) != 0) {
    std::snprintf(text, sizeof text, "gzip header has reserved flags set (0x%02x)", flags_);
    return rejected(text);
  }
  return {};
}

Status GzipHeader::check_crc() {
  const unsigned stored = bytes_[0] | static_cast<unsigned>(bytes_[1]) << 8;
  const unsigned computed = crc_ & 0xffff;
  if (stored == computed) return {};
  char text[80];
  std::snprintf(text, sizeof text, "gzip header CRC-16 mismatch: stored 0x%04x, computed 0x%04x",
                stored, computed);
  return rejected(text);
}

Result<bool> GzipHeader::parse(std::string_view& in) {
  if (part_ == Part::fixed) {
    if (!collect(in, 10)) return false;
    if (Status checked = check_fixed(); !checked.ok()) return std::move(checked).error();
    part_ = Part::extra_size;
  }
  if (part_ == Part::extra_size) {
    extra_left_ = 0;
    if ((flags_ & flag_extra) != 0) {
      if (!collect(in, 2)) return false;
      extra_left_ = bytes_[0] | static_cast<uint32_t>(bytes_[1]) << 8;
    }
    part_ = Part::extra;
  }
  if (part_ == Part::extra) {
    const size_t size = std::min<size_t>(extra_left_, in.size());
    take(in, size);
    extra_left_ -= static_cast<uint32_t>(size);
    if (extra_left_ != 0) return false;
    part_ = Part::name;
  }
  if (part_ == Part::name) {
    if ((flags_ & flag_name) != 0 && !skip_text(in)) return false;
    part_ = Part::comment;
  }
  if (part_ == Part::comment) {
    if ((flags_ & flag_comment) != 0 && !skip_text(in)) return false;
    part_ = Part::crc;
  }
  if (part_ == Part::crc) {
    if ((flags_ & flag_header_crc) != 0) {
      if (!collect(in, 2)) return false;
      if (Status checked = check_crc(); !checked.ok()) return std::move(checked).error();
    }
    part_ = Part::done;
  }
  return true;
}

}  // namespace sluice::kit::internal
