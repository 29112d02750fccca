#include <algorithm>

#include <kit/mapping/date_formats.hpp>
#include <kit/mapping/json_text.hpp>
#include <kit/mapping/mapping.hpp>

namespace sluice::mapping {
namespace {

void write_field(const Field& field, std::string& out);

void write_fields(std::string_view name, const Fields& fields, std::string& out) {
  if (fields.empty()) return;
  if (out.back() != '{') out += ',';
  append_json_string(out, name);
  out += ":{";
  for (const auto& [key, field] : fields) {
    if (out.back() != '{') out += ',';
    append_json_string(out, key);
    out += ':';
    write_field(*field, out);
  }
  out += '}';
}

void write_members(const JsonMembers& members, std::string& out) {
  for (const auto& [name, value] : members) {
    if (out.back() != '{') out += ',';
    append_json_string(out, name);
    out += ':';
    out += value;
  }
}

void write_field(const Field& field, std::string& out) {
  out += '{';
  // As Elasticsearch writes it: an object with properties does not say that it is one.
  if (field.type->kind != FieldKind::object || field.properties.empty()) {
    out += "\"type\":";
    append_json_string(out, field.type->name);
  }
  write_members(field.parameters, out);
  write_fields("properties", field.properties, out);
  write_fields("fields", field.fields, out);
  out += '}';
}

void merge_members(JsonMembers& base, JsonMembers over) {
  for (auto& [name, value] : over) {
    const auto same = std::find_if(base.begin(), base.end(),
                                   [&](const auto& member) { return member.first == name; });
    if (same == base.end()) {
      base.emplace_back(std::move(name), std::move(value));
    } else {
      same->second = std::move(value);
    }
  }
}

void merge_object(Field& base, Field over) {
  if (over.dynamic) base.dynamic = over.dynamic;
  base.enabled = over.enabled;
  merge_members(base.parameters, std::move(over.parameters));
  for (auto& [name, field] : over.properties) {
    std::unique_ptr<Field>& place = base.properties[name];
    if (place != nullptr && place->type->has_properties() && field->type == place->type) {
      merge_object(*place, std::move(*field));
    } else {
      place = std::move(field);
    }
  }
}

}  // namespace

Mapping::Mapping() : date_formats(split_formats("strict_date_optional_time")) {
  root.type = find_field_type("object", nullptr);
  date_formats.emplace_back("yyyy/MM/dd HH:mm:ss Z");
  date_formats.emplace_back("yyyy/MM/dd Z");
}

void merge_mapping(Mapping& base, Mapping over) {
  const Mapping untouched;
  if (!over.date_detection) base.date_detection = false;
  if (over.numeric_detection) base.numeric_detection = true;
  if (over.date_formats != untouched.date_formats) base.date_formats = over.date_formats;
  // What is on top is asked first.
  for (DynamicTemplate& old : base.dynamic_templates) {
    const auto same = [&](const DynamicTemplate& other) { return other.name == old.name; };
    if (std::none_of(over.dynamic_templates.begin(), over.dynamic_templates.end(), same)) {
      over.dynamic_templates.push_back(std::move(old));
    }
  }
  base.dynamic_templates = std::move(over.dynamic_templates);
  merge_object(base.root, std::move(over.root));
}

std::string write_mapping(const Mapping& mapping) {
  std::string out = "{";
  write_members(mapping.root.parameters, out);
  if (!mapping.dynamic_templates.empty()) {
    if (out.back() != '{') out += ',';
    out += "\"dynamic_templates\":[";
    for (const DynamicTemplate& rule : mapping.dynamic_templates) {
      if (out.back() != '[') out += ',';
      out += rule.json;
    }
    out += ']';
  }
  write_fields("properties", mapping.root.properties, out);
  return out + "}";
}

std::int64_t count_fields(const Field& field) {
  std::int64_t count = static_cast<std::int64_t>(field.fields.size());
  for (const auto& [name, child] : field.properties) count += 1 + count_fields(*child);
  return count;
}

std::optional<std::string_view> find_member(std::string_view object, std::string_view name) {
  std::optional<std::string_view> found;
  for_each_member(object, [&](std::string_view key, std::string_view value) {
    if (key.substr(1, key.size() - 2) == name) found = value;
    return !found;
  });
  return found;
}

std::string text_of(std::string_view quoted) {
  if (quoted.size() < 2 || quoted.front() != '"') return std::string(quoted);
  if (auto text = decode_json_string(quoted)) return std::move(*text);
  return std::string(quoted.substr(1, quoted.size() - 2));
}

}  // namespace sluice::mapping
