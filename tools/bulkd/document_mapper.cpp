#include "document_mapper.hpp"

#include <algorithm>
#include <array>

#include "kit_names.hpp"

namespace sluice::bulkd {
namespace {

constexpr std::array<std::string_view, 9> metadata_fields = {"_id",     "_index",   "_routing",
                                                             "_source", "_type",    "_field_names",
                                                             "_seq_no", "_version", "_ignored"};

std::string joined(const std::string& around, const std::string& name) {
  return around.empty() ? name : around + "." + name;
}

std::int64_t depth_of(const std::string& path) {
  return 1 + std::count(path.begin(), path.end(), '.');
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

std::unique_ptr<ItemError> DocumentMapper::map(std::string_view source, const std::string& id,
                                               const std::string& type) {
  source_ = source;
  id_ = id;
  type_ = type.empty() ? "_doc" : type;
  error_.reset();
  added_.clear();
  if (mapping_.root.enabled && !object(mapping_.root, "", trim_json_space(source),
                                       mapping_.root.dynamic.value_or(Dynamic::yes))) {
    take_back();
  }
  return std::move(error_);
}

void DocumentMapper::take_back() {
  for (auto added = added_.rbegin(); added != added_.rend(); ++added) {
    added->first->properties.erase(added->second);
  }
  added_.clear();
  count_ = -1;
}

bool DocumentMapper::refuse(std::string type, std::string reason, std::string_view at) {
  error_ = std::make_unique<ItemError>();
  error_->type = std::move(type);
  error_->reason = std::move(reason);
  // Since 8.8 these two say where in the document; a document is one line here.
  const bool located = claim_.parse_failure_type() == "document_parsing_exception" &&
                       (error_->type == "document_parsing_exception" ||
                        error_->type == "strict_dynamic_mapping_exception");
  if (located && at.data() >= source_.data()) {
    error_->reason.insert(0, "[1:" + std::to_string(at.data() - source_.data() + 1) + "] ");
  }
  return false;
}

bool DocumentMapper::unreadable(std::string reason, std::string_view at) {
  return refuse(claim_.parse_failure_type(), std::move(reason), at);
}

bool DocumentMapper::refuse_value(const Field& field, const std::string& path,
                                  std::string_view value, Misfit why) {
  if (why.is_whole) return refuse(std::move(why.type), std::move(why.reason), value);
  std::string reason = "failed to parse field [" + path + "] of type [" +
                       std::string(field.type->name) + "] in document with id '" + id_ + "'";
  if (claim_.is(Product::opensearch) || claim_.at_least(7, 0)) {
    reason += ". Preview of field's value: '" + text_of(value) + "'";
  }
  unreadable(std::move(reason), value);
  error_->cause_type = std::move(why.type);
  error_->cause_reason = std::move(why.reason);
  return false;
}

bool DocumentMapper::object(Field& field, const std::string& path, std::string_view json,
                            Dynamic dynamic) {
  return for_each_member(json, [&](std::string_view key, std::string_view value) {
    const std::string name = text_of(key);
    if (is_blank(name)) {
      return unreadable(name.empty() ? "field name cannot be an empty string"
                                     : "field name cannot contain only whitespace",
                        key);
    }
    const bool metadata = path.empty() && std::find(metadata_fields.begin(), metadata_fields.end(),
                                                    name) != metadata_fields.end();
    if (metadata) {
      return unreadable("Field [" + name +
                            "] is a metadata field and cannot be added inside a document. Use the "
                            "index API request parameters.",
                        key);
    }
    return member(field, path, name, value, dynamic);
  });
}

bool DocumentMapper::member(Field& parent, const std::string& around, const std::string& name,
                            std::string_view value, Dynamic dynamic) {
  if (name.find('.') != std::string::npos) return dotted(parent, around, name, value, dynamic);
  const std::string path = joined(around, name);
  const auto found = parent.properties.find(name);
  if (found != parent.properties.end()) return value_of(*found->second, path, value, dynamic);
  return unmapped(parent, path, name, value, dynamic);
}

// `a.b` is `b` in the object `a`.
bool DocumentMapper::dotted(Field& parent, const std::string& around, const std::string& name,
                            std::string_view value, Dynamic dynamic) {
  const std::size_t dot = name.find('.');
  const std::string first = name.substr(0, dot);
  const std::string rest = name.substr(dot + 1);
  if (is_blank(first) || is_blank(rest)) {
    return refuse("illegal_argument_exception",
                  "field name starting or ending with a [.] makes object resolution ambiguous: [" +
                      joined(around, name) + "]",
                  value);
  }
  const std::string path = joined(around, first);
  auto found = parent.properties.find(first);
  if (found == parent.properties.end()) {
    if (dynamic == Dynamic::no) return true;
    if (dynamic == Dynamic::strict) return unmapped(parent, path, first, "{}", dynamic);
    auto made = make_dynamic_field(mapping_, path, first, "{}", claim_);
    if (!made) return refuse("mapper_parsing_exception", made.error(), value);
    if (!add(parent, path, first, std::move(made.value()), value)) return false;
    found = parent.properties.find(first);
  }
  Field& child = *found->second;
  if (!child.type->has_properties()) {
    return refuse("illegal_argument_exception",
                  "Could not dynamically add mapping for field [" + joined(around, name) +
                      "]. Existing mapping for [" + path + "] must be of type object but found [" +
                      std::string(child.type->name) + "].",
                  value);
  }
  if (!child.enabled) return true;
  return member(child, path, rest, value, child.dynamic.value_or(dynamic));
}

bool DocumentMapper::value_of(Field& field, const std::string& path, std::string_view value,
                              Dynamic dynamic) {
  const JsonKind kind = json_kind(value);
  if (kind == JsonKind::null || !field.enabled) return true;
  if (kind == JsonKind::array && field.type->kind != FieldKind::opaque) {
    return for_each_element(
        value, [&](std::string_view element) { return value_of(field, path, element, dynamic); });
  }
  if (!field.type->has_properties()) return leaf(field, path, value);
  if (kind == JsonKind::object) {
    return object(field, path, value, field.dynamic.value_or(dynamic));
  }
  const std::string name = path.substr(path.rfind('.') + 1);
  return unreadable("object mapping for [" + path + "] tried to parse field [" + name +
                        "] as object, but found a concrete value",
                    value);
}

bool DocumentMapper::leaf(const Field& field, const std::string& path, std::string_view value) {
  std::optional<Misfit> why = find_misfit(field, path, value);
  const bool forgiven = field.ignore_malformed && json_kind(value) != JsonKind::object;
  if (why && !forgiven) return refuse_value(field, path, value, std::move(*why));
  for (const auto& [name, other] : field.fields) {
    if (!leaf(*other, joined(path, name), value)) return false;
  }
  return true;
}

bool DocumentMapper::unmapped(Field& parent, const std::string& path, const std::string& name,
                              std::string_view value, Dynamic dynamic) {
  if (dynamic == Dynamic::no) return true;
  if (dynamic == Dynamic::strict) {
    const std::string within =
        &parent == &mapping_.root ? type_ : path.substr(0, path.size() - name.size() - 1);
    return refuse("strict_dynamic_mapping_exception",
                  "mapping set to strict, dynamic introduction of [" + name + "] within [" +
                      within + "] is not allowed",
                  value);
  }
  if (json_kind(value) == JsonKind::array) {
    return for_each_element(value, [&](std::string_view element) {
      return member(parent, path.substr(0, path.size() - std::min(path.size(), name.size() + 1)),
                    name, element, dynamic);
    });
  }
  auto made = make_dynamic_field(mapping_, path, name, value, claim_);
  if (!made) return refuse("mapper_parsing_exception", made.error(), value);
  if (made.value() == nullptr) return true;
  Field* const field = made.value().get();
  return add(parent, path, name, std::move(made.value()), value) &&
         value_of(*field, path, value, dynamic);
}

bool DocumentMapper::add(Field& parent, const std::string& path, const std::string& name,
                         std::unique_ptr<Field> field, std::string_view at) {
  if (count_ < 0) count_ = count_fields(mapping_.root);
  const std::int64_t more = 1 + static_cast<std::int64_t>(field->fields.size());
  if (count_ + more > limits_.total_fields) {
    std::string reason = "Limit of total fields [" + std::to_string(limits_.total_fields) + "] ";
    if (!claim_.is(Product::opensearch) && !claim_.at_least(7, 0)) {
      reason += "in index [" + index_ + "] ";
    }
    reason += "has been exceeded";
    if (claim_.is(Product::elasticsearch) && claim_.at_least(8, 0)) {
      reason += " while adding new fields [" + std::to_string(more) + "]";
    }
    return refuse("illegal_argument_exception", std::move(reason), at);
  }
  if (field->type->has_properties() && depth_of(path) > limits_.depth) {
    return refuse("illegal_argument_exception",
                  "Limit of mapping depth [" + std::to_string(limits_.depth) +
                      "] has been exceeded due to object field [" + path + "]",
                  at);
  }
  count_ += more;
  parent.properties[name] = std::move(field);
  added_.emplace_back(&parent, name);
  return true;
}

}  // namespace sluice::bulkd
