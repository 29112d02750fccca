#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cli/mapping_guard.hpp>
#include <kit/mapping/dynamic_mapping.hpp>
#include <kit/mapping/field_values.hpp>

namespace sluice::cli {
namespace {

using mapping::JsonKind;

// The neutral form of templates is that of this store.
constexpr std::string_view newest_store = "elasticsearch:8.15.0";

constexpr std::string_view usual_date_formats = "strict_date_optional_time||epoch_millis";
constexpr size_t most_value_bytes = 1024;  // of a value that is kept

constexpr std::array<std::string_view, 9> metadata_fields = {"_id",     "_index",   "_routing",
                                                             "_source", "_type",    "_field_names",
                                                             "_seq_no", "_version", "_ignored"};

std::string joined(const std::string& around, const std::string& name) {
  return around.empty() ? name : around + "." + name;
}

}  // namespace

MappingGuard::MappingGuard(mapping::Mapping mapping, Taker taker)
    : mapping_(std::move(mapping)),
      claim_(mapping::parse_claim(newest_store).value()),
      taker_(std::move(taker)) {}

void MappingGuard::check(std::string_view document) {
  const std::string_view json = mapping::trim_json_space(document);
  if (mapping::find_json_error(json) || mapping::json_kind(json) != JsonKind::object) return;
  if (!mapping_.root.enabled) return;
  object(mapping_.root, {}, json, mapping_.root.dynamic.value_or(Dynamic::yes));
}

void MappingGuard::object(Field& field, const std::string& path, std::string_view json,
                          Dynamic dynamic) {
  mapping::for_each_member(json, [&](std::string_view key, std::string_view value) {
    const std::string name = mapping::text_of(key);
    const bool is_metadata =
        path.empty() &&
        std::find(metadata_fields.begin(), metadata_fields.end(), name) != metadata_fields.end();
    if (is_metadata) {
      taker_({name, "one of the store's own, which no document may have", value});
    } else if (name.find_first_not_of(" .\t") == std::string::npos) {
      taker_({joined(path, name), "without a name", value});
    } else {
      member(field, path, name, value, dynamic);
    }
    return true;
  });
}

// `a.b` is `b` in the object `a`.
void MappingGuard::member(Field& parent, const std::string& around, const std::string& name,
                          std::string_view value, Dynamic dynamic) {
  const size_t dot = name.find('.');
  const std::string first = name.substr(0, dot);
  const std::string path = joined(around, first);
  const bool has_more = dot != std::string::npos;
  const auto found = parent.properties.find(first);
  Field* field = found != parent.properties.end() ? found->second.get() : nullptr;
  if (field == nullptr) {
    field = add(parent, path, first, has_more ? "{}" : value, dynamic);
    if (field == nullptr) return;
  }
  if (!has_more) return value_of(*field, path, value, dynamic);
  if (!field->enabled) return;
  if (!field->type->has_properties()) {
    taker_({joined(around, name), fmt::format("below {}, which is {}", path, describe(*field)),
            value});
    return;
  }
  member(*field, path, name.substr(dot + 1), value, field->dynamic.value_or(dynamic));
}

void MappingGuard::value_of(Field& field, const std::string& path, std::string_view value,
                            Dynamic dynamic) {
  const JsonKind kind = mapping::json_kind(value);
  if (kind == JsonKind::null || !field.enabled) return;
  if (kind == JsonKind::array && field.type->kind != mapping::FieldKind::opaque) {
    mapping::for_each_element(value, [&](std::string_view element) {
      value_of(field, path, element, dynamic);
      return true;
    });
  } else if (!field.type->has_properties()) {
    leaf(field, path, value);
  } else if (kind == JsonKind::object) {
    object(field, path, value, field.dynamic.value_or(dynamic));
  } else {
    taker_({path, describe(field), value});
  }
}

void MappingGuard::leaf(const Field& field, const std::string& path, std::string_view value) {
  const bool is_misfit = mapping::find_misfit(field, path, value).has_value();
  const bool is_forgiven = field.ignore_malformed && mapping::json_kind(value) != JsonKind::object;
  if ((is_misfit && !is_forgiven) || would_have_barred(field, path, value)) {
    taker_({path, describe(field), value});
    return;
  }
  for (const auto& [name, other] : field.fields) leaf(*other, joined(path, name), value);
}

// The store takes numbers where text came first, and not the other way round: whether documents fit
// must not hang on their order.
bool MappingGuard::would_have_barred(const Field& field, const std::string& path,
                                     std::string_view value) {
  const auto found = added_.find(&field);
  if (found == added_.end() || found->second.kind == mapping::json_kind(value)) return false;
  const Origin& origin = found->second;
  const auto made = mapping::make_dynamic_field(mapping_, path, origin.name, value, claim_);
  if (!made || made.value() == nullptr || made.value()->ignore_malformed) return false;
  return made.value()->type->has_properties() ||
         mapping::find_misfit(*made.value(), path, origin.value).has_value();
}

// Null: no such field is made.
MappingGuard::Field* MappingGuard::add(Field& parent, const std::string& path,
                                       const std::string& name, std::string_view value,
                                       Dynamic dynamic) {
  if (dynamic == Dynamic::no) return nullptr;
  if (dynamic == Dynamic::strict) {
    taker_({path, "not in the mapping, which is strict", value});
    return nullptr;
  }
  std::string_view first = value;
  while (mapping::json_kind(first) == JsonKind::array) {
    std::string_view item;
    mapping::for_each_element(first, [&](std::string_view element) {
      item = element;
      return mapping::json_kind(element) == JsonKind::null;
    });
    if (item.empty()) return nullptr;
    first = item;
  }
  if (added_.size() >= most_fields) return nullptr;
  auto made = mapping::make_dynamic_field(mapping_, path, name, first, claim_);
  if (!made || made.value() == nullptr) return nullptr;
  Field* const field = made.value().get();
  const std::string kept(first.size() <= most_value_bytes ? first : "\"\"");
  added_[field] = {mapping::json_kind(first), kept, &parent, name};
  parent.properties[name] = std::move(made.value());
  return field;
}

std::string MappingGuard::describe(const Field& field) const {
  if (added_.contains(&field)) return fmt::format("{} in an earlier event", field.type->name);
  std::string out = fmt::format("mapped as {}", field.type->name);
  std::string formats;
  for (const std::string& format : field.formats) {
    formats += (formats.empty() ? "" : "||") + format;
  }
  if (field.type->kind == mapping::FieldKind::date && formats != usual_date_formats) {
    out += " in the format " + formats;
  }
  return out;
}

}  // namespace sluice::cli
