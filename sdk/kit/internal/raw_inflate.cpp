#include <algorithm>
#include <new>

#include <zlib.h>
#if SLUICE_HAS_ISAL
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#endif

#include <kit/internal/raw_inflate.hpp>

namespace sluice::kit::internal {
namespace {

constexpr size_t max_step_bytes = size_t{1} << 30;  // both libraries count in 32 bits

const uint8_t* as_bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

class ZlibInflate final : public RawInflate {
 public:
  ZlibInflate() {
    if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~ZlibInflate() override { inflateEnd(&stream_); }
  ZlibInflate(const ZlibInflate&) = delete;
  ZlibInflate& operator=(const ZlibInflate&) = delete;

  void begin() override { inflateReset(&stream_); }

  RawStep run(std::string_view in, char* out, size_t capacity) override {
    const size_t give = std::min(in.size(), max_step_bytes);
    const size_t room = std::min(capacity, max_step_bytes);
    stream_.next_in = const_cast<Bytef*>(as_bytes(in));
    stream_.avail_in = static_cast<uInt>(give);
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    RawStep step{RawState::needs_input, static_cast<ptrdiff_t>(give - stream_.avail_in),
                 room - stream_.avail_out};
    if (code == Z_STREAM_END) {
      step.state = RawState::finished;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      step.state = RawState::invalid;
    } else if (stream_.avail_out == 0 || give < in.size()) {
      step.state = RawState::output_full;
    }
    return step;
  }

  uint32_t crc32(uint32_t crc, std::string_view bytes) const override {
    return static_cast<uint32_t>(::crc32_z(crc, as_bytes(bytes), bytes.size()));
  }
  uint32_t adler32(uint32_t adler, std::string_view bytes) const override {
    return static_cast<uint32_t>(::adler32_z(adler, as_bytes(bytes), bytes.size()));
  }

 private:
  z_stream stream_{};
};

#if SLUICE_HAS_ISAL

class IsalInflate final : public RawInflate {
 public:
  void begin() override {
    isal_inflate_reset(state_.get());
    state_->crc_flag = ISAL_DEFLATE;
  }

  RawStep run(std::string_view in, char* out, size_t capacity) override {
    const size_t give = std::min(in.size(), max_step_bytes);
    const size_t room = std::min(capacity, max_step_bytes);
    state_->next_in = const_cast<uint8_t*>(as_bytes(in));
    state_->avail_in = static_cast<uint32_t>(give);
    state_->next_out = reinterpret_cast<uint8_t*>(out);
    state_->avail_out = static_cast<uint32_t>(room);
    const int code = isal_inflate(state_.get());
    RawStep step{RawState::needs_input, static_cast<ptrdiff_t>(give - state_->avail_in),
                 room - state_->avail_out};
    if (code != ISAL_DECOMP_OK && code != ISAL_END_INPUT && code != ISAL_OUT_OVERFLOW) {
      // ISA-L goes back to where the wrong symbol starts, which may be in an earlier input.
      step.state = RawState::invalid;
      step.consumed = std::max<ptrdiff_t>(step.consumed, 0);
    } else if (state_->block_state == ISAL_BLOCK_FINISH) {
      // ISA-L reads ahead up to eight bytes: whole ones that it did not use belong to what follows.
      // They came from this input, because needs_input is only said once nothing more can be
      // decoded without a byte of the next.
      step.state = RawState::finished;
      step.consumed -= state_->read_in_length / 8;
    } else if (state_->avail_out == 0 || state_->avail_in != 0 || give < in.size()) {
      step.state = RawState::output_full;
    }
    return step;
  }

  uint32_t crc32(uint32_t crc, std::string_view bytes) const override {
    return crc32_gzip_refl(crc, as_bytes(bytes), bytes.size());
  }
  uint32_t adler32(uint32_t adler, std::string_view bytes) const override {
    return isal_adler32(adler, as_bytes(bytes), bytes.size());
  }

 private:
  // 85 KB, most of it ISA-L's window.
  std::unique_ptr<inflate_state> state_ = make_state();

  static std::unique_ptr<inflate_state> make_state() {
    auto state = std::make_unique<inflate_state>();
    isal_inflate_init(state.get());
    return state;
  }
};

#endif

}  // namespace

std::unique_ptr<RawInflate> make_zlib_inflate() {
  return std::make_unique<ZlibInflate>();
}

std::unique_ptr<RawInflate> make_isal_inflate() {
#if SLUICE_HAS_ISAL
  return std::make_unique<IsalInflate>();
#else
  return nullptr;
#endif
}

}  // namespace sluice::kit::internal
