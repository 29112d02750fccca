#include "bulk_encoder.hpp"

#include <kit/time/civil_time.hpp>

#include "index_name.hpp"

namespace sluice {
namespace {

constexpr uint32_t max_id_bytes = 512;  // Elasticsearch's limit; OpenSearch's since 2.9
constexpr unsigned most_scratch_uses = 256;
constexpr std::string_view before_id = ",\"_id\":";
constexpr std::string_view time_field = "@timestamp";

// For the few texts of the settings; ids, which come with every event, are written by the host.
std::string quoted(std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20) {
      out.append("\\u00").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

bool is_null(const sluice_value& value) {
  return value.type == SLUICE_VALUE_NULL ||
         (value.type == SLUICE_VALUE_RAW && bytes(value) == "null");
}

}  // namespace

BulkEncoder::BulkEncoder(Host host, const BulkOptions& options) : host_(host), options_(options) {
  head_ = options.create ? "{\"create\":{\"_index\":" : "{\"index\":{\"_index\":";
  if (!options.type.empty()) type_ = ",\"_type\":" + quoted(options.type);
  if (!options.pipeline.empty()) pipeline_ = ",\"pipeline\":" + quoted(options.pipeline);
  if (options.index.is_constant()) constant_ = make_lines(options.index.text());
}

BulkEncoder::Lines BulkEncoder::make_lines(std::string_view index) const {
  const std::string line = head_ + quoted(index) + type_ + pipeline_;
  return {std::string(index), line + std::string(before_id), line + "}}\n"};
}

// Behind the index's name in an item. Only a constant name can have escapes in it.
size_t BulkEncoder::index_end(std::string_view item) const {
  const std::string_view after = item.substr(head_.size());
  for (size_t i = 1; i < after.size(); ++i) {
    if (after[i] == '\\') {
      ++i;
    } else if (after[i] == '"') {
      return head_.size() + i + 1;
    }
  }
  return item.size();
}

void BulkEncoder::append_typeless(std::string_view item, std::string& out) const {
  const size_t end = index_end(item);
  out += item.substr(0, end);
  out += item.substr(end + type_.size());
}

bool BulkEncoder::has_id(std::string_view item) const {
  return options_.ids &&
         item.substr(index_end(item) + type_.size() + pipeline_.size()).starts_with(before_id);
}

Status BulkEncoder::render_name(const sluice_event& event, size_t max_bytes) {
  if (scratch_ == nullptr || ++scratch_uses_ > most_scratch_uses) {
    scratch_ = host_.create_batch();
    scratch_uses_ = 0;
  }
  return options_.index.render(event, Batch(scratch_.get()), host_.json(), max_bytes, name_);
}

Result<const BulkEncoder::Lines*> BulkEncoder::find_lines(const sluice_event& event) {
  if (event.destination.size == 0 && options_.index.is_constant()) return &constant_;
  const size_t longest = options_.data_stream ? max_data_stream_bytes : max_index_bytes;
  const Status named = event.destination.size > 0
                           ? clean_index_name(view(event.destination), longest, name_)
                           : render_name(event, longest);
  if (!named) return Error(named.error());
  for (const Lines& lines : recent_) {
    if (lines.index == name_) return &lines;
  }
  Lines& lines = recent_[next_++ % recent_.size()];
  lines = make_lines(name_);
  return &lines;
}

Result<bool> BulkEncoder::encode(const sluice_event& event, sluice_buffer& body) {
  const bool with_id = options_.ids && event.id_size > 0;
  if (with_id && event.id_size > max_id_bytes) {
    return rejected("the event's id has " + std::to_string(event.id_size) +
                    " bytes; an _id has at most " + std::to_string(max_id_bytes));
  }
  Result<const Lines*> lines = find_lines(event);
  if (!lines) return std::move(lines).error();
  const uint64_t begin = body.size;
  if (with_id) {
    append(body, (*lines)->before_id);
    host_.json().write(text_value({event.id, event.id_size}), body);
    append(body, "}}\n");
  } else {
    append(body, (*lines)->without_id);
  }
  if (!options_.data_stream) {
    host_.json().write_object(event, body);
  } else if (Status written = write_document(event, body); !written) {
    body.size = begin;
    return std::move(written).error();
  }
  append(body, "\n");
  return with_id;
}

// A document of a data stream has a time, if need be the event's.
Status BulkEncoder::write_document(const sluice_event& event, sluice_buffer& body) {
  const sluice_field* field = find_field(event.fields, event.field_count, time_field);
  if (field != nullptr && !is_null(field->value)) {
    host_.json().write_object(event, body);
    return {};
  }
  if (event.timestamp_ms == SLUICE_NO_TIMESTAMP || event.timestamp_ms < first_text_second * 1000 ||
      event.timestamp_ms >= (last_text_second + 1) * 1000) {
    return rejected("the event has no time and no \"@timestamp\", which a data stream needs");
  }
  const UnixTime time = UnixTime::from_ms(event.timestamp_ms);
  char text[max_rfc3339_size];
  const std::string_view moment(text, format_rfc3339(time, text, 3));
  fields_.assign(1, make_field(time_field, text_value(moment, SLUICE_FLAG_PLAIN)));
  for (uint32_t i = 0; i < event.field_count; ++i) {
    if (&event.fields[i] != field) fields_.push_back(event.fields[i]);
  }
  sluice_event dated = event;
  dated.fields = fields_.data();
  dated.field_count = static_cast<uint32_t>(fields_.size());
  host_.json().write_object(dated, body);
  return {};
}

}  // namespace sluice
