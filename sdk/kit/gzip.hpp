// Gzip (RFC 1952) and zlib (RFC 1950) data, streamed in; gzip data, whole bodies at once, out. The
// work is ISA-L's where it is built in, else zlib's; bytes and errors do not depend on which, but
// that ISA-L reads some Huffman tables that zlib refuses as incomplete and no encoder writes. An
// instance is used by one thread at a time and reused for many streams.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice::kit {

namespace internal {
class GzipHeader;
class RawInflate;
}  // namespace internal

/// Which library does the work; fastest is ISA-L where it is built in.
enum class Codec { fastest, isal, zlib };

/// Whether instances can be made with `codec`.
bool built_in(Codec codec);

/// Streaming decompression, the format found by its first bytes. Gzip members that follow each
/// other read as one stream, and zero bytes after the last are skipped. All checksums and lengths
/// are checked.
///
///   inflater.begin();
///   inflater.set_input(payload, true);
///   while (!inflater.done()) {
///     Result<size_t> size = inflater.read(buffer, sizeof buffer);
///     if (!size.ok()) return std::move(size).error();
///     use(buffer, *size);
///   }
class Inflater {
 public:
  /// REQUIRES: built_in(codec). Ready for the first stream.
  explicit Inflater(Codec codec = Codec::fastest);
  ~Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;

  /// Starts a new stream and forgets the last. Allocates nothing.
  void begin();

  /// Gives the next compressed bytes, which stay valid until needs_input() or done(); `last`: none
  /// come after them. `bytes` may be empty. REQUIRES: needs_input().
  void set_input(std::string_view bytes, bool last);

  /// Writes at most `capacity` decompressed bytes to `out` and returns how many; less than
  /// `capacity` only when needs_input() or done() is true afterwards, or when an error comes next.
  /// An error, `rejected` always, comes after the bytes decoded before it, and again on every call.
  /// Room for 64 KiB and more pays: ISA-L moves its window on each call. REQUIRES: capacity > 0.
  Result<size_t> read(char* out, size_t capacity);

  /// The stream ended as it should.
  bool done() const { return phase_ == Phase::done; }

  /// All input was taken and more is to come.
  bool needs_input() const { return needs_input_; }

  /// Bytes of this stream so far.
  uint64_t compressed_bytes() const { return given_bytes_ - input_.size() + position_; }
  uint64_t decompressed_bytes() const { return decompressed_bytes_; }

 private:
  enum class Phase { start, header, body, trailer, between, padding, garbage, done, failed };

  std::string_view rest() const { return input_.substr(position_); }
  bool step(char* out, size_t capacity, size_t& produced);
  bool detect();
  bool parse_header();
  bool inflate_body(char* out, size_t capacity, size_t& produced);
  bool check_trailer();
  bool next_member();
  bool skip_padding();
  bool collect(size_t size);
  void start_body(Phase phase, bool gzip);
  bool starve();
  bool fail(Error error);
  bool finish();

  std::unique_ptr<internal::RawInflate> raw_;
  std::unique_ptr<internal::GzipHeader> header_;
  Phase phase_ = Phase::start;
  std::string_view input_;
  size_t position_ = 0;       // how much of input_ was taken
  uint64_t given_bytes_ = 0;  // of all inputs, input_ included
  bool last_ = false;
  bool needs_input_ = true;
  bool gzip_ = true;                // else zlib
  std::array<uint8_t, 8> bytes_{};  // of a magic or trailer that is being collected
  size_t count_ = 0;
  uint32_t checksum_ = 0;  // of the member so far
  uint64_t member_bytes_ = 0;
  uint64_t decompressed_bytes_ = 0;
  uint64_t end_ = 0;  // compressed bytes up to the end of the last member
  Error error_;
};

/// Whole bodies to one gzip member each. Reused buffers: after a body of about the largest size,
/// nothing is allocated.
class Deflater {
 public:
  /// REQUIRES: built_in(codec). `level` is zlib's, 1 (fast) to 9 (small); ISA-L always uses its
  /// level 1, which is as small as zlib's and three to five times as fast.
  explicit Deflater(Codec codec = Codec::fastest, int level = 1);
  ~Deflater();
  Deflater(Deflater&&) noexcept;
  Deflater& operator=(Deflater&&) noexcept;

  /// Replaces `out` with the compressed `in`. Fails (fatal) for bodies of 2 GiB and more.
  Status compress(std::string_view in, std::string& out);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::kit
