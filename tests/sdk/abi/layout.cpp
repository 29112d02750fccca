// The layout as a C++ compiler sees it, and the signatures behind the function pointers.
#define LAYOUT_ASSERT static_assert
#include "layout.h"

#include <type_traits>

namespace {

template <class Slot, class Signature>
inline constexpr bool is = std::is_same_v<Slot, Signature*>;

using Status = sluice_status;

static_assert(is<decltype(sluice_kept_buffer::release), void(void*)>);
static_assert(is<decltype(sluice_batch_services::allocate), void*(sluice_batch*, uint64_t)>);
static_assert(is<decltype(sluice_batch_services::reserve_events), Status(sluice_batch*, uint32_t)>);
static_assert(is<decltype(sluice_batch_services::keep), Status(sluice_batch*, sluice_kept_buffer)>);
static_assert(is<decltype(sluice_batch::release), void(sluice_batch*)>);
static_assert(is<decltype(sluice_buffer::grow), Status(sluice_buffer*, uint64_t)>);

static_assert(is<decltype(sluice_json_services::valid_utf8), uint64_t(const char*, uint64_t)>);
static_assert(is<decltype(sluice_json_services::repair_utf8),
                 sluice_text(sluice_batch*, sluice_text, uint64_t*)>);
static_assert(
    is<decltype(sluice_json_services::read),
       Status(sluice_batch*, char*, uint64_t, uint32_t, sluice_json_result*, sluice_error*)>);
static_assert(
    is<decltype(sluice_json_services::open), Status(sluice_batch*, sluice_value*, sluice_error*)>);
static_assert(
    is<decltype(sluice_json_services::write), Status(const sluice_value*, sluice_buffer*)>);
static_assert(is<decltype(sluice_json_services::write_object),
                 Status(const sluice_field*, uint32_t, sluice_buffer*)>);

static_assert(is<decltype(sluice_host::log), void(void*, int32_t, sluice_text)>);
static_assert(is<decltype(sluice_host::count), void(void*, sluice_text, uint64_t)>);
static_assert(is<decltype(sluice_host::unix_time_ms), int64_t(void*)>);
static_assert(is<decltype(sluice_host::monotonic_time_ms), int64_t(void*)>);
static_assert(is<decltype(sluice_host::stop_requested), int32_t(void*)>);
static_assert(is<decltype(sluice_host::create_batch), sluice_batch*(void*)>);
static_assert(is<decltype(sluice_host::get_extension), const void*(void*, const char*)>);

static_assert(is<decltype(sluice_source_functions::open),
                 Status(void*, const sluice_trigger*, sluice_error*)>);
static_assert(
    is<decltype(sluice_source_functions::read), Status(void*, sluice_batch*, sluice_error*)>);
static_assert(
    is<decltype(sluice_source_functions::settle), void(void*, uint64_t, const sluice_settlement*)>);
static_assert(is<decltype(sluice_source_functions::close), void(void*)>);
static_assert(
    is<decltype(sluice_transform_functions::apply), Status(void*, sluice_batch*, sluice_error*)>);
static_assert(is<decltype(sluice_sink_functions::limits), void(void*, sluice_sink_limits*)>);
static_assert(is<decltype(sluice_sink_functions::begin), Status(void*, sluice_error*)>);
static_assert(is<decltype(sluice_sink_functions::encode),
                 Status(void*, const sluice_event*, sluice_buffer*, sluice_error*)>);
static_assert(is<decltype(sluice_sink_functions::deliver),
                 Status(void*, const sluice_request*, sluice_delivery*, sluice_error*)>);

static_assert(is<decltype(sluice_component::create), void*(const sluice_host*)>);
static_assert(
    is<decltype(sluice_component::init), Status(void*, const sluice_value*, sluice_error*)>);
static_assert(is<decltype(sluice_component::start), Status(void*, sluice_error*)>);
static_assert(is<decltype(sluice_component::stop), Status(void*, sluice_error*)>);
static_assert(is<decltype(sluice_component::destroy), void(void*)>);

// What crosses the boundary is copied as bytes.
static_assert(std::is_trivially_copyable_v<sluice_value> &&
              std::is_standard_layout_v<sluice_value>);
static_assert(std::is_trivially_copyable_v<sluice_event> &&
              std::is_standard_layout_v<sluice_event>);

}  // namespace
