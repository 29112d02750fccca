#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include <kit/gzip.hpp>

namespace sluice::kit {
namespace {

using std::string_literals::operator""s;

/// Log-like text: compressible, with long and short matches.
std::string sample_text(size_t size, uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < size) {
    text += R"({"eventName":"Describe)" + std::to_string(random() % 50) +
            R"(","sourceIPAddress":"10.0.)" + std::to_string(random() % 256) + R"(.1","id":")" +
            std::to_string(random()) + "\"}\n";
  }
  text.resize(size);
  return text;
}

std::string noise(size_t size) {
  std::mt19937 random(3);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

/// zlib's own output, independent of Deflater: window_bits 15 zlib, 31 gzip, -15 raw.
std::string pack(std::string_view bytes, int window_bits, int level = 6,
                 int strategy = Z_DEFAULT_STRATEGY, gz_header* header = nullptr) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, level, Z_DEFLATED, window_bits, 8, strategy), Z_OK);
  if (header != nullptr) {
    EXPECT_EQ(deflateSetHeader(&stream, header), Z_OK);
  }
  std::string out(deflateBound(&stream, bytes.size()) + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string gzip(std::string_view bytes) {
  return pack(bytes, 31);
}

/// A member whose header has every optional part.
std::string gzip_with_full_header(std::string_view bytes) {
  std::string extra = noise(300), name = "cloud trail.json", comment = "a comment";
  gz_header header{};
  header.extra = reinterpret_cast<Bytef*>(extra.data());
  header.extra_len = static_cast<uInt>(extra.size());
  header.name = reinterpret_cast<Bytef*>(name.data());
  header.comment = reinterpret_cast<Bytef*>(comment.data());
  header.hcrc = 1;
  return pack(bytes, 31, 6, Z_DEFAULT_STRATEGY, &header);
}

struct Outcome {
  std::string bytes;
  std::string error;
};

/// Feeds `in` in pieces of `piece` bytes, reads in pieces of `room`; every buffer has exactly its
/// size, so that sanitizers see a step outside.
Outcome run(Inflater& inflater, std::string_view in, size_t piece, size_t room) {
  Outcome outcome;
  inflater.begin();
  std::vector<char> given, out(room);
  size_t at = 0;
  while (!inflater.done()) {
    if (inflater.needs_input()) {
      const size_t size = std::min(piece, in.size() - at);
      given.assign(in.begin() + static_cast<ptrdiff_t>(at),
                   in.begin() + static_cast<ptrdiff_t>(at + size));
      given.shrink_to_fit();
      at += size;
      inflater.set_input({given.data(), size}, at == in.size());
    }
    Result<size_t> size = inflater.read(out.data(), room);
    if (!size.ok()) {
      EXPECT_EQ(size.error().code, StatusCode::rejected);
      Result<size_t> again = inflater.read(out.data(), room);
      EXPECT_FALSE(again.ok());
      EXPECT_EQ(again.ok() ? "" : again.error().message, size.error().message);
      outcome.error = size.error().message;
      return outcome;
    }
    if (*size == 0 && !inflater.needs_input() && !inflater.done()) {
      outcome.error = "no progress";
      return outcome;
    }
    outcome.bytes.append(out.data(), *size);
  }
  EXPECT_EQ(inflater.compressed_bytes(), in.size());
  EXPECT_EQ(inflater.decompressed_bytes(), outcome.bytes.size());
  return outcome;
}

class Gzip : public testing::TestWithParam<Codec> {
 protected:
  void SetUp() override {
    if (!built_in(GetParam())) GTEST_SKIP() << "this codec is not built in";
    inflater_ = std::make_unique<Inflater>(GetParam());
  }

  Outcome read(std::string_view in, size_t piece = 1 << 20, size_t room = 1 << 16) {
    return run(*inflater_, in, piece, room);
  }
  std::string error(std::string_view in) { return read(in).error; }

  std::unique_ptr<Inflater> inflater_;
};

std::string codec_name(const testing::TestParamInfo<Codec>& codec) {
  const char* const names[] = {"fastest", "isal", "zlib"};
  return names[static_cast<size_t>(codec.param)];
}

INSTANTIATE_TEST_SUITE_P(Codecs, Gzip, testing::Values(Codec::fastest, Codec::isal, Codec::zlib),
                         codec_name);

TEST_P(Gzip, ReadsWhatZlibWrote) {
  const std::vector<std::string> texts = {
      "", "x", "hello", noise(10000), noise(200000), sample_text(300000), std::string(500000, 'a')};
  for (const std::string& text : texts) {
    for (const int level : {0, 1, 6, 9}) {
      for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE}) {
        for (const int window_bits : {15, 31}) {
          const Outcome outcome = read(pack(text, window_bits, level, strategy));
          ASSERT_EQ(outcome.error, "");
          ASSERT_EQ(outcome.bytes, text) << level << " " << strategy << " " << window_bits;
        }
      }
    }
  }
}

TEST_P(Gzip, ReadsPiecesOfAnySize) {
  // Tiny pieces are slow (ISA-L moves its window on every call), so they get less to do.
  const std::string long_text = sample_text(150000) + noise(70000) + sample_text(1000, 2);
  const std::string short_text = sample_text(400) + noise(100);
  const auto pack_all = [](const std::string& text) {
    return gzip(text) + gzip("second") + gzip_with_full_header(text);
  };
  const std::string long_packed = pack_all(long_text), short_packed = pack_all(short_text);
  for (const size_t piece : {1, 2, 3, 7, 1000, 4096, 65536, 1 << 20}) {
    for (const size_t room : {1, 5, 100, 4096, 40000, 65536, 1 << 20}) {
      const bool tiny = room < 4096 || piece < 1000;
      const std::string& text = tiny ? short_text : long_text;
      const Outcome outcome = read(tiny ? short_packed : long_packed, piece, room);
      ASSERT_EQ(outcome.error, "") << piece << " " << room;
      ASSERT_TRUE(outcome.bytes == text + "second" + text) << piece << " " << room;
    }
  }
}

TEST_P(Gzip, EveryCutOfSmallMembersIsTruncatedAndEverySplitReads) {
  const std::string first = gzip_with_full_header("first member"), second = gzip("second");
  const std::string packed = first + second;
  for (size_t cut = 1; cut < packed.size(); ++cut) {
    const Outcome outcome = read(packed.substr(0, cut));
    if (cut == first.size()) {
      ASSERT_EQ(outcome.error, "");
    } else if (cut == first.size() + 1) {
      ASSERT_EQ(outcome.error, "1 bytes after the end of gzip data are not gzip");
    } else {
      ASSERT_EQ(outcome.error, "gzip data is truncated after " + std::to_string(cut) +
                                   " compressed bytes (" + std::to_string(outcome.bytes.size()) +
                                   " decompressed)");
    }
    inflater_->begin();
    inflater_->set_input(std::string_view(packed).substr(0, cut), false);
    char out[100];
    Result<size_t> before = inflater_->read(out, sizeof out);
    ASSERT_TRUE(before.ok());
    ASSERT_TRUE(inflater_->needs_input());
    inflater_->set_input(std::string_view(packed).substr(cut), true);
    Result<size_t> after = inflater_->read(out + *before, sizeof out - *before);
    ASSERT_TRUE(after.ok()) << after.error().message << " at " << cut;
    ASSERT_TRUE(inflater_->done());
    ASSERT_EQ(std::string(out, *before + *after), "first membersecond") << cut;
  }
}

TEST_P(Gzip, EverySplitOfEveryBlockTypeReads) {
  const std::string text = sample_text(1500) + noise(300);
  std::vector<char> first, second, out(4 * text.size());
  for (const int level : {0, 1, 6}) {
    for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY}) {
      for (const int window_bits : {15, 31}) {
        const std::string packed = pack(text, window_bits, level, strategy);
        for (size_t cut = 0; cut <= packed.size(); ++cut) {
          const auto middle = packed.begin() + static_cast<ptrdiff_t>(cut);
          first.assign(packed.begin(), middle);
          second.assign(middle, packed.end());
          inflater_->begin();
          inflater_->set_input({first.data(), first.size()}, false);
          const size_t before = inflater_->read(out.data(), out.size()).value();
          inflater_->set_input({second.data(), second.size()}, true);
          Result<size_t> after = inflater_->read(out.data() + before, out.size() - before);
          ASSERT_TRUE(after.ok()) << after.error().message << " " << cut;
          ASSERT_TRUE(inflater_->done());
          ASSERT_EQ(std::string_view(out.data(), before + *after), text) << cut;
        }
      }
    }
  }
}

// ISA-L goes back to the start of a wrong symbol, here into an input that is gone.
TEST_P(Gzip, AWrongSymbolMayStartInAnEarlierInput) {
  std::mt19937 random(9);
  const std::string packed = pack(sample_text(1500), 15, 1, Z_FIXED);
  for (int round = 0; round < 3000; ++round) {
    std::string wrong = packed;
    wrong[2 + random() % (wrong.size() - 2)] = static_cast<char>(random());
    const Outcome outcome = read(wrong, 1 + random() % 20);
    ASSERT_NE(outcome.error, "no progress");
    ASSERT_TRUE(outcome.error != "" || wrong == packed);
  }
}

TEST_P(Gzip, TheEndMayComeAlone) {
  inflater_->begin();
  inflater_->set_input({}, false);
  char out[100];
  EXPECT_EQ(inflater_->read(out, sizeof out).value(), 0u);
  EXPECT_TRUE(inflater_->needs_input());
  const std::string packed = gzip("text");
  inflater_->set_input(packed, false);
  EXPECT_EQ(inflater_->read(out, sizeof out).value(), 4u);
  EXPECT_FALSE(inflater_->done());
  inflater_->set_input({}, true);
  EXPECT_EQ(inflater_->read(out, sizeof out).value(), 0u);
  EXPECT_TRUE(inflater_->done());
}

TEST_P(Gzip, RejectsOtherData) {
  EXPECT_EQ(error(""), "not gzip or zlib data (it is empty)");
  EXPECT_EQ(error("{"), "not gzip or zlib data (it is one byte, 0x7b)");
  EXPECT_EQ(error("{\"a\":1}"), "not gzip or zlib data (starts with 0x7b22)");
  EXPECT_EQ(error("\x1f\x9d\x90"), "not gzip or zlib data (starts with 0x1f9d)");
  EXPECT_EQ(error("\x1f"), "gzip data is truncated after 1 compressed bytes (0 decompressed)");
  EXPECT_EQ(error("\x78\x20"), "zlib data needs a preset dictionary");
}

TEST_P(Gzip, RejectsWrongHeaders) {
  std::string packed = gzip("text");
  packed[2] = 7;
  EXPECT_EQ(error(packed), "gzip compression method 7 is not deflate (8)");
  packed = gzip("text");
  packed[3] = 0x40;
  EXPECT_EQ(error(packed), "gzip header has reserved flags set (0x40)");
  packed = gzip_with_full_header("text");
  packed[20] = static_cast<char>(packed[20] ^ 1);  // in the extra field
  EXPECT_EQ(error(packed).substr(0, 37), "gzip header CRC-16 mismatch: stored 0");
}

TEST_P(Gzip, RejectsWrongChecksums) {
  const std::string packed = gzip("text");
  const size_t trailer = packed.size() - 8;
  for (size_t at = trailer; at < packed.size(); ++at) {
    std::string wrong = packed;
    wrong[at] = static_cast<char>(wrong[at] ^ 1);
    const Outcome outcome = read(wrong);
    EXPECT_EQ(outcome.bytes, "text");
    if (at < trailer + 4) {
      EXPECT_EQ(outcome.error.substr(0, 29), "gzip CRC-32 mismatch: stored ") << outcome.error;
    } else {
      EXPECT_EQ(outcome.error.substr(0, 29), "gzip length mismatch: stored ") << outcome.error;
    }
  }
  std::string wrong = pack("text", 15);
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  EXPECT_EQ(error(wrong), "zlib Adler-32 mismatch: stored 0x046701c7, computed 0x046701c6");
}

TEST_P(Gzip, RejectsDamagedDeflateData) {
  const std::string invalid_block = "\x1f\x8b\x08\0\0\0\0\0\0\xff\x07"s;  // block type 3
  EXPECT_EQ(error(invalid_block + std::string(20, '\0')).substr(0, 40),
            "invalid deflate data at compressed byte ");
  const std::string too_far = "\x1f\x8b\x08\0\0\0\0\0\0\xff\x4b\x04\x21\0"s;  // before the start
  EXPECT_EQ(error(too_far + std::string(20, '\0')).substr(0, 12), "invalid defl");
  std::mt19937 random(5);
  const std::string text = sample_text(20000), packed = gzip(text);
  for (int round = 0; round < 2000; ++round) {
    std::string wrong = packed;
    const size_t at = 10 + random() % (wrong.size() - 10);
    wrong[at] = static_cast<char>(wrong[at] ^ (1 << random() % 8));
    const Outcome outcome = read(wrong);
    ASSERT_NE(outcome.error, "") << "bit flip at " << at;
    ASSERT_NE(outcome.error, "no progress");
  }
}

TEST_P(Gzip, SkipsZerosAfterTheEndAndRejectsTheRest) {
  const std::string packed = gzip("text");
  for (const size_t zeros : {1, 2, 3, 511, 100000}) {
    for (const size_t piece : {1, 100, 1 << 20}) {
      EXPECT_EQ(read(packed + std::string(zeros, '\0'), piece).error, "");
    }
  }
  const std::string after = " bytes after the end of gzip data are not gzip";
  for (const size_t piece : {1, 3, 1 << 20}) {
    const Outcome outcome = read(packed + "garbage", piece);
    EXPECT_EQ(outcome.bytes, "text");
    EXPECT_EQ(outcome.error, "7" + after);
    EXPECT_EQ(read(packed + "\n", piece).error, "1" + after);
    EXPECT_EQ(read(packed + std::string(600, '\0') + "x", piece).error, "601" + after);
    EXPECT_EQ(read(packed + "\0x"s, piece).error, "2" + after);
    EXPECT_EQ(read(packed + "\x1f\x00"s, piece).error, "2" + after);
    EXPECT_EQ(read(pack("text", 15) + "more", piece).error, "4 bytes after the end of zlib data");
  }
}

TEST_P(Gzip, RecoversAfterAnError) {
  EXPECT_NE(error("not gzip"), "");
  EXPECT_EQ(read(gzip("text")).bytes, "text");
  EXPECT_NE(error(gzip("text").substr(0, 15)), "");
  EXPECT_EQ(read(gzip("text")).bytes, "text");
}

TEST_P(Gzip, DeflaterWritesWhatEveryCodecReads) {
  Deflater deflater(GetParam());
  Inflater by_zlib(Codec::zlib);
  std::string packed = "overwritten";
  for (const std::string& text :
       {std::string(), std::string("x"), noise(1), noise(65535), noise(65536), noise(1000000),
        sample_text(5000), sample_text(3000000), std::string(4000000, 'a'), noise(300)}) {
    ASSERT_TRUE(deflater.compress(text, packed).ok());
    ASSERT_LE(packed.size(), text.size() + text.size() / 1000 + 400);
    for (Inflater* inflater : {inflater_.get(), &by_zlib}) {
      const Outcome outcome = run(*inflater, packed, 1 << 20, 1 << 16);
      ASSERT_EQ(outcome.error, "");
      ASSERT_TRUE(outcome.bytes == text) << text.size();
    }
  }
  ASSERT_TRUE(deflater.compress(sample_text(1000000), packed).ok());
  EXPECT_LT(packed.size(), 400000u);
}

TEST_P(Gzip, MovesKeepTheStream) {
  const std::string packed = gzip("some text");
  inflater_->set_input(packed, true);
  char out[4];
  ASSERT_EQ(inflater_->read(out, sizeof out).value(), 4u);
  Inflater moved = std::move(*inflater_);
  ASSERT_EQ(moved.read(out, sizeof out).value(), 4u);
  EXPECT_EQ(std::string(out, 4), " tex");
}

TEST(GzipCodecs, AgreeOnDamagedData) {
  if (!built_in(Codec::isal)) GTEST_SKIP() << "ISA-L is not built in";
  Inflater isal(Codec::isal), zlib(Codec::zlib);
  std::mt19937 random(11);
  const std::string packed = gzip(sample_text(3000)) + pack("fixed", 31, 6, Z_FIXED);
  for (int round = 0; round < 20000; ++round) {
    std::string wrong = packed;
    for (uint32_t change = 0; change <= random() % 3; ++change) {
      wrong[random() % wrong.size()] = static_cast<char>(random());
    }
    const Outcome a = run(isal, wrong, 1000, 700), b = run(zlib, wrong, 900, 5000);
    if (b.error.empty()) {
      ASSERT_EQ(a.error, "");
      ASSERT_EQ(a.bytes, b.bytes);
    } else if (a.error.empty()) {  // ISA-L reads some Huffman tables that zlib does not
      ASSERT_EQ(b.error.substr(0, 20), "invalid deflate data");
    }
  }
}

}  // namespace
}  // namespace sluice::kit
