// The types that a field can be mapped as, and which version knows which.
// Threading: constant data.
#pragma once

#include <cstdint>
#include <string_view>

#include <kit/mapping/claim.hpp>

namespace sluice::mapping {

enum class FieldKind {
  object,
  nested,
  flattened,  // a whole object as keywords
  keyword,
  text,
  integer,  // whole numbers between bounds
  unsigned_long,
  real,
  boolean,
  date,
  ip,
  alias,
  opaque,  // taken as it is
};

struct FieldType {
  std::string_view name;
  FieldKind kind;
  double low = 0;  // of integer and real
  double high = 0;
  // Since when; 0: this product does not know it.
  int elasticsearch_major = 1;
  int elasticsearch_minor = 0;
  int opensearch_major = 1;
  int opensearch_minor = 0;

  bool has_properties() const { return kind == FieldKind::object || kind == FieldKind::nested; }
};

// Null: this version has no such type. Dashbase counts as the Elasticsearch that it claims to be;
// without a claim every type is known.
const FieldType* find_field_type(std::string_view name, const Claim* claim);

// Whether a field of this type may have such a parameter.
bool takes_parameter(const FieldType& type, std::string_view parameter);

}  // namespace sluice::mapping
