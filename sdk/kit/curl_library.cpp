#include <string>

#include <dlfcn.h>

#include <kit/curl_library.hpp>

namespace sluice::kit {
namespace {

// The second is what Debian and Ubuntu call the build against GnuTLS, with the same functions.
constexpr const char* library_names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};

std::string dl_error() {
  const char* text = ::dlerror();
  return text != nullptr ? text : "unknown error";
}

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<CurlLibrary> load() {
  void* library = nullptr;
  std::string tried;
  for (const char* name : library_names) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
    tried += (tried.empty() ? "" : "; ") + dl_error();
  }
  if (library == nullptr) {
    return fatal("could not load libcurl, which HTTP needs (Debian: libcurl4): " + tried);
  }
  CurlLibrary curl{};
  decltype(&::curl_global_init) global_init = nullptr;
  const bool complete = find(library, "curl_global_init", global_init) &&
                        find(library, "curl_easy_init", curl.easy_init) &&
                        find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                        find(library, "curl_easy_setopt", curl.easy_setopt) &&
                        find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                        find(library, "curl_easy_perform", curl.easy_perform) &&
                        find(library, "curl_easy_strerror", curl.easy_strerror) &&
                        find(library, "curl_slist_append", curl.slist_append) &&
                        find(library, "curl_slist_free_all", curl.slist_free_all) &&
                        find(library, "curl_getdate", curl.getdate);
  if (!complete) return fatal("could not use libcurl: " + dl_error());
  if (const CURLcode code = global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
    return fatal(std::string("could not initialise libcurl: ") + curl.easy_strerror(code));
  }
  return curl;
}

}  // namespace

Result<const CurlLibrary*> curl_library() {
  // Never unloaded: handles of other threads may still be in use when the process ends.
  static const auto* const loaded = new Result<CurlLibrary>(load());
  if (!loaded->ok()) return loaded->error();
  return &loaded->value();
}

}  // namespace sluice::kit
