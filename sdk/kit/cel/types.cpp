#include <kit/cel/types.hpp>

namespace sluice::cel {
namespace {

bool is_number(Kind kind) {
  return kind == Kind::integer || kind == Kind::uinteger || kind == Kind::number;
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null_type";
    case Kind::boolean:
      return "bool";
    case Kind::integer:
      return "int";
    case Kind::uinteger:
      return "uint";
    case Kind::number:
      return "double";
    case Kind::text:
      return "string";
    case Kind::bytes:
      return "bytes";
    case Kind::list:
      return "list";
    case Kind::map:
      return "map";
    case Kind::timestamp:
      return "google.protobuf.Timestamp";
    case Kind::duration:
      return "google.protobuf.Duration";
    case Kind::type:
      return "type";
    case Kind::optional:
      return "optional_type";
    case Kind::dynamic:
      return "dyn";
    case Kind::error:
      break;
  }
  return "error";
}

Types::Types() {
  for (uint8_t kind = 0; kind <= static_cast<uint8_t>(Kind::error); ++kind) {
    entries_.push_back({static_cast<Kind>(kind), dynamic_type, dynamic_type});
  }
}

Type Types::make(Kind kind, Type inner, Type mapped) {
  for (Type type = 0; type < entries_.size(); ++type) {
    const Entry& entry = entries_[type];
    if (entry.kind == kind && entry.inner == inner && entry.mapped == mapped) return type;
  }
  entries_.push_back({kind, inner, mapped});
  return static_cast<Type>(entries_.size() - 1);
}

Type Types::join(Type a, Type b) {
  if (a == b) return a;
  if (kind(a) != kind(b)) return dynamic_type;
  return make(kind(a), join(inner(a), inner(b)), join(mapped(a), mapped(b)));
}

bool Types::may_be_equal(Type a, Type b) const {
  const Kind first = kind(a);
  const Kind second = kind(b);
  if (first == Kind::dynamic || second == Kind::dynamic) return true;
  if (first == Kind::null || second == Kind::null) return true;
  if (is_number(first) && is_number(second)) return true;
  if (first != second) return false;
  return may_be_equal(inner(a), inner(b)) && may_be_equal(mapped(a), mapped(b));
}

std::string Types::name(Type type) const {
  const Entry& entry = entries_[type];
  std::string text(to_string(entry.kind));
  if (entry.kind == Kind::timestamp) return "timestamp";
  if (entry.kind == Kind::duration) return "duration";
  if (entry.kind == Kind::null) return "null";
  if (entry.kind == Kind::optional) text = "optional";
  if (entry.inner == dynamic_type && entry.mapped == dynamic_type) return text;
  text += "(" + name(entry.inner);
  if (entry.kind == Kind::map) text += ", " + name(entry.mapped);
  return text + ")";
}

}  // namespace sluice::cel
