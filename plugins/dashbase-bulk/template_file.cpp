#include "template_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

namespace sluice {
namespace {

constexpr size_t most_bytes = 4 << 20;
constexpr int64_t default_priority = 200;  // above the templates that stores bring along

// A type of the neutral form that not every store has, and what takes its place.
struct TypeRow {
  std::string_view type;
  int elasticsearch_major;
  int elasticsearch_minor;
  bool needs_basic;  // not in Elasticsearch's open source distribution
  int opensearch_major;
  int opensearch_minor;
  std::string_view on_opensearch;
  std::string_view otherwise;  // "object": one that is stored and not indexed
};
constexpr TypeRow type_rows[] = {
    {"flattened", 7, 3, true, 2, 7, "flat_object", "object"},
    {"match_only_text", 7, 14, true, 2, 12, "match_only_text", "text"},
    {"wildcard", 7, 9, true, 2, 15, "wildcard", "keyword"},
};

const TypeRow* find_row(std::string_view type) {
  for (const TypeRow& row : type_rows) {
    if (row.type == type) return &row;
  }
  return nullptr;
}

std::string_view translated(const TypeRow& row, const StoreInfo& store) {
  if (store.family == StoreFamily::elasticsearch &&
      store.at_least(row.elasticsearch_major, row.elasticsearch_minor) &&
      (store.is_basic || !row.needs_basic)) {
    return row.type;
  }
  // OpenSearch can be told to say that it is Elasticsearch 7.10.
  if (store.family == StoreFamily::opensearch && store.major != 7 &&
      store.at_least(row.opensearch_major, row.opensearch_minor)) {
    return row.on_opensearch;
  }
  return row.otherwise;
}

// JSON as text, with types replaced on the way.
class Writer {
 public:
  Writer(const Json& json, const StoreInfo& store) : json_(json), store_(store) {
    buffer_.struct_size = sizeof buffer_;
    buffer_.private_data = this;
    buffer_.grow = [](sluice_buffer* buffer, uint64_t capacity) -> sluice_status {
      auto& memory = static_cast<Writer*>(buffer->private_data)->memory_;
      memory.resize(std::max<size_t>(capacity, memory.size() * 2));
      buffer->data = memory.data();
      buffer->capacity = memory.size();
      return SLUICE_OK;
    };
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Writer& raw(std::string_view text) {
    append(buffer_, text);
    return *this;
  }
  Writer& text(std::string_view text) {
    json_.write(text_value(text), buffer_);
    return *this;
  }
  Writer& value(const sluice_value& value) {
    json_.write(value, buffer_);
    return *this;
  }

  // A mapping or a part of one: what has a type is a field, all else is walked through.
  Writer& mapping(const sluice_value& value) {
    if (value.type == SLUICE_VALUE_ARRAY) return list(value);
    if (value.type != SLUICE_VALUE_OBJECT) return this->value(value);
    const sluice_field* type = find_field(value.as.fields, value.size, "type");
    const bool is_field = type != nullptr && type->value.type == SLUICE_VALUE_TEXT;
    const TypeRow* row = is_field ? find_row(bytes(type->value)) : nullptr;
    const std::string_view name = row == nullptr ? std::string_view() : translated(*row, store_);
    if (row != nullptr && name != row->type) return replaced(*row, name, value);
    raw("{");
    for (uint32_t i = 0; i < value.size; ++i) {
      raw(i == 0 ? "" : ",").text(key(value.as.fields[i])).raw(":");
      mapping(value.as.fields[i].value);
    }
    return raw("}");
  }

  std::string take() const { return {buffer_.data, static_cast<size_t>(buffer_.size)}; }

 private:
  Writer& list(const sluice_value& value) {
    raw("[");
    for (uint32_t i = 0; i < value.size; ++i) {
      raw(i == 0 ? "" : ",");
      mapping(value.as.items[i]);
    }
    return raw("]");
  }

  // The parameters of keyword and text fields stay good for what takes their place.
  Writer& replaced(const TypeRow& row, std::string_view name, const sluice_value& value) {
    raw("{\"type\":").text(name);
    if (name == "object") raw(",\"enabled\":false");
    if (row.type != "flattened") {
      for (uint32_t i = 0; i < value.size; ++i) {
        if (key(value.as.fields[i]) == "type") continue;
        raw(",").text(key(value.as.fields[i])).raw(":").value(value.as.fields[i].value);
      }
    }
    return raw("}");
  }

  const Json& json_;
  const StoreInfo& store_;
  std::vector<char> memory_;
  sluice_buffer buffer_{};
};

}  // namespace

Result<TemplateFile> TemplateFile::load(Host host, const std::string& path) {
  const auto wrong = [&](const std::string& why) {
    return fatal("template \"" + path + "\": " + why);
  };
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return wrong(std::string("could not open it: ") + std::strerror(errno));
  std::string text(most_bytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (file.bad()) return wrong(std::string("could not read it: ") + std::strerror(errno));
  if (text.empty()) return wrong("is empty");
  if (text.size() > most_bytes) return wrong("is larger than 4 MiB");
  TemplateFile made(host);
  if (Status status = made.read(std::move(text)); !status) return wrong(status.error().message);
  return made;
}

Status TemplateFile::read(std::string text) {
  text_ = std::move(text);
  memory_ = host_.create_batch();
  priority_ = default_priority;
  if (!host_.json().valid_utf8(text_)) return rejected("is not UTF-8");
  sluice_json_result result{};
  ErrorBuffer error;
  const sluice_status status =
      host_.json().read(Batch(memory_.get()), text_.data(), text_.size(),
                        SLUICE_JSON_OPEN | SLUICE_JSON_LAST, result, error);
  if (status == SLUICE_FATAL) throw std::bad_alloc();
  if (status != SLUICE_OK) return rejected("is not JSON: " + std::string(error.message()));
  if (text_.find_first_not_of(" \t\r\n", result.consumed) != std::string::npos) {
    return rejected("is not JSON: more text follows it");
  }
  if (result.value.type != SLUICE_VALUE_OBJECT) return rejected("is not a JSON object");
  open_all(result.value);
  for (uint32_t i = 0; i < result.value.size; ++i) {
    if (Status taken = take(result.value.as.fields[i]); !taken) return taken;
  }
  if (version_ < 1) return rejected("needs a \"version\", a whole number from 1");
  if (mappings_.type != SLUICE_VALUE_OBJECT) return rejected("needs \"mappings\", an object");
  return {};
}

Status TemplateFile::take(sluice_field& member) {
  const std::string name(key(member));
  const auto wants = [&](const char* what) { return rejected("\"" + name + "\" must be " + what); };
  const sluice_value& value = member.value;
  if (name == "version" || name == "priority") {
    if (value.type != SLUICE_VALUE_INT64 || value.as.integer < 0) return wants("a whole number");
    (name == "version" ? version_ : priority_) = value.as.integer;
  } else if (name == "settings" || name == "mappings") {
    if (value.type != SLUICE_VALUE_OBJECT) return wants("an object");
    (name == "settings" ? settings_ : mappings_) = value;
  } else if (name == "index_patterns") {
    bool good = value.type == SLUICE_VALUE_ARRAY && value.size > 0;
    for (uint32_t i = 0; good && i < value.size; ++i) {
      good = value.as.items[i].type == SLUICE_VALUE_TEXT && value.as.items[i].size > 0;
    }
    if (!good) return wants("a list of names");
    patterns_ = value;
  } else {
    return rejected("\"" + name +
                    "\" is not one of version, index_patterns, priority, settings, mappings");
  }
  return {};
}

void TemplateFile::open_all(sluice_value& value) {
  host_.json().open(Batch(memory_.get()), value);
  if (value.type == SLUICE_VALUE_OBJECT) {
    for (uint32_t i = 0; i < value.size; ++i) open_all(value.as.fields[i].value);
  } else if (value.type == SLUICE_VALUE_ARRAY) {
    for (uint32_t i = 0; i < value.size; ++i) open_all(value.as.items[i]);
  }
}

std::string TemplateFile::body(TemplateForm form, const StoreInfo& store,
                               const std::string& pattern, std::string_view type,
                               bool data_stream) const {
  const Json json = host_.json();
  Writer out(json, store);
  const bool composable = form == TemplateForm::composable;
  out.raw("{\"index_patterns\":");
  if (patterns_.type == SLUICE_VALUE_ARRAY) {
    out.value(patterns_);
  } else {
    out.raw("[").text(pattern).raw("]");
  }
  out.raw(composable ? ",\"priority\":" : ",\"order\":").value(int_value(priority_));
  out.raw(",\"version\":").value(int_value(version_));
  if (composable && data_stream) out.raw(",\"data_stream\":{}");
  if (composable) out.raw(",\"template\":{");
  if (settings_.type == SLUICE_VALUE_OBJECT) {
    out.raw(composable ? "" : ",").raw("\"settings\":").value(settings_);
  }
  if (!composable || settings_.type == SLUICE_VALUE_OBJECT) out.raw(",");
  out.raw("\"mappings\":");
  if (form == TemplateForm::typed) out.raw("{").text(type).raw(":");
  out.mapping(mappings_);
  if (form == TemplateForm::typed) out.raw("}");
  out.raw(composable ? "}}" : "}");
  return out.take();
}

}  // namespace sluice
