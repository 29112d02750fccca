#include "bulk_request.hpp"

#include <atomic>
#include <chrono>
#include <random>

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::size_t max_id_bytes = 512;

ApiError bad_request(std::string reason) {
  return {400, "illegal_argument_exception", std::move(reason), {}};
}

std::string token_name(std::string_view value) {
  switch (json_kind(value)) {
    case JsonKind::object:
      return "START_OBJECT";
    case JsonKind::array:
      return "START_ARRAY";
    case JsonKind::string:
      return "VALUE_STRING";
    case JsonKind::number:
      return "VALUE_NUMBER";
    case JsonKind::boolean:
      return "VALUE_BOOLEAN";
    case JsonKind::null:
      break;
  }
  return "VALUE_NULL";
}

std::optional<BulkOp> find_op(std::string_view quoted) {
  if (quoted == "\"create\"") return BulkOp::create;
  if (quoted == "\"index\"") return BulkOp::index;
  if (quoted == "\"delete\"") return BulkOp::remove;
  if (quoted == "\"update\"") return BulkOp::update;
  return std::nullopt;
}

std::unique_ptr<ItemError> item_error(std::string type, std::string reason) {
  auto error = std::make_unique<ItemError>();
  error->type = std::move(type);
  error->reason = std::move(reason);
  return error;
}

class Parser {
 public:
  Parser(std::string_view body, const BulkDefaults& defaults, const Claim& claim)
      : body_(body), defaults_(defaults), claim_(claim) {}

  std::variant<std::vector<BulkItem>, ApiError> run() {
    if (body_.empty()) return ApiError{400, "parse_exception", "request body is required", {}};
    if (body_.back() != '\n') {
      return bad_request("The bulk request must be terminated by a newline [\\n]");
    }
    while (pos_ < body_.size()) {
      if (!next_action()) return std::move(error_);
    }
    if (items_.empty()) missing("no requests added");
    if (missing_count_ > 0) {
      return ApiError{
          400, "action_request_validation_exception", "Validation Failed: " + missing_, {}};
    }
    return std::move(items_);
  }

 private:
  // REQUIRES: pos_ < body_.size(), and the body ends with '\n'.
  std::string_view next_line() {
    const std::size_t end = body_.find('\n', pos_);
    std::string_view line = body_.substr(pos_, end - pos_);
    pos_ = end + 1;
    ++line_;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

  bool refuse(std::string reason) {
    error_ = bad_request(std::move(reason));
    return false;
  }

  bool malformed(std::string_view what) {
    return refuse("Malformed action/metadata line [" + std::to_string(line_) + "], " +
                  std::string(what));
  }

  void missing(std::string_view what) {
    missing_ += std::to_string(++missing_count_) + ": " + std::string(what) + ";";
  }

  bool next_action() {
    const std::string_view action = trim_json_space(next_line());
    if (action.empty()) return true;  // empty lines between pairs are skipped
    BulkItem item;
    if (!read_action(action, item)) return false;
    if (item.index.empty()) missing("index is missing");
    const bool needs_id = item.op == BulkOp::remove || item.op == BulkOp::update;
    if (needs_id && !has_id_) missing("id is missing");
    if (item.op != BulkOp::remove) {
      // Elasticsearch drops such an action without a word; a store for tests must not.
      if (pos_ >= body_.size()) return malformed("expected a source line after it");
      item.source = next_line();
    }
    check(item);
    if (!has_id_) item.id = make_document_id();
    items_.push_back(std::move(item));
    return true;
  }

  bool read_action(std::string_view line, BulkItem& item) {
    has_id_ = false;
    unsupported_.clear();
    item.index = defaults_.index;
    item.type = defaults_.type;
    item.require_alias = defaults_.require_alias;
    if (const auto error = find_json_error(line)) {
      return malformed("expected valid JSON: " + error->reason + " at byte " +
                       std::to_string(error->offset));
    }
    if (json_kind(line) != JsonKind::object) {
      return malformed("expected START_OBJECT but found [" + token_name(line) + "]");
    }
    int members = 0;
    const bool fine = for_each_member(line, [&](std::string_view key, std::string_view value) {
      if (++members > 1) return malformed("expected END_OBJECT but found [FIELD_NAME]");
      const auto op = find_op(key);
      if (!op) {
        return malformed("expected field [create], [delete], [index] or [update] but found [" +
                         std::string(key.substr(1, key.size() - 2)) + "]");
      }
      item.op = *op;
      if (json_kind(value) != JsonKind::object) {
        return malformed("expected START_OBJECT or END_OBJECT but found [" + token_name(value) +
                         "]");
      }
      return for_each_member(value, [&](std::string_view name, std::string_view parameter) {
        return read_parameter(name.substr(1, name.size() - 2), parameter, item);
      });
    });
    if (!fine) return false;
    return members == 1 || malformed("expected FIELD_NAME but found [END_OBJECT]");
  }

  bool read_parameter(std::string_view name, std::string_view value, BulkItem& item) {
    const JsonKind kind = json_kind(value);
    if (kind == JsonKind::null) return true;
    if (kind == JsonKind::object && (name == "dynamic_templates" || name == "_source")) return true;
    if (kind == JsonKind::object || kind == JsonKind::array) {
      return malformed("expected a simple value for field [" + std::string(name) + "] but found [" +
                       token_name(value) + "]");
    }
    std::string text(value);
    if (kind == JsonKind::string) {
      auto decoded = decode_json_string(value);
      if (!decoded) return malformed("expected valid Unicode in field [" + std::string(name) + "]");
      text = std::move(*decoded);
    }
    return keep_parameter(name, std::move(text), item);
  }

  bool keep_parameter(std::string_view name, std::string text, BulkItem& item) {
    if (name == "_index") {
      item.index = std::move(text);
    } else if (name == "_id") {
      item.id = std::move(text);
      has_id_ = true;
    } else if (name == "_type" && defaults_.takes_type) {
      item.type = std::move(text);
    } else if (name == "require_alias" || name == "require_data_stream") {
      item.require_alias = text == "true";
    } else if (name == "version" || name == "version_type" || name == "if_seq_no" ||
               name == "if_primary_term") {
      unsupported_ = name;
    } else if (name != "pipeline" && name != "routing" && name != "retry_on_conflict" &&
               name != "_source" && name != "list_executed_pipelines") {
      return refuse("Action/metadata line [" + std::to_string(line_) +
                    "] contains an unknown parameter [" + std::string(name) + "]");
    }
    return true;
  }

  // What is wrong with this item alone.
  void check(BulkItem& item) {
    if (const auto reason = find_index_name_error(item.index)) {
      item.error = item_error("invalid_index_name_exception",
                              "Invalid index name [" + item.index + "], " + *reason);
      item.error->index_uuid = "_na_";
    } else if (has_id_ && item.id.empty()) {
      item.error =
          item_error("illegal_argument_exception", "if _id is specified it must not be empty");
    } else if (item.id.size() > max_id_bytes) {
      item.error =
          item_error("illegal_argument_exception", "id [" + item.id +
                                                       "] is too long, must be no longer than 512 "
                                                       "bytes but was: " +
                                                       std::to_string(item.id.size()));
    } else if (item.op == BulkOp::update) {
      item.error = item_error("illegal_argument_exception", "bulkd does not support [update]");
    } else if (!unsupported_.empty()) {
      item.error =
          item_error("illegal_argument_exception", "bulkd does not support [" + unsupported_ + "]");
    } else if (item.require_alias) {
      item.error = item_error("index_not_found_exception", "no such index [" + item.index +
                                                               "] and [require_alias] request "
                                                               "flag is [true] and [" +
                                                               item.index + "] is not an alias");
      item.error->status = 404;
    } else if (item.op != BulkOp::remove) {
      check_source(item);
    }
  }

  void check_source(BulkItem& item) {
    const std::string_view text = trim_json_space(item.source);
    std::string cause;
    std::size_t offset = 0;
    if (text.empty()) {
      cause = "the document is empty";
    } else if (const auto error = find_json_error(item.source)) {
      cause = error->reason + " at byte " + std::to_string(error->offset);
      offset = error->offset;
    } else if (json_kind(text) != JsonKind::object) {
      cause = "Malformed content, must start with an object, but found [" + token_name(text) + "]";
    } else {
      return;
    }
    const std::string type = claim_.parse_failure_type();
    const bool located = type == "document_parsing_exception";
    item.error = item_error(type, located ? "[1:" + std::to_string(offset + 1) + "] failed to parse"
                                          : "failed to parse");
    item.error->cause_type = located ? "x_content_parse_exception" : "json_parse_exception";
    item.error->cause_reason = std::move(cause);
  }

  std::string_view body_;
  const BulkDefaults& defaults_;
  const Claim& claim_;
  std::size_t pos_ = 0;
  std::size_t line_ = 0;
  bool has_id_ = false;      // of the current action
  std::string unsupported_;  // a parameter of the current action that bulkd does not honour
  std::size_t missing_count_ = 0;
  std::string missing_;
  ApiError error_;
  std::vector<BulkItem> items_;
};

}  // namespace

std::variant<std::vector<BulkItem>, ApiError> parse_bulk(std::string_view body,
                                                         const BulkDefaults& defaults,
                                                         const Claim& claim) {
  return Parser(body, defaults, claim).run();
}

std::optional<std::string> find_index_name_error(std::string_view name) {
  if (name.empty()) return "must not be empty";
  for (const char c : name) {
    if (std::string_view("\\/*?\"<>| ,").find(c) != std::string_view::npos ||
        static_cast<unsigned char>(c) < 0x20) {
      return "must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]";
    }
    if (c == '#') return "must not contain '#'";
    if (c == ':') return "must not contain ':'";
    if (c >= 'A' && c <= 'Z') return "must be lowercase";
  }
  if (name.front() == '_' || name.front() == '-' || name.front() == '+') {
    return "must not start with '_', '-', or '+'";
  }
  if (name == "." || name == "..") return "must not be '.' or '..'";
  if (name.size() > 255) {
    return "index name is too long, (" + std::to_string(name.size()) + " > 255)";
  }
  return std::nullopt;
}

std::string make_document_id() {
  static const std::uint64_t process =
      (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
  static std::atomic<std::uint32_t> counter{std::random_device{}()};
  static constexpr char alphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto millis = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  const std::uint64_t fields[3] = {millis, process, counter.fetch_add(1)};
  std::string id;
  for (int field = 0; field < 3; ++field) {
    const int characters = field == 2 ? 4 : 8;  // 48 bits, 48 bits, 24 bits
    for (int i = characters - 1; i >= 0; --i) id += alphabet[(fields[field] >> (6 * i)) & 63];
  }
  return id;
}

}  // namespace sluice::bulkd
