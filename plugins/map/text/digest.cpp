#include <dlfcn.h>
#include <map/text/digest.hpp>

#include <cstring>

// Inlined, as in the kit: the dispatching library is no faster on short texts.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sluice {
namespace {

// The few functions of libcrypto (OpenSSL 3 and 1.1) that are needed; declared here, so that the
// build needs no header of it.
struct Crypto {
  void* (*md_ctx_new)();
  void (*md_ctx_free)(void* context);
  const void* (*get_digestbyname)(const char* name);
  int (*digest_init)(void* context, const void* type, void* engine);
  int (*digest_update)(void* context, const void* data, size_t size);
  int (*digest_final)(void* context, unsigned char* out, unsigned* size);
};

constexpr const char* library_names[] = {"libcrypto.so.3", "libcrypto.so.1.1"};

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<Crypto> load() {
  void* library = nullptr;
  std::string tried;
  for (const char* name : library_names) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
    const char* text = ::dlerror();
    tried += (tried.empty() ? "" : "; ") + std::string(text != nullptr ? text : "unknown error");
  }
  if (library == nullptr) {
    return fatal("could not load libcrypto, which MD5 and SHA need (Debian: libssl3): " + tried);
  }
  Crypto crypto{};
  const bool complete = find(library, "EVP_MD_CTX_new", crypto.md_ctx_new) &&
                        find(library, "EVP_MD_CTX_free", crypto.md_ctx_free) &&
                        find(library, "EVP_get_digestbyname", crypto.get_digestbyname) &&
                        find(library, "EVP_DigestInit_ex", crypto.digest_init) &&
                        find(library, "EVP_DigestUpdate", crypto.digest_update) &&
                        find(library, "EVP_DigestFinal_ex", crypto.digest_final);
  if (!complete) return fatal("could not use libcrypto: a function is missing in it");
  return crypto;
}

Result<const Crypto*> crypto() {
  // Never unloaded: other threads may still use it when the process ends.
  static const auto* const loaded = new Result<Crypto>(load());
  if (!loaded->ok()) return loaded->error();
  return &loaded->value();
}

const char* name_of(DigestMethod method) {
  switch (method) {
    case DigestMethod::md5:
      return "MD5";
    case DigestMethod::sha1:
      return "SHA1";
    case DigestMethod::sha256:
      return "SHA256";
    default:
      return "SHA512";
  }
}

}  // namespace

Digest::~Digest() {
  if (context_ != nullptr) (*crypto())->md_ctx_free(context_);
}

Status Digest::open() {
  if (method_ == DigestMethod::xxh3 || context_ != nullptr) return {};
  Result<const Crypto*> functions = crypto();
  if (!functions) return std::move(functions).error();
  algorithm_ = (*functions)->get_digestbyname(name_of(method_));
  void* context = (*functions)->md_ctx_new();
  // A system in FIPS mode has no MD5.
  if (context == nullptr || algorithm_ == nullptr ||
      (*functions)->digest_init(context, algorithm_, nullptr) != 1) {
    if (context != nullptr) (*functions)->md_ctx_free(context);
    return fatal(std::string("libcrypto does not offer ") + name_of(method_) +
                 " on this system; choose another \"method\"");
  }
  context_ = context;
  return {};
}

size_t Digest::compute(std::string_view bytes, unsigned char* out) {
  if (method_ == DigestMethod::xxh3) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
    std::memcpy(out, canonical.digest, sizeof canonical.digest);
    return sizeof canonical.digest;
  }
  const Crypto& functions = **crypto();
  unsigned size = 0;
  functions.digest_init(context_, algorithm_, nullptr);
  functions.digest_update(context_, bytes.data(), bytes.size());
  functions.digest_final(context_, out, &size);
  return size;
}

}  // namespace sluice
