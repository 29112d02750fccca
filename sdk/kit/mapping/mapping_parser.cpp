// parse_mapping and parse_field.
#include <charconv>

#include <kit/mapping/date_formats.hpp>
#include <kit/mapping/json_text.hpp>
#include <kit/mapping/mapping.hpp>

namespace sluice::mapping {
namespace {

constexpr std::size_t most_levels = 100;

bool is_true(std::string_view value) {
  return value == "true" || value == "\"true\"";
}

std::int64_t integer_of(std::string_view value) {
  const std::string text = text_of(value);
  std::int64_t number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<Dynamic> dynamic_of(std::string_view value) {
  const std::string text = text_of(value);
  if (text == "true" || text == "runtime") return Dynamic::yes;
  if (text == "false") return Dynamic::no;
  if (text == "strict") return Dynamic::strict;
  return std::nullopt;
}

// Without types in it, "keyword" is what `text` as one word or a list of them.
std::vector<std::string> texts_of(std::string_view value) {
  std::vector<std::string> all;
  if (json_kind(value) != JsonKind::array) return {text_of(value)};
  for_each_element(value, [&](std::string_view element) {
    all.push_back(text_of(element));
    return true;
  });
  return all;
}

class Parser {
 public:
  explicit Parser(const Claim* claim) : claim_(claim) {}

  const std::string& reason() const { return reason_; }

  bool mapping(std::string_view json, Mapping& mapping) {
    if (json_kind(json) != JsonKind::object) return fail("the mapping is not an object");
    return for_each_member(json, [&](std::string_view key, std::string_view value) {
      return root_member(text_of(key), value, mapping);
    });
  }

  std::unique_ptr<Field> field(const std::string& name, std::string_view json,
                               std::string_view otherwise, std::size_t level) {
    auto made = std::make_unique<Field>();
    if (level > most_levels) return refuse("the mapping is nested too deeply");
    if (json_kind(json) != JsonKind::object) {
      return refuse("Expected map for property [fields] on field [" + name + "] but got a value");
    }
    const auto type = find_member(json, "type");
    std::string type_name = type ? text_of(*type) : std::string(otherwise);
    if (!type && !find_member(json, "properties") && otherwise == "object" &&
        !is_object_shape(json)) {
      return refuse("No type specified for field [" + name + "]");
    }
    made->type = find_field_type(type_name, claim_);
    if (made->type == nullptr) {
      return refuse("No handler for type [" + type_name + "] declared on field [" + name + "]");
    }
    const bool fine = for_each_member(json, [&](std::string_view key, std::string_view value) {
      return parameter(name, text_of(key), value, *made, level);
    });
    if (!fine) return nullptr;
    if (made->type->kind == FieldKind::date && made->formats.empty()) {
      made->formats = {"strict_date_optional_time", "epoch_millis"};
    }
    return made;
  }

 private:
  bool fail(std::string reason) {
    reason_ = std::move(reason);
    return false;
  }
  std::unique_ptr<Field> refuse(std::string reason) {
    fail(std::move(reason));
    return nullptr;
  }

  // {"enabled": false}, {"dynamic": "strict"} and {} are objects without saying so.
  static bool is_object_shape(std::string_view json) {
    const FieldType* object = find_field_type("object", nullptr);
    return for_each_member(json, [&](std::string_view key, std::string_view) {
      return takes_parameter(*object, text_of(key));
    });
  }

  bool root_member(const std::string& name, std::string_view value, Mapping& mapping) {
    Field& root = mapping.root;
    if (name == "properties") return properties(value, root.properties, 1);
    if (name == "dynamic_templates") return dynamic_templates(value, mapping);
    if (name == "dynamic") {
      root.dynamic = dynamic_of(value);
      if (!root.dynamic) return fail("unknown value for dynamic: " + text_of(value));
    } else if (name == "date_detection") {
      mapping.date_detection = is_true(value);
    } else if (name == "numeric_detection") {
      mapping.numeric_detection = is_true(value);
    } else if (name == "dynamic_date_formats") {
      mapping.date_formats = texts_of(value);
    } else if (name == "enabled") {
      root.enabled = is_true(value);
    } else if (name.empty() || (name[0] != '_' && name != "runtime" && name != "subobjects")) {
      return fail("Root mapping definition has unsupported parameters:  [" + name + " : " +
                  text_of(value) + "]");
    }
    root.parameters.emplace_back(name, value);
    return true;
  }

  bool properties(std::string_view json, Fields& fields, std::size_t level) {
    if (json_kind(json) != JsonKind::object) return fail("[properties] is not an object");
    return for_each_member(json, [&](std::string_view key, std::string_view value) {
      const std::string name = text_of(key);
      if (name.empty()) return fail("field name cannot be an empty string");
      // Not the store's own: `a.b` in a mapping is `b` in the object `a`.
      const std::size_t dot = name.find('.');
      if (dot != std::string::npos) return dotted(name, dot, value, fields, level);
      std::unique_ptr<Field> made = field(name, value, "object", level);
      if (made == nullptr) return false;
      fields[name] = std::move(made);
      return true;
    });
  }

  bool dotted(const std::string& name, std::size_t dot, std::string_view value, Fields& fields,
              std::size_t level) {
    const std::string rest = name.substr(dot + 1);
    if (dot == 0 || rest.empty()) return fail("invalid field name [" + name + "]");
    std::unique_ptr<Field>& parent = fields[name.substr(0, dot)];
    if (parent == nullptr) {
      parent = std::make_unique<Field>();
      parent->type = find_field_type("object", nullptr);
    }
    std::string inner = "{";
    append_json_string(inner, rest);
    inner.append(":").append(value).append("}");
    return level < most_levels ? properties(inner, parent->properties, level + 1)
                               : fail("the mapping is nested too deeply");
  }

  bool parameter(const std::string& field, const std::string& name, std::string_view value,
                 Field& made, std::size_t level) {
    if (name == "type") return true;
    if (claim_ != nullptr && !takes_parameter(*made.type, name)) {
      return unknown_parameter(field, name, value, *made.type);
    }
    if (name == "properties") return properties(value, made.properties, level + 1);
    if (name == "fields") return sub_fields(value, made.fields, level + 1);
    if (name == "dynamic") made.dynamic = dynamic_of(value);
    if (name == "enabled") made.enabled = is_true(value);
    if (name == "ignore_malformed") made.ignore_malformed = is_true(value);
    if (name == "ignore_above") made.ignore_above = integer_of(value);
    if (name == "depth_limit") made.depth_limit = static_cast<int>(integer_of(value));
    if (name == "format") {
      made.formats = split_formats(text_of(value));
      for (const std::string& format : made.formats) {
        if (!is_date_format(format)) {
          return fail("Invalid format: [" + format + "]: Unknown pattern, for field [" + field +
                      "]");
        }
      }
    }
    made.parameters.emplace_back(name, value);
    return true;
  }

  bool unknown_parameter(const std::string& field, const std::string& name, std::string_view value,
                         const FieldType& type) {
    if (claim_->is(Product::opensearch) || claim_->at_least(7, 8)) {
      return fail("unknown parameter [" + name + "] on mapper [" + field + "] of type [" +
                  std::string(type.name) + "]");
    }
    return fail("Mapping definition for [" + field + "] has unsupported parameters:  [" + name +
                " : " + text_of(value) + "]");
  }

  bool sub_fields(std::string_view json, Fields& fields, std::size_t level) {
    if (json_kind(json) != JsonKind::object) return fail("[fields] is not an object");
    return for_each_member(json, [&](std::string_view key, std::string_view value) {
      const std::string name = text_of(key);
      std::unique_ptr<Field> made = field(name, value, "", level);
      if (made == nullptr) return false;
      if (made->type->has_properties()) {
        return fail("Type [object] cannot be used in multi field");
      }
      fields[name] = std::move(made);
      return true;
    });
  }

  bool dynamic_templates(std::string_view json, Mapping& mapping) {
    if (json_kind(json) != JsonKind::array) {
      return fail("Dynamic template syntax error. An array of named objects is expected.");
    }
    return for_each_element(json, [&](std::string_view element) {
      std::size_t count = 0;
      const bool fine = json_kind(element) == JsonKind::object &&
                        for_each_member(element, [&](std::string_view key, std::string_view value) {
                          ++count;
                          return dynamic_template(text_of(key), element, value, mapping);
                        });
      if (!fine && !reason_.empty()) return false;
      if (fine && count == 1) return true;
      return fail("A dynamic template must be defined with a name");
    });
  }

  bool dynamic_template(std::string name, std::string_view json, std::string_view rule,
                        Mapping& mapping) {
    DynamicTemplate made;
    if (json_kind(rule) != JsonKind::object) {
      return fail("A dynamic template must be defined with a name");
    }
    made.json = json;
    const bool fine = for_each_member(rule, [&](std::string_view key, std::string_view value) {
      const std::string what = text_of(key);
      if (what == "match") return made.match = texts_of(value), true;
      if (what == "unmatch") return made.unmatch = texts_of(value), true;
      if (what == "path_match") return made.path_match = texts_of(value), true;
      if (what == "path_unmatch") return made.path_unmatch = texts_of(value), true;
      if (what == "match_mapping_type") return made.match_mapping_type = texts_of(value), true;
      if (what == "match_pattern") return made.is_regex = text_of(value) == "regex", true;
      if (what == "mapping") return made.mapping = value, true;
      return fail("Illegal dynamic template parameter: [" + what + "]");
    });
    if (!fine) return false;
    if (made.mapping.empty()) {
      return fail("template [" + name + "] must have either mapping or runtime set");
    }
    if (json_kind(made.mapping) != JsonKind::object) return fail("[mapping] is not an object");
    made.name = std::move(name);
    mapping.dynamic_templates.push_back(std::move(made));
    return true;
  }

  const Claim* claim_;
  std::string reason_;
};

}  // namespace

Result<Mapping> parse_mapping(std::string_view json, const Claim* claim) {
  Parser parser(claim);
  Mapping mapping;
  if (!parser.mapping(trim_json_space(json), mapping)) return Failure{parser.reason()};
  return mapping;
}

Result<std::unique_ptr<Field>> parse_field(std::string_view name, std::string_view json,
                                           const Claim* claim, std::string_view dynamic_type) {
  Parser parser(claim);
  std::unique_ptr<Field> field = parser.field(std::string(name), json, dynamic_type, 1);
  if (field == nullptr) return Failure{parser.reason()};
  return field;
}

}  // namespace sluice::mapping
