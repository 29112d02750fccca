#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <kit/base64.hpp>
#include <kit/internal/base64_paths.hpp>

namespace sluice::kit {
namespace {

struct Path {
  const char* name;
  internal::Base64Bulk bulk;
};

/// The paths that this processor can run; the first is the scalar one.
std::vector<Path> paths() {
  std::vector<Path> all{{"scalar", internal::base64_bulk_none}};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("ssse3")) all.push_back({"ssse3", internal::base64_bulk_ssse3});
  if (__builtin_cpu_supports("avx2")) all.push_back({"avx2", internal::base64_bulk_avx2});
#endif
  return all;
}

/// Decodes between buffers of exactly the stated sizes, so that sanitizers see every step outside.
Result<std::string> decode(std::string_view text, internal::Base64Bulk bulk) {
  const std::vector<char> in(text.begin(), text.end());
  std::vector<char> out(decoded_capacity(in.size()));
  Result<size_t> size =
      internal::decode_base64_with(bulk, std::string_view(in.data(), in.size()), out.data());
  if (!size.ok()) return std::move(size).error();
  EXPECT_LE(*size, out.size());
  return std::string(out.data(), *size);
}

std::string message(std::string_view text) {
  Result<std::string> result = decode(text, internal::best_base64_bulk());
  return result.ok() ? "ok: " + *result : result.error().message;
}

std::string random_bytes(size_t size, uint32_t seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::string encode(std::string_view bytes) {
  std::string text;
  encode_base64(bytes, text);
  return text;
}

TEST(Base64, KnowsTheVectorsOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(encode(bytes), text);
    EXPECT_EQ(message(text), "ok: " + bytes);
    EXPECT_EQ(message(text.substr(0, text.find('='))), "ok: " + bytes);
  }
}

TEST(Base64, EncodingAppends) {
  std::string text = "Basic ";
  encode_base64("user:secret", text);
  EXPECT_EQ(text, "Basic dXNlcjpzZWNyZXQ=");
}

TEST(Base64, EveryPathDecodesEveryLength) {
  for (size_t size = 0; size < 700; ++size) {
    const std::string bytes = random_bytes(size, static_cast<uint32_t>(size));
    const std::string text = encode(bytes);
    for (const Path& path : paths()) {
      Result<std::string> padded = decode(text, path.bulk);
      ASSERT_TRUE(padded.ok()) << path.name << " " << size;
      ASSERT_EQ(*padded, bytes) << path.name << " " << size;
      Result<std::string> bare = decode(text.substr(0, text.find('=')), path.bulk);
      ASSERT_TRUE(bare.ok()) << path.name << " " << size;
      ASSERT_EQ(*bare, bytes) << path.name << " " << size;
    }
  }
}

TEST(Base64, EveryPathDecodesInPlace) {
  for (size_t size = 0; size < 700; ++size) {
    const std::string bytes = random_bytes(size, static_cast<uint32_t>(size));
    for (const Path& path : paths()) {
      std::string text = encode(bytes);
      Result<size_t> decoded = internal::decode_base64_with(path.bulk, text, text.data());
      ASSERT_TRUE(decoded.ok());
      ASSERT_EQ(text.substr(0, *decoded), bytes) << path.name << " " << size;
    }
  }
}

TEST(Base64, EveryPathRejectsEveryWrongByteAtEveryPosition) {
  const std::string text = encode(random_bytes(222, 7));  // 296 characters, no padding
  for (size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string wrong = text;
      wrong[at] = static_cast<char>(byte);
      Result<std::string> expected = decode(wrong, internal::base64_bulk_none);
      const bool in_alphabet = std::isalnum(byte) != 0 || byte == '+' || byte == '/';
      const bool padding = byte == '=' && at + 1 == text.size();
      ASSERT_EQ(expected.ok(), in_alphabet || padding) << byte << " at " << at;
      for (const Path& path : paths()) {
        Result<std::string> result = decode(wrong, path.bulk);
        ASSERT_EQ(result.ok(), expected.ok()) << path.name << " " << byte << " at " << at;
        if (result.ok()) {
          ASSERT_EQ(*result, *expected) << path.name << " " << byte << " at " << at;
        } else {
          ASSERT_EQ(result.error().code, StatusCode::rejected);
          ASSERT_EQ(result.error().message, expected.error().message) << path.name;
        }
      }
    }
  }
}

TEST(Base64, ErrorsNameTheOffset) {
  EXPECT_EQ(message("Zm9v-mFy"), "invalid base64 character 0x2d at offset 4");
  EXPECT_EQ(message("Zm9vYmFy\n"), "invalid base64 character 0x0a at offset 8");
  EXPECT_EQ(message("Zg==\n"), "invalid base64 character 0x0a at offset 4");
  EXPECT_EQ(message("Zm9v\r\nYmFy"), "invalid base64 character 0x0d at offset 4");
  EXPECT_EQ(message(std::string_view("Zm9vY\0Fy", 8)), "invalid base64 character 0x00 at offset 5");
  EXPECT_EQ(message("Zg==Zg=="), "misplaced base64 padding at offset 2");
  EXPECT_EQ(message("Z==="), "misplaced base64 padding at offset 1");
  EXPECT_EQ(message("===="), "misplaced base64 padding at offset 0");
  EXPECT_EQ(message("="), "wrong base64 padding at offset 0");
  EXPECT_EQ(message("Zg="), "wrong base64 padding at offset 2");
  EXPECT_EQ(message("Zm9v="), "wrong base64 padding at offset 4");
  EXPECT_EQ(message("Zm9v=="), "wrong base64 padding at offset 4");
  EXPECT_EQ(message("Zm9vY"), "base64 text is cut: one character is left over at offset 4");
}

TEST(Base64, CapacityIsTight) {
  EXPECT_EQ(decoded_capacity(0), 0u);
  for (size_t size = 1; size < 100; ++size) {
    const size_t padded = encode(std::string(size, 'x')).size();
    EXPECT_GE(decoded_capacity(padded), size);
    EXPECT_LE(decoded_capacity(padded), size + 2);
  }
}

}  // namespace
}  // namespace sluice::kit
