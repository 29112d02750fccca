#include <span>

#include <fmt/format.h>

#include <kit/base64.hpp>
#include <kit/gzip.hpp>
#include <runtime/json_tree.hpp>
#include <runtime/test_input.hpp>
#include <sluice/settings.hpp>
#include <sluice/value.hpp>

namespace sluice::runtime {
namespace {

// What CloudWatch Logs gives log events: ids of 56 digits, and a time. Counted up from here, so
// that a case has the same documents on every run.
constexpr uint64_t first_timestamp_ms = 1'700'000'000'000;

std::span<const sluice_value> items_of(const sluice_value* list) {
  if (list == nullptr || list->type != SLUICE_VALUE_ARRAY) return {};
  return {list->as.items, list->size};
}

std::string text_or_json(const sluice_value& value) {
  const JsonTree tree = JsonTree::of(value);
  return tree.kind == JsonTree::Kind::text ? tree.text : to_json(tree);
}

std::string json_text(std::string_view text) {
  return to_json(JsonTree::of_text(std::string(text)));
}

std::string log_event(size_t number, const Settings& given, const sluice_value& message) {
  std::string out = fmt::format(
      R"({{"id":{},"timestamp":{},"message":{})",
      json_text(given.has("id") ? std::string(given.text("id")) : fmt::format("{:056}", number)),
      given.integer("timestamp", static_cast<int64_t>(first_timestamp_ms + number)),
      json_text(text_or_json(message)));
  if (const sluice_value* fields = given.find("extractedFields")) {
    out += R"(,"extractedFields":)" + to_json(JsonTree::of(*fields));
  }
  return out + "}";
}

std::string log_document(const Settings& given) {
  std::string filters;
  for (const sluice_value& filter : items_of(given.find("subscriptionFilters"))) {
    filters += (filters.empty() ? "" : ",") + to_json(JsonTree::of(filter));
  }
  std::string events;
  size_t number = 0;
  for (const sluice_value& message : items_of(given.find("messages"))) {
    events += (events.empty() ? "" : ",") + log_event(number++, Settings(nullptr), message);
  }
  for (const sluice_value& event : items_of(given.find("logEvents"))) {
    const Settings settings(&event);
    const sluice_value* message = settings.find("message");
    const sluice_value nothing = text_value("");
    events += (events.empty() ? "" : ",") +
              log_event(number++, settings, message == nullptr ? nothing : *message);
  }
  return fmt::format(R"({{"messageType":{},"owner":{},"logGroup":{},"logStream":{},)"
                     R"("subscriptionFilters":[{}],"logEvents":[{}]}})",
                     json_text(given.text("messageType")), json_text(given.text("owner")),
                     json_text(given.text("logGroup")), json_text(given.text("logStream")), filters,
                     events);
}

Result<std::string> pack_awslogs(const std::string& document) {
  std::string packed;
  if (Status status = kit::Deflater().compress(document, packed); !status) {
    return std::move(status).error();
  }
  std::string encoded;
  kit::encode_base64(packed, encoded);
  return fmt::format(R"({{"awslogs":{{"data":"{}"}}}})", encoded);
}

}  // namespace

Result<std::string> encode_input(const spec::TestInput& input) {
  using Kind = spec::TestInput::Kind;
  switch (input.kind) {
    case Kind::lines: {
      std::string lines;
      for (const sluice_value& item : items_of(input.value)) lines += text_or_json(item) + "\n";
      return lines;
    }
    case Kind::json:
      return to_json(JsonTree::of(*input.value));
    case Kind::awslogs:
      return pack_awslogs(log_document(Settings(input.value)));
    default:
      return input.text;
  }
}

}  // namespace sluice::runtime
