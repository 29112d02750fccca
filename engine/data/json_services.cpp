#include <algorithm>
#include <cstring>
#include <new>
#include <string>

#include <fmt/format.h>

#include <data/json_open.hpp>
#include <data/json_reader.hpp>
#include <data/json_services.hpp>
#include <data/json_writer.hpp>
#include <data/utf8.hpp>

namespace sluice::data {
namespace {

sluice_status report(sluice_error* error, sluice_status status, std::string_view message) {
  if (error != nullptr) {
    const size_t size = std::min<size_t>(message.size(), error->capacity);
    std::memcpy(error->message, message.data(), size);
    error->size = static_cast<uint32_t>(size);
  }
  return status;
}

// What stands at the place of an error, for a person.
std::string found_at(std::string_view text, uint64_t at) {
  if (at >= text.size()) return "the end of the text";
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte > 0x20 && byte < 0x7F) return fmt::format("'{}'", text[at]);
  return fmt::format("byte 0x{:02x}", byte);
}

sluice_status read(sluice_batch* batch, char* text, uint64_t size, uint32_t flags,
                   sluice_json_result* result, sluice_error* error) {
  try {
    JsonReader reader(Batch(batch), text, size);
    const ReadOutcome outcome = reader.read((flags & SLUICE_JSON_OPEN) != 0, *result);
    const bool last = (flags & SLUICE_JSON_LAST) != 0;
    if (outcome == ReadOutcome::ok && (last || !reader.at_edge())) return SLUICE_OK;
    if (!last && (outcome == ReadOutcome::ok || outcome == ReadOutcome::truncated)) {
      return SLUICE_END;
    }
    if (error == nullptr) return SLUICE_REJECTED;
    if (outcome == ReadOutcome::truncated || outcome == ReadOutcome::too_deep) {
      return report(error, SLUICE_REJECTED,
                    fmt::format("{}, at byte {}", reader.expected(), result->error_at));
    }
    return report(error, SLUICE_REJECTED,
                  fmt::format("{}, found {} at byte {}", reader.expected(),
                              found_at({text, size}, result->error_at), result->error_at));
  } catch (const std::bad_alloc&) {
    return report(error, SLUICE_FATAL, "memory exhausted");
  }
}

sluice_status open(sluice_batch* batch, sluice_value* value, sluice_error* error) {
  try {
    open_value(Batch(batch), *value);
    return SLUICE_OK;
  } catch (const std::bad_alloc&) {
    return report(error, SLUICE_FATAL, "memory exhausted");
  }
}

uint64_t valid_utf8(const char* text, uint64_t size) {
  return valid_utf8_prefix({text, size});
}

sluice_text repair(sluice_batch* batch, sluice_text text, uint64_t* replaced) {
  *replaced = 0;
  if (text.size == 0) return {"", 0};  // an empty arena would give null, which means exhausted
  auto* out = static_cast<char*>(sluice_batch_allocate(batch, repaired_capacity(text.size)));
  if (out == nullptr) return {nullptr, 0};
  return {out, repair_utf8(view(text), out, *replaced)};
}

sluice_status write(const sluice_value* value, sluice_buffer* buffer) {
  return write_value(*value, *buffer) ? SLUICE_OK : SLUICE_FATAL;
}

sluice_status write_fields(const sluice_field* fields, uint32_t count, sluice_buffer* buffer) {
  return write_object(fields, count, *buffer) ? SLUICE_OK : SLUICE_FATAL;
}

}  // namespace

const sluice_json_services& json_services() {
  static constexpr sluice_json_services services{
      sizeof(sluice_json_services), 0, &valid_utf8, &repair, &read, &open, &write, &write_fields};
  return services;
}

}  // namespace sluice::data
