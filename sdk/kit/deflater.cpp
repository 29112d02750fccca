#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <new>

#include <zlib.h>
#if SLUICE_HAS_ISAL
#include <isa-l/igzip_lib.h>
#endif

#include <kit/gzip.hpp>

namespace sluice::kit {

/// Compresses into a buffer of its own, never cleared, and as large as the worst case: a string
/// would first fill what is then overwritten.
class Deflater::Impl {
 public:
  virtual ~Impl() = default;

  Status compress(std::string_view in, std::string& out) {
    if (in.size() >= std::numeric_limits<uint32_t>::max() / 2) {
      return fatal("could not compress a body of " + std::to_string(in.size()) +
                   " bytes: 2 GiB is the limit");
    }
    reserve(worst_case(in.size()));
    const size_t size = run(in, buffer_.get(), capacity_);
    if (size == 0) return fatal("could not compress: the output buffer is too small");
    out.assign(buffer_.get(), size);
    return {};
  }

 protected:
  virtual size_t worst_case(size_t size) = 0;
  virtual size_t run(std::string_view in, char* out, size_t capacity) = 0;

 private:
  void reserve(size_t size) {
    if (size <= capacity_) return;
    capacity_ = size + size / 4;
    buffer_.reset(new char[capacity_]);
  }

  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
};

namespace {

/// Base is Deflater::Impl, which this namespace may not name.
template <class Base>
class ZlibDeflate final : public Base {
 public:
  explicit ZlibDeflate(int level) {
    const int with_gzip = MAX_WBITS + 16;
    if (deflateInit2(&stream_, level, Z_DEFLATED, with_gzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~ZlibDeflate() override { deflateEnd(&stream_); }
  ZlibDeflate(const ZlibDeflate&) = delete;
  ZlibDeflate& operator=(const ZlibDeflate&) = delete;

 protected:
  size_t worst_case(size_t size) override { return deflateBound(&stream_, size); }

  size_t run(std::string_view in, char* out, size_t capacity) override {
    deflateReset(&stream_);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out =
        static_cast<uInt>(std::min<size_t>(capacity, std::numeric_limits<uInt>::max()));
    return deflate(&stream_, Z_FINISH) == Z_STREAM_END ? stream_.total_out : 0;
  }

 private:
  z_stream stream_{};
};

#if SLUICE_HAS_ISAL

template <class Base>
class IsalDeflate final : public Base {
 public:
  IsalDeflate() { isal_deflate_init(stream_.get()); }

 protected:
  // Blocks that do not shrink are stored, with 5 bytes for each 64 KB; 400 is a dynamic block's
  // header with room to spare.
  size_t worst_case(size_t size) override { return size + size / 1000 + 400; }

  size_t run(std::string_view in, char* out, size_t capacity) override {
    isal_zstream& stream = *stream_;
    isal_deflate_reset(&stream);
    stream.level = 1;
    stream.level_buf = level_buffer_.get();
    stream.level_buf_size = level_buffer_bytes;
    stream.gzip_flag = IGZIP_GZIP;
    stream.end_of_stream = 1;
    stream.flush = NO_FLUSH;
    stream.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(in.data()));
    stream.avail_in = static_cast<uint32_t>(in.size());
    stream.next_out = reinterpret_cast<uint8_t*>(out);
    stream.avail_out =
        static_cast<uint32_t>(std::min<size_t>(capacity, std::numeric_limits<uint32_t>::max()));
    if (isal_deflate(&stream) != COMP_OK) return 0;
    return stream.internal_state.state == ZSTATE_END ? stream.total_out : 0;
  }

 private:
  static constexpr uint32_t level_buffer_bytes = ISAL_DEF_LVL1_DEFAULT;
  std::unique_ptr<isal_zstream> stream_ = std::make_unique<isal_zstream>();
  std::unique_ptr<uint8_t[]> level_buffer_ = std::make_unique<uint8_t[]>(level_buffer_bytes);
};

#endif

}  // namespace

Deflater::Deflater(Codec codec, int level) {
  assert(built_in(codec));
#if SLUICE_HAS_ISAL
  if (codec != Codec::zlib) {
    impl_ = std::make_unique<IsalDeflate<Impl>>();
    return;
  }
#endif
  impl_ = std::make_unique<ZlibDeflate<Impl>>(level);
}

Deflater::~Deflater() = default;
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater& Deflater::operator=(Deflater&&) noexcept = default;

Status Deflater::compress(std::string_view in, std::string& out) {
  return impl_->compress(in, out);
}

}  // namespace sluice::kit
