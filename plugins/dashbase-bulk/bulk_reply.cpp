#include "bulk_reply.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "status_table.hpp"

namespace sluice {
namespace {

constexpr size_t max_error_bytes = 2048;  // of the store's words about one item
constexpr size_t max_page_bytes = 200;    // of a reply that is not JSON, such as a proxy's page
constexpr uint32_t longest_cause_chain = 4;

std::string_view cut(std::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (text[size] & 0xC0) == 0x80) --size;  // between characters
  return text.substr(0, size);
}

// One line: white space and control characters become single spaces.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string_view join(Batch batch, std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  if (size == 0) return {};
  char* const memory = batch.allocate<char>(size);
  char* end = memory;
  for (const std::string_view part : parts) end = std::copy(part.begin(), part.end(), end);
  return {memory, size};
}

Error unreadable(std::string what) {
  return retry("the store took the request, but " + what +
               "; what became of the documents is not known");
}

}  // namespace

Result<sluice_value> BulkReply::read_object(std::string& body) {
  if (scratch_ == nullptr) scratch_ = host_.create_batch();
  const Json json = host_.json();
  char* text = body.data();
  size_t size = body.size();
  if (!json.valid_utf8(body)) {
    uint64_t replaced = 0;
    const std::string_view repaired = json.repair_utf8(batch(), body, replaced);
    text = const_cast<char*>(repaired.data());  // our own copy in the arena
    size = repaired.size();
  }
  sluice_json_result result{};
  ErrorBuffer error;
  const sluice_status status =
      json.read(batch(), text, size, SLUICE_JSON_OPEN | SLUICE_JSON_LAST, result, error);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  if (status != SLUICE_OK) return rejected("is not JSON: " + std::string(error.message()));
  if (std::string_view(text, size).find_first_not_of(" \t\r\n", result.consumed) !=
      std::string_view::npos) {
    return rejected("is not JSON: more text follows it");
  }
  if (result.value.type != SLUICE_VALUE_OBJECT) return rejected("is not a JSON object");
  return result.value;
}

sluice_value* BulkReply::member(sluice_value& object, std::string_view name) {
  host_.json().open(batch(), object);
  if (object.type != SLUICE_VALUE_OBJECT) return nullptr;
  sluice_field* field = find_field(object.as.fields, object.size, name);
  return field == nullptr ? nullptr : &field->value;
}

std::string_view BulkReply::text_of(sluice_value& object, std::string_view name) {
  sluice_value* value = member(object, name);
  if (value == nullptr) return {};
  host_.json().open(batch(), *value);
  return value->type == SLUICE_VALUE_TEXT ? bytes(*value) : std::string_view();
}

sluice_value* BulkReply::item(sluice_value& array, uint32_t index) {
  host_.json().open(batch(), array);
  return array.type == SLUICE_VALUE_ARRAY && index < array.size ? &array.as.items[index] : nullptr;
}

std::optional<int64_t> BulkReply::number_of(sluice_value& object, std::string_view name) {
  sluice_value* value = member(object, name);
  if (value == nullptr) return std::nullopt;
  host_.json().open(batch(), *value);
  if (value->type != SLUICE_VALUE_INT64) return std::nullopt;
  return value->as.integer;
}

Status BulkReply::read_summary(std::string& body, uint32_t count, bool& all_delivered) {
  if (body.find_first_not_of(" \t\r\n") == std::string::npos) {
    return unreadable("answered with an empty body, which is how some stores report a failure");
  }
  Result<sluice_value> root = read_object(body);
  if (!root) {
    return unreadable("its reply " + root.error().message + ": \"" + excerpt(body) + "\"");
  }
  sluice_value* errors = member(*root, "errors");
  if (errors != nullptr) host_.json().open(batch(), *errors);
  const bool has_errors = errors != nullptr && errors->type == SLUICE_VALUE_BOOL;
  all_delivered = has_errors && errors->as.integer == 0;
  if (all_delivered) return {};

  sluice_value* listed = member(*root, "items");
  if (listed != nullptr) host_.json().open(batch(), *listed);
  if (listed == nullptr || listed->type != SLUICE_VALUE_ARRAY) {
    const std::string error = error_text(body);
    return unreadable(has_errors ? "reports errors without naming the items"
                                 : "its reply has neither \"errors\" nor \"items\"" +
                                       (error.empty() ? "" : ": " + error));
  }
  if (listed->size != count) {
    return unreadable("reports " + std::to_string(listed->size) + " items for " +
                      std::to_string(count) + " sent, so that they cannot be told apart");
  }
  list_ = *listed;
  return {};
}

int BulkReply::status_of(sluice_value& result) {
  sluice_value* status = member(result, "status");
  if (status == nullptr) return 0;
  host_.json().open(batch(), *status);
  const bool plausible =
      status->type == SLUICE_VALUE_INT64 && status->as.integer > 0 && status->as.integer < 1000;
  return plausible ? static_cast<int>(status->as.integer) : 0;
}

void BulkReply::read_item(sluice_value& raw, bool ours, sluice_item& item) {
  host_.json().open(batch(), raw);
  // {"create": {...}}: the name of the operation is not of interest, its place is.
  if (raw.type != SLUICE_VALUE_OBJECT || raw.size == 0) {
    item.verdict = SLUICE_ITEM_RETRY;
    item.error = to_text("the store's reply says nothing about this document");
    return;
  }
  sluice_value& result = raw.as.fields[0].value;
  const int status = status_of(result);
  item.status = static_cast<uint32_t>(status);
  sluice_value* error = member(result, "error");
  std::string_view type;
  if (error != nullptr && status >= 400) type = text_of(*error, "type");
  switch (item_row(status, type).action) {
    case ItemAction::delivered:
      item.verdict = SLUICE_ITEM_DELIVERED;
      return;
    case ItemAction::conflict:
      item.verdict = ours ? SLUICE_ITEM_DUPLICATE : SLUICE_ITEM_REJECTED;
      break;
    case ItemAction::retry:
      item.verdict = SLUICE_ITEM_RETRY;
      break;
    case ItemAction::rejected:
      item.verdict = SLUICE_ITEM_REJECTED;
      break;
  }
  if (error != nullptr) {
    item.error = to_text(cut(describe(*error), max_error_bytes));
  } else if (status == 0) {
    item.error = to_text("the store's reply has no status for this document");
  }
}

// `type: reason; caused by type: reason`, as far as there is something of it.
std::string_view BulkReply::describe(sluice_value& error) {
  host_.json().open(batch(), error);
  if (error.type == SLUICE_VALUE_TEXT) return bytes(error);
  if (error.type != SLUICE_VALUE_OBJECT) return {};
  std::string_view text;
  sluice_value* at = &error;
  for (uint32_t i = 0; at != nullptr && i < longest_cause_chain; ++i) {
    const std::string_view type = text_of(*at, "type");
    const std::string_view reason = text_of(*at, "reason");
    text = join(batch(), {text, text.empty() ? "" : "; caused by ", type,
                          type.empty() || reason.empty() ? "" : ": ", reason});
    at = member(*at, "caused_by");
  }
  return text;
}

std::string BulkReply::error_text(std::string& body) {
  Result<sluice_value> root = read_object(body);
  if (!root) return excerpt(body);
  if (sluice_value* error = member(*root, "error")) {
    const std::string_view text = describe(*error);
    if (!text.empty()) return one_line(cut(text, max_error_bytes));
  }
  for (const std::string_view name : {"message", "reason", "Message"}) {  // of gateways
    const std::string_view text = text_of(*root, name);
    if (!text.empty()) return one_line(cut(text, max_error_bytes));
  }
  return excerpt(body);
}

std::string BulkReply::excerpt(std::string_view body) {
  uint64_t replaced = 0;
  const Json json = host_.json();
  if (!json.valid_utf8(body)) body = json.repair_utf8(batch(), body, replaced);
  return one_line(cut(body, max_page_bytes));
}

}  // namespace sluice
