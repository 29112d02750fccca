// Makes ABI components of C++ classes. A plugin.cpp is wiring only:
//
//   constexpr sluice::Option options[] = {sluice::string_option("path", "...")};
//   constexpr sluice_component ndjson = sluice::source_component<NdjsonSource>(
//       "ndjson", "reads JSON lines", sluice::option_list(options));
//   SLUICE_PLUGIN("1.0.0", &ndjson);
//
// Nothing unwinds through the boundary: exceptions become a fatal status and text.
#pragma once

#include <algorithm>
#include <exception>

#include <sluice/abi/plugin.h>
#include <sluice/option.hpp>
#include <sluice/sink.hpp>
#include <sluice/source.hpp>
#include <sluice/transform.hpp>

namespace sluice {

namespace detail {

inline sluice_status report(sluice_error* error, StatusCode code, std::string_view message) {
  if (error != nullptr) {
    size_t size = std::min<size_t>(message.size(), error->capacity);
    // cut between characters, so that the text stays UTF-8
    while (size > 0 && size < message.size() && (message[size] & 0xC0) == 0x80) --size;
    std::memcpy(error->message, message.data(), size);
    error->size = static_cast<uint32_t>(size);
  }
  return static_cast<sluice_status>(code);
}

inline sluice_status report(sluice_error* out, const Error& error) {
  if (out != nullptr) {
    out->retry_after_ms = error.retry_after_ms;
    out->at = error.at;
  }
  return report(out, error.code, error.message);
}

inline sluice_status report(sluice_error* out, const Status& status) {
  return status.ok() ? SLUICE_OK : report(out, status.error());
}

/// Runs `body`, which returns a sluice_status; whatever it throws becomes SLUICE_FATAL and text.
template <class Body>
sluice_status contained(sluice_error* error, Body&& body) noexcept {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return report(error, StatusCode::fatal, "memory exhausted");
  } catch (const std::exception& exception) {
    return report(error, StatusCode::fatal, exception.what());
  } catch (...) {
    return report(error, StatusCode::fatal, "an exception of unknown type was thrown");
  }
}

template <class T>
void* create(const sluice_host* host) noexcept {
  try {
    return new T(Host(host));
  } catch (...) {
    return nullptr;
  }
}
template <class T>
void destroy(void* instance) noexcept {
  delete static_cast<T*>(instance);
}
template <class T>
sluice_status init(void* instance, const sluice_value* settings, sluice_error* error) noexcept {
  return contained(
      error, [&] { return report(error, static_cast<T*>(instance)->init(Settings(settings))); });
}
template <class T>
sluice_status start(void* instance, sluice_error* error) noexcept {
  return contained(error, [&] { return report(error, static_cast<T*>(instance)->start()); });
}
template <class T>
sluice_status stop(void* instance, sluice_error* error) noexcept {
  return contained(error, [&] { return report(error, static_cast<T*>(instance)->stop()); });
}

template <class T>
constexpr sluice_component component(uint32_t role, std::string_view id, std::string_view summary,
                                     sluice_option_list options, const void* functions) {
  return {sizeof(sluice_component),
          role,
          to_text(id),
          to_text(summary),
          options,
          functions,
          &create<T>,
          &init<T>,
          &start<T>,
          &stop<T>,
          &destroy<T>};
}

template <class T>
inline constexpr sluice_source_functions source_functions{
    sizeof(sluice_source_functions),
    0,
    [](void* instance, const sluice_trigger* trigger, sluice_error* error) noexcept {
      return contained(error,
                       [&] { return report(error, static_cast<T*>(instance)->open(*trigger)); });
    },
    [](void* instance, sluice_batch* batch, sluice_error* error) noexcept {
      return contained(error, [&]() -> sluice_status {
        Result<ReadState> state = static_cast<T*>(instance)->read(Batch(batch));
        if (!state) return report(error, state.error());
        return *state == ReadState::end ? SLUICE_END : SLUICE_OK;
      });
    },
    [](void* instance, uint64_t token, const sluice_settlement* settlement) noexcept {
      contained(nullptr, [&] {
        static_cast<T*>(instance)->settle(token, *settlement);
        return SLUICE_OK;
      });
    },
    [](void* instance) noexcept {
      contained(nullptr, [&] {
        static_cast<T*>(instance)->close();
        return SLUICE_OK;
      });
    }};

template <class T, uint32_t flags>
inline constexpr sluice_transform_functions transform_functions{
    sizeof(sluice_transform_functions), flags,
    [](void* instance, sluice_batch* batch, sluice_error* error) noexcept {
      return contained(
          error, [&] { return report(error, static_cast<T*>(instance)->apply(Batch(batch))); });
    }};

template <class T>
inline constexpr sluice_sink_functions sink_functions{
    sizeof(sluice_sink_functions),
    0,
    [](void* instance, sluice_sink_limits* limits) noexcept {
      contained(nullptr, [&] {
        static_cast<T*>(instance)->limits(*limits);
        return SLUICE_OK;
      });
    },
    [](void* instance, sluice_error* error) noexcept {
      return contained(error, [&] { return report(error, static_cast<T*>(instance)->begin()); });
    },
    [](void* instance, const sluice_event* event, sluice_buffer* body,
       sluice_error* error) noexcept {
      const uint64_t size_before = body->size;
      const sluice_status status = contained(
          error, [&] { return report(error, static_cast<T*>(instance)->encode(*event, *body)); });
      if (status != SLUICE_OK) body->size = size_before;
      return status;
    },
    [](void* instance, const sluice_request* request, sluice_delivery* delivery,
       sluice_error* error) noexcept {
      return contained(error, [&] {
        return report(error, static_cast<T*>(instance)->deliver(*request, *delivery));
      });
    }};

}  // namespace detail

/// A component of the ABI from a class derived from Source, constructed from a Host.
template <class T>
constexpr sluice_component source_component(std::string_view id, std::string_view summary,
                                            sluice_option_list options = {}) {
  static_assert(std::is_base_of_v<Source, T>);
  return detail::component<T>(SLUICE_ROLE_SOURCE, id, summary, options,
                              &detail::source_functions<T>);
}
/// ... from a class derived from Transform; `flags` are SLUICE_TRANSFORM_*.
template <class T, uint32_t flags = 0>
constexpr sluice_component transform_component(std::string_view id, std::string_view summary,
                                               sluice_option_list options = {}) {
  static_assert(std::is_base_of_v<Transform, T>);
  return detail::component<T>(SLUICE_ROLE_TRANSFORM, id, summary, options,
                              &detail::transform_functions<T, flags>);
}
/// ... from a class derived from Sink.
template <class T>
constexpr sluice_component sink_component(std::string_view id, std::string_view summary,
                                          sluice_option_list options = {}) {
  static_assert(std::is_base_of_v<Sink, T>);
  return detail::component<T>(SLUICE_ROLE_SINK, id, summary, options, &detail::sink_functions<T>);
}

}  // namespace sluice

/// Exports the components: SLUICE_PLUGIN("1.0.0", &first, &second).
#define SLUICE_PLUGIN(version_literal, ...)                                            \
  static constexpr const sluice_component* sluice_plugin_components[] = {__VA_ARGS__}; \
  extern "C" SLUICE_EXPORT const sluice_plugin sluice_plugin_descriptor = {            \
      sizeof(sluice_plugin),                                                           \
      SLUICE_ABI_MAJOR,                                                                \
      0, /* abi_minor_needed */                                                        \
      SLUICE_TEXT(version_literal),                                                    \
      sluice_plugin_components,                                                        \
      static_cast<uint32_t>(sizeof(sluice_plugin_components) / sizeof(void*)),         \
      0}
