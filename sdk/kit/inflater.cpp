#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstring>

#include <kit/gzip.hpp>
#include <kit/internal/gzip_header.hpp>
#include <kit/internal/raw_inflate.hpp>

namespace sluice::kit {
namespace {

std::unique_ptr<internal::RawInflate> make_raw(Codec codec) {
  assert(built_in(codec));
  if (codec != Codec::zlib) {
    if (auto isal = internal::make_isal_inflate()) return isal;
  }
  return internal::make_zlib_inflate();
}

uint32_t little_endian(const uint8_t* bytes) {
  return bytes[0] | static_cast<uint32_t>(bytes[1]) << 8 | static_cast<uint32_t>(bytes[2]) << 16 |
         static_cast<uint32_t>(bytes[3]) << 24;
}

uint32_t big_endian(const uint8_t* bytes) {
  return __builtin_bswap32(little_endian(bytes));
}

Error mismatch(const char* what, uint32_t stored, uint32_t computed) {
  char text[96];
  std::snprintf(text, sizeof text, "%s mismatch: stored 0x%08x, computed 0x%08x", what, stored,
                computed);
  return rejected(text);
}

bool is_zlib_header(const uint8_t* bytes) {
  return (bytes[0] & 0x0f) == 8 && bytes[0] >> 4 <= 7 && (bytes[0] << 8 | bytes[1]) % 31 == 0;
}

}  // namespace

bool built_in(Codec codec) {
#if SLUICE_HAS_ISAL
  return codec == Codec::fastest || codec == Codec::isal || codec == Codec::zlib;
#else
  return codec != Codec::isal;
#endif
}

Inflater::Inflater(Codec codec)
    : raw_(make_raw(codec)), header_(std::make_unique<internal::GzipHeader>()) {}
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

void Inflater::begin() {
  phase_ = Phase::start;
  input_ = {};
  position_ = 0;
  given_bytes_ = 0;
  last_ = false;
  needs_input_ = true;
  count_ = 0;
  decompressed_bytes_ = 0;
  end_ = 0;
}

void Inflater::set_input(std::string_view bytes, bool last) {
  assert(needs_input_ && position_ == input_.size());
  input_ = bytes;
  position_ = 0;
  given_bytes_ += bytes.size();
  last_ = last;
  needs_input_ = false;
}

Result<size_t> Inflater::read(char* out, size_t capacity) {
  assert(capacity > 0);
  size_t produced = 0;
  while (!needs_input_ && produced < capacity && step(out, capacity, produced)) {
  }
  if (phase_ == Phase::failed && produced == 0) return error_;
  return produced;
}

/// One step of the current phase; false when read has to return.
bool Inflater::step(char* out, size_t capacity, size_t& produced) {
  switch (phase_) {
    case Phase::start:
      return detect();
    case Phase::header:
      return parse_header();
    case Phase::body:
      return inflate_body(out, capacity, produced);
    case Phase::trailer:
      return check_trailer();
    case Phase::between:
      return next_member();
    case Phase::padding:
    case Phase::garbage:
      return skip_padding();
    case Phase::done:
    case Phase::failed:
      break;
  }
  return false;
}

/// Asks for more input, or, where there is none, says that the data is cut.
bool Inflater::starve() {
  if (!last_) {
    needs_input_ = true;
    return false;
  }
  return fail(rejected(std::string(gzip_ ? "gzip" : "zlib") + " data is truncated after " +
                       std::to_string(compressed_bytes()) + " compressed bytes (" +
                       std::to_string(decompressed_bytes_) + " decompressed)"));
}

bool Inflater::fail(Error error) {
  error_ = std::move(error);
  phase_ = Phase::failed;
  return false;
}

bool Inflater::finish() {
  phase_ = Phase::done;
  return false;
}

/// Fills bytes_ up to `size`; false when the input ends before.
bool Inflater::collect(size_t size) {
  const size_t more = std::min(size - count_, input_.size() - position_);
  if (more != 0) std::memcpy(bytes_.data() + count_, input_.data() + position_, more);
  position_ += more;
  count_ += more;
  return count_ == size;
}

void Inflater::start_body(Phase phase, bool gzip) {
  phase_ = phase;
  gzip_ = gzip;
  count_ = 0;
  checksum_ = gzip ? 0 : 1;
  member_bytes_ = 0;
  raw_->begin();
}

bool Inflater::detect() {
  gzip_ = true;  // also for the error of data that is cut here
  const bool both = collect(2);
  if (count_ == 0) return last_ ? fail(rejected("not gzip or zlib data (it is empty)")) : starve();
  if (!both && !last_) return starve();
  if (both && bytes_[0] == 0x1f && bytes_[1] == 0x8b) {
    start_body(Phase::header, true);
    header_->begin();
    return true;
  }
  if (both && is_zlib_header(bytes_.data())) {
    if ((bytes_[1] & 0x20) != 0) return fail(rejected("zlib data needs a preset dictionary"));
    start_body(Phase::body, false);
    return true;
  }
  if (!both && bytes_[0] == 0x1f) return starve();
  char text[64];
  if (both) {
    std::snprintf(text, sizeof text, "not gzip or zlib data (starts with 0x%02x%02x)", bytes_[0],
                  bytes_[1]);
  } else {
    std::snprintf(text, sizeof text, "not gzip or zlib data (it is one byte, 0x%02x)", bytes_[0]);
  }
  return fail(rejected(text));
}

bool Inflater::parse_header() {
  std::string_view in = rest();
  Result<bool> complete = header_->parse(in);
  position_ = input_.size() - in.size();
  if (!complete.ok()) return fail(std::move(complete).error());
  if (!*complete) return starve();
  phase_ = Phase::body;
  return true;
}

bool Inflater::inflate_body(char* out, size_t capacity, size_t& produced) {
  const internal::RawStep step = raw_->run(rest(), out + produced, capacity - produced);
  const ptrdiff_t position = static_cast<ptrdiff_t>(position_) + step.consumed;
  const bool before_input = position < 0;  // cannot be; it would read outside if it were
  assert(!before_input);
  position_ = before_input ? 0 : static_cast<size_t>(position);
  const std::string_view bytes(out + produced, step.produced);
  if (!bytes.empty()) {
    checksum_ = gzip_ ? raw_->crc32(checksum_, bytes) : raw_->adler32(checksum_, bytes);
    produced += step.produced;
    member_bytes_ += step.produced;
    decompressed_bytes_ += step.produced;
  }
  const bool stuck = step.consumed == 0 && step.produced == 0;
  switch (before_input ? internal::RawState::invalid : step.state) {
    case internal::RawState::needs_input:
      return starve();
    case internal::RawState::output_full:
      if (!stuck) return true;
      break;
    case internal::RawState::finished:
      phase_ = Phase::trailer;
      return true;
    case internal::RawState::invalid:
      break;
  }
  return fail(
      rejected("invalid deflate data at compressed byte " + std::to_string(compressed_bytes())));
}

bool Inflater::check_trailer() {
  if (!collect(gzip_ ? 8 : 4)) return starve();
  count_ = 0;
  if (gzip_) {
    const uint32_t crc = little_endian(bytes_.data());
    if (crc != checksum_) return fail(mismatch("gzip CRC-32", crc, checksum_));
    const uint32_t size = little_endian(bytes_.data() + 4);  // modulo 2^32
    if (size != static_cast<uint32_t>(member_bytes_)) {
      return fail(rejected("gzip length mismatch: stored " + std::to_string(size) +
                           ", decompressed " + std::to_string(member_bytes_)));
    }
  } else {
    const uint32_t adler = big_endian(bytes_.data());
    if (adler != checksum_) return fail(mismatch("zlib Adler-32", adler, checksum_));
  }
  end_ = compressed_bytes();
  phase_ = Phase::between;
  return true;
}

/// After a member: the next one, zero padding, or the end.
bool Inflater::next_member() {
  const bool both = collect(2);
  if (count_ == 0) return last_ ? finish() : starve();
  if (gzip_ && bytes_[0] == 0x1f) {
    if (!both && !last_) return starve();
    if (both && bytes_[1] == 0x8b) {
      start_body(Phase::header, true);
      header_->begin();
      return true;
    }
  }
  const bool zeros = bytes_[0] == 0 && (count_ == 1 || bytes_[1] == 0);
  phase_ = zeros ? Phase::padding : Phase::garbage;
  count_ = 0;
  return true;
}

/// Takes what is left, to know whether it is all zeros and how long it is.
bool Inflater::skip_padding() {
  if (phase_ == Phase::padding && rest().find_first_not_of('\0') != std::string_view::npos) {
    phase_ = Phase::garbage;
  }
  position_ = input_.size();
  if (!last_) return starve();
  if (phase_ == Phase::padding) return finish();
  return fail(rejected(std::to_string(compressed_bytes() - end_) + " bytes after the end of " +
                       (gzip_ ? "gzip data are not gzip" : "zlib data")));
}

}  // namespace sluice::kit
