// The few functions of libcurl that the kit calls, loaded when they are first asked for: loading
// libcurl brings 33 libraries and 8 ms, which a run that sends nothing should not pay. Safe to call
// from any thread.
#pragma once

#ifndef CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_TYPECHECK  // its macros would stand in for the names below
#endif
#include <curl/curl.h>

#include <sluice/result.hpp>

namespace sluice::kit {

struct CurlLibrary {
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_perform) easy_perform;
  decltype(&::curl_easy_strerror) easy_strerror;
  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;
  decltype(&::curl_getdate) getdate;
};

/// The library, initialised, for the rest of the process. A fatal error, the same one each time,
/// when it cannot be loaded.
Result<const CurlLibrary*> curl_library();

}  // namespace sluice::kit
