// ISA-L and zlib, fed in different pieces, give the same bytes or both fail: for the input as it
// is, and for the input as the deflate data of a gzip member whose checksum and length are right,
// which no mutation would hit by itself. One difference is known and allowed: ISA-L reads some
// Huffman tables that zlib refuses as incomplete; the checksum then vouches for the bytes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

#include <kit/gzip.hpp>

namespace {

using sluice::Result;
using sluice::kit::Codec;
using sluice::kit::Inflater;

constexpr size_t max_bytes = size_t{1} << 20;  // of output: small inputs may unpack to gigabytes

struct Outcome {
  std::string bytes;
  std::string error;  // empty: none
  bool too_long = false;
};

Outcome inflate_all(Codec codec, std::string_view in, size_t piece, size_t room) {
  Inflater inflater(codec);
  Outcome outcome;
  std::vector<char> given, out(room);
  while (!inflater.done()) {
    if (inflater.needs_input()) {
      const size_t size = std::min(piece, in.size());
      given.assign(in.begin(), in.begin() + static_cast<ptrdiff_t>(size));
      in.remove_prefix(size);
      inflater.set_input({given.data(), size}, in.empty());
    }
    Result<size_t> size = inflater.read(out.data(), room);
    if (!size.ok()) {
      outcome.error = size.error().message;
      return outcome;
    }
    if (*size == 0 && !inflater.needs_input() && !inflater.done()) std::abort();  // no progress
    outcome.bytes.append(out.data(), *size);
    if (outcome.bytes.size() > max_bytes) {
      outcome.too_long = true;
      return outcome;
    }
  }
  return outcome;
}

/// What `codec` makes of `in`, which must not depend on the pieces it comes in.
Outcome inflate_both_ways(Codec codec, std::string_view in, size_t piece, size_t room) {
  Outcome whole = inflate_all(codec, in, in.size() + 1, 65536);
  if (whole.too_long) return whole;
  const Outcome pieces = inflate_all(codec, in, piece, room);
  if (pieces.error.empty() != whole.error.empty()) std::abort();
  if (whole.error.empty() && pieces.bytes != whole.bytes) std::abort();
  return whole;
}

void compare(std::string_view in, size_t piece, size_t room) {
  const Outcome zlib = inflate_both_ways(Codec::zlib, in, piece, room);
  if (zlib.too_long || !sluice::kit::built_in(Codec::isal)) return;
  const Outcome isal = inflate_both_ways(Codec::isal, in, piece, room);
  if (isal.too_long) return;
  if (zlib.error.empty() && (!isal.error.empty() || isal.bytes != zlib.bytes)) std::abort();
  if (isal.error.empty() && !zlib.error.empty() &&
      zlib.error.find("invalid deflate data") == std::string::npos) {
    std::abort();
  }
}

/// `in` as the deflate data of a gzip member, its trailer made right by zlib; empty when zlib finds
/// no end in it.
std::string as_member(const uint8_t* data, size_t size) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) std::abort();
  std::vector<Bytef> out(max_bytes);
  stream.next_in = const_cast<Bytef*>(data);
  stream.avail_in = static_cast<uInt>(size);
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  const int code = inflate(&stream, Z_FINISH);
  const size_t used = stream.total_in, made = stream.total_out;
  inflateEnd(&stream);
  if (code != Z_STREAM_END) return {};
  std::string member("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  member.append(reinterpret_cast<const char*>(data), used);
  const uLong crc = crc32_z(0, out.data(), made);
  for (int shift = 0; shift < 32; shift += 8) member += static_cast<char>(crc >> shift);
  for (int shift = 0; shift < 32; shift += 8) member += static_cast<char>(made >> shift);
  return member;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const size_t piece = data[0] % 64 + 1, room = data[1] * 16 + 1;
  data += 2;
  size -= 2;
  compare({reinterpret_cast<const char*>(data), size}, piece, room);
  const std::string member = as_member(data, size);
  if (member.empty()) return 0;
  compare(member, piece, room);
  compare(member + member + "\x1f", piece, room);
  compare(member + std::string(3, '\0'), piece, room);
  return 0;
}
