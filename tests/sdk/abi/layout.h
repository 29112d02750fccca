/* The layout of ABI version 1 on 64-bit machines. It is frozen: a change here is a new major
 * version, except that structs with struct_size may grow at their end in a minor one. Included by
 * layout.c and layout.cpp, which define LAYOUT_ASSERT.
 */
#include <sluice/abi/plugin.h>

#define SIZE(type, bytes) LAYOUT_ASSERT(sizeof(type) == (bytes), #type " has another size")
#define AT(type, member, bytes) \
  LAYOUT_ASSERT(offsetof(type, member) == (bytes), #type "." #member " is elsewhere")
#define IS(name, number) LAYOUT_ASSERT((name) == (number), #name " has another number")

LAYOUT_ASSERT(sizeof(void*) == 8, "this table is for 64-bit machines");

SIZE(sluice_text, 16);
AT(sluice_text, data, 0);
AT(sluice_text, size, 8);

SIZE(sluice_status, 4);
SIZE(sluice_error, 40);
AT(sluice_error, struct_size, 0);
AT(sluice_error, size, 4);
AT(sluice_error, capacity, 8);
AT(sluice_error, reserved, 12);
AT(sluice_error, message, 16);
AT(sluice_error, retry_after_ms, 24);
AT(sluice_error, at, 32);

SIZE(sluice_value, 16);
AT(sluice_value, type, 0);
AT(sluice_value, flags, 1);
AT(sluice_value, reserved, 2);
AT(sluice_value, size, 4);
AT(sluice_value, as, 8);
AT(sluice_value, as.integer, 8);
AT(sluice_value, as.uinteger, 8);
AT(sluice_value, as.number, 8);
AT(sluice_value, as.data, 8);
AT(sluice_value, as.fields, 8);
AT(sluice_value, as.items, 8);

SIZE(sluice_field, 32);
AT(sluice_field, key, 0);
AT(sluice_field, key_size, 8);
AT(sluice_field, key_flags, 12);
AT(sluice_field, value, 16);

SIZE(sluice_origin, 48);
AT(sluice_origin, input, 0);
AT(sluice_origin, original_prefix, 16);
AT(sluice_origin, original_suffix, 32);

SIZE(sluice_event, 120);
AT(sluice_event, fields, 0);
AT(sluice_event, field_count, 8);
AT(sluice_event, field_capacity, 12);
AT(sluice_event, id, 16);
AT(sluice_event, id_size, 24);
AT(sluice_event, state, 28);
AT(sluice_event, timestamp_ms, 32);
AT(sluice_event, reason, 40);
AT(sluice_event, original, 56);
AT(sluice_event, origin, 72);
AT(sluice_event, line, 80);
AT(sluice_event, offset, 88);
AT(sluice_event, index, 96);
AT(sluice_event, sinks, 100);
AT(sluice_event, destination, 104);

SIZE(sluice_kept_buffer, 16);
AT(sluice_kept_buffer, private_data, 0);
AT(sluice_kept_buffer, release, 8);

SIZE(sluice_batch_services, 32);
AT(sluice_batch_services, struct_size, 0);
AT(sluice_batch_services, reserved, 4);
AT(sluice_batch_services, allocate, 8);
AT(sluice_batch_services, reserve_events, 16);
AT(sluice_batch_services, keep, 24);

SIZE(sluice_batch, 88);
AT(sluice_batch, struct_size, 0);
AT(sluice_batch, event_count, 4);
AT(sluice_batch, event_capacity, 8);
AT(sluice_batch, wanted_events, 12);
AT(sluice_batch, wanted_bytes, 16);
AT(sluice_batch, events, 24);
AT(sluice_batch, token, 32);
AT(sluice_batch, input_bytes, 40);
AT(sluice_batch, arena_next, 48);
AT(sluice_batch, arena_end, 56);
AT(sluice_batch, services, 64);
AT(sluice_batch, private_data, 72);
AT(sluice_batch, release, 80);

SIZE(sluice_buffer, 48);
AT(sluice_buffer, struct_size, 0);
AT(sluice_buffer, reserved, 4);
AT(sluice_buffer, data, 8);
AT(sluice_buffer, size, 16);
AT(sluice_buffer, capacity, 24);
AT(sluice_buffer, private_data, 32);
AT(sluice_buffer, grow, 40);

SIZE(sluice_json_result, 48);
AT(sluice_json_result, value, 0);
AT(sluice_json_result, consumed, 16);
AT(sluice_json_result, error_at, 24);
AT(sluice_json_result, flags, 32);
AT(sluice_json_result, lone_surrogates, 36);
AT(sluice_json_result, capacity, 40);
AT(sluice_json_result, reserved, 44);

SIZE(sluice_json_services, 56);
AT(sluice_json_services, struct_size, 0);
AT(sluice_json_services, reserved, 4);
AT(sluice_json_services, valid_utf8, 8);
AT(sluice_json_services, repair_utf8, 16);
AT(sluice_json_services, read, 24);
AT(sluice_json_services, open, 32);
AT(sluice_json_services, write, 40);
AT(sluice_json_services, write_object, 48);

SIZE(sluice_host, 96);
AT(sluice_host, struct_size, 0);
AT(sluice_host, abi_major, 4);
AT(sluice_host, abi_minor, 6);
AT(sluice_host, context, 8);
AT(sluice_host, engine_version, 16);
AT(sluice_host, log, 32);
AT(sluice_host, count, 40);
AT(sluice_host, unix_time_ms, 48);
AT(sluice_host, monotonic_time_ms, 56);
AT(sluice_host, stop_requested, 64);
AT(sluice_host, json, 72);
AT(sluice_host, create_batch, 80);
AT(sluice_host, get_extension, 88);

SIZE(sluice_option_list, 16);
AT(sluice_option_list, items, 0);
AT(sluice_option_list, count, 8);
AT(sluice_option_list, item_size, 12);

SIZE(sluice_example, 24);
AT(sluice_example, yaml, 0);
AT(sluice_example, input, 8);
AT(sluice_example, output, 16);

SIZE(sluice_option, 88);
AT(sluice_option, name, 0);
AT(sluice_option, help, 8);
AT(sluice_option, default_value, 16);
AT(sluice_option, allowed, 24);
AT(sluice_option, children, 32);
AT(sluice_option, type, 48);
AT(sluice_option, flags, 52);
AT(sluice_option, minimum, 56);
AT(sluice_option, maximum, 64);
AT(sluice_option, examples, 72);
AT(sluice_option, example_count, 80);
AT(sluice_option, reserved, 84);

SIZE(sluice_trigger, 40);
AT(sluice_trigger, struct_size, 0);
AT(sluice_trigger, kind, 4);
AT(sluice_trigger, name, 8);
AT(sluice_trigger, payload, 24);

SIZE(sluice_settlement, 48);
AT(sluice_settlement, struct_size, 0);
AT(sluice_settlement, reserved, 4);
AT(sluice_settlement, delivered, 8);
AT(sluice_settlement, duplicate, 16);
AT(sluice_settlement, filtered, 24);
AT(sluice_settlement, dead_lettered, 32);
AT(sluice_settlement, handed_back, 40);

SIZE(sluice_source_functions, 40);
AT(sluice_source_functions, struct_size, 0);
AT(sluice_source_functions, reserved, 4);
AT(sluice_source_functions, open, 8);
AT(sluice_source_functions, read, 16);
AT(sluice_source_functions, settle, 24);
AT(sluice_source_functions, close, 32);

SIZE(sluice_transform_functions, 16);
AT(sluice_transform_functions, struct_size, 0);
AT(sluice_transform_functions, flags, 4);
AT(sluice_transform_functions, apply, 8);

SIZE(sluice_item, 24);
AT(sluice_item, verdict, 0);
AT(sluice_item, status, 4);
AT(sluice_item, error, 8);

SIZE(sluice_sink_limits, 16);
AT(sluice_sink_limits, struct_size, 0);
AT(sluice_sink_limits, max_documents, 4);
AT(sluice_sink_limits, max_bytes, 8);

SIZE(sluice_request, 48);
AT(sluice_request, struct_size, 0);
AT(sluice_request, item_count, 4);
AT(sluice_request, body, 8);
AT(sluice_request, item_ends, 24);
AT(sluice_request, timeout_ms, 32);
AT(sluice_request, attempt, 40);
AT(sluice_request, reserved, 44);

SIZE(sluice_delivery, 24);
AT(sluice_delivery, struct_size, 0);
AT(sluice_delivery, status, 4);
AT(sluice_delivery, items, 8);
AT(sluice_delivery, bytes_sent, 16);

SIZE(sluice_sink_functions, 40);
AT(sluice_sink_functions, struct_size, 0);
AT(sluice_sink_functions, reserved, 4);
AT(sluice_sink_functions, limits, 8);
AT(sluice_sink_functions, begin, 16);
AT(sluice_sink_functions, encode, 24);
AT(sluice_sink_functions, deliver, 32);

SIZE(sluice_component, 104);
AT(sluice_component, struct_size, 0);
AT(sluice_component, role, 4);
AT(sluice_component, id, 8);
AT(sluice_component, summary, 24);
AT(sluice_component, options, 40);
AT(sluice_component, functions, 56);
AT(sluice_component, create, 64);
AT(sluice_component, init, 72);
AT(sluice_component, start, 80);
AT(sluice_component, stop, 88);
AT(sluice_component, destroy, 96);

SIZE(sluice_plugin, 40);
AT(sluice_plugin, struct_size, 0);
AT(sluice_plugin, abi_major, 4);
AT(sluice_plugin, abi_minor_needed, 6);
AT(sluice_plugin, version, 8);
AT(sluice_plugin, components, 24);
AT(sluice_plugin, component_count, 32);
AT(sluice_plugin, reserved, 36);

IS(SLUICE_ABI_MAJOR, 1);
IS(SLUICE_OK, 0);
IS(SLUICE_END, 1);
IS(SLUICE_RETRY, 2);
IS(SLUICE_REJECTED, 3);
IS(SLUICE_TOO_LARGE, 4);
IS(SLUICE_INVALID_CONFIG, 5);
IS(SLUICE_FATAL, 6);
IS(SLUICE_VALUE_NULL, 0);
IS(SLUICE_VALUE_RAW, 1);
IS(SLUICE_VALUE_BOOL, 2);
IS(SLUICE_VALUE_INT64, 3);
IS(SLUICE_VALUE_UINT64, 4);
IS(SLUICE_VALUE_DOUBLE, 5);
IS(SLUICE_VALUE_TEXT, 6);
IS(SLUICE_VALUE_OBJECT, 7);
IS(SLUICE_VALUE_ARRAY, 8);
IS(SLUICE_FLAG_PLAIN, 1);
IS(SLUICE_FLAG_ROOM, 2);
IS(SLUICE_EVENT_LIVE, 0);
IS(SLUICE_EVENT_FILTERED, 1);
IS(SLUICE_EVENT_REJECTED, 2);
IS(SLUICE_JSON_MAX_DEPTH, 1000);
IS(SLUICE_JSON_OPEN, 1);
IS(SLUICE_JSON_LAST, 2);
IS(SLUICE_JSON_HAD_NEWLINE, 1);
IS(SLUICE_LOG_DEBUG, 0);
IS(SLUICE_LOG_INFO, 1);
IS(SLUICE_LOG_WARNING, 2);
IS(SLUICE_LOG_ERROR, 3);
IS(SLUICE_OPTION_ANY, 0);
IS(SLUICE_OPTION_BOOLEAN, 1);
IS(SLUICE_OPTION_INTEGER, 2);
IS(SLUICE_OPTION_NUMBER, 3);
IS(SLUICE_OPTION_STRING, 4);
IS(SLUICE_OPTION_BYTES, 5);
IS(SLUICE_OPTION_DURATION, 6);
IS(SLUICE_OPTION_LIST, 7);
IS(SLUICE_OPTION_MAP, 8);
IS(SLUICE_OPTION_OBJECT, 9);
IS(SLUICE_OPTION_VARIANT, 10);
IS(SLUICE_OPTION_ANY_OF, 11);
IS(SLUICE_OPTION_REQUIRED, 1);
IS(SLUICE_OPTION_SECRET, 2);
IS(SLUICE_OPTION_WHOLE, 4);
IS(SLUICE_OPTION_FILE, 8);
IS(SLUICE_OPTION_BESIDE, 16);
IS(SLUICE_OPTION_TEMPLATE, 32);
IS(SLUICE_OPTION_EXISTS, 64);
IS(SLUICE_TRIGGER_NONE, 0);
IS(SLUICE_TRIGGER_FILE, 1);
IS(SLUICE_TRIGGER_PAYLOAD, 2);
IS(SLUICE_TRANSFORM_STATEFUL, 1);
IS(SLUICE_ITEM_UNKNOWN, 0);
IS(SLUICE_ITEM_DELIVERED, 1);
IS(SLUICE_ITEM_DUPLICATE, 2);
IS(SLUICE_ITEM_RETRY, 3);
IS(SLUICE_ITEM_REJECTED, 4);
IS(SLUICE_ROLE_SOURCE, 1);
IS(SLUICE_ROLE_TRANSFORM, 2);
IS(SLUICE_ROLE_SINK, 3);
