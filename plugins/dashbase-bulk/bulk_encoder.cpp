#include "bulk_encoder.hpp"

namespace sluice {
namespace {

constexpr uint32_t max_id_bytes = 512;  // Elasticsearch's limit; OpenSearch's since 2.9

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

}  // namespace

BulkEncoder::BulkEncoder(const BulkOptions& options) : ids_(options.ids) {
  typeless_ = options.create ? "{\"create\":{" : "{\"index\":{";
  typeless_ += "\"_index\":" + quoted(options.index);
  typed_ = typeless_;
  if (!options.type.empty()) typed_ += ",\"_type\":" + quoted(options.type);
  before_id_ = typed_ + ",\"_id\":";
  without_id_ = typed_ + "}}\n";
}

void BulkEncoder::append_typeless(std::string_view item, std::string& out) const {
  out += typeless_;
  out += item.substr(typed_.size());
}

Result<bool> BulkEncoder::encode(const Json& json, const sluice_event& event,
                                 sluice_buffer& body) const {
  const bool with_id = ids_ && event.id_size > 0;
  if (with_id && event.id_size > max_id_bytes) {
    return rejected("the event's id has " + std::to_string(event.id_size) +
                    " bytes; an _id has at most " + std::to_string(max_id_bytes));
  }
  if (with_id) {
    append(body, before_id_);
    json.write(text_value({event.id, event.id_size}), body);
    append(body, "}}\n");
  } else {
    append(body, without_id_);
  }
  json.write_object(event, body);
  append(body, "\n");
  return with_id;
}

}  // namespace sluice
