// Digests of bytes: MD5 and SHA by OpenSSL's libcrypto, which is loaded when the first is asked for
// (it takes longer to load than a short run to finish), and XXH3 from its header.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <sluice/result.hpp>

namespace sluice {

enum class DigestMethod { md5, sha1, sha256, sha512, xxh3 };

inline constexpr size_t max_digest_bytes = 64;

class Digest {
 public:
  explicit Digest(DigestMethod method) : method_(method) {}
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  ~Digest();

  /// Makes ready; a fatal error when libcrypto cannot be loaded. XXH3 needs nothing.
  Status open();
  /// Writes the digest of the bytes and returns its size. REQUIRES: open() went well, and room for
  /// max_digest_bytes. Belongs to one thread at a time.
  size_t compute(std::string_view bytes, unsigned char* out);

 private:
  const DigestMethod method_;
  void* context_ = nullptr;
  const void* algorithm_ = nullptr;
};

}  // namespace sluice
