// Checks one document against the mapping of its index, and adds to the mapping what is new in it.
// Threading: belongs to whoever holds the store's lock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bulk_item.hpp"
#include "kit_names.hpp"

namespace sluice::bulkd {

struct MappingLimits {
  std::int64_t total_fields = 1000;
  std::int64_t depth = 20;
};

class DocumentMapper {
 public:
  // All of them outlive this.
  DocumentMapper(Mapping& mapping, const MappingLimits& limits, const Claim& claim,
                 const std::string& index)
      : mapping_(mapping), limits_(limits), claim_(claim), index_(index) {}

  // Null: the document fits, and the mapping may have grown; otherwise it is as before.
  // REQUIRES: `source` passed find_json_error and is an object.
  std::unique_ptr<ItemError> map(std::string_view source, const std::string& id,
                                 const std::string& type);

  // Whether the last document added a field.
  bool changed() const { return !added_.empty(); }

 private:
  // Each returns false when error_ is set.
  bool object(Field& field, const std::string& path, std::string_view json, Dynamic dynamic);
  bool member(Field& parent, const std::string& around, const std::string& name,
              std::string_view value, Dynamic dynamic);
  bool dotted(Field& parent, const std::string& around, const std::string& name,
              std::string_view value, Dynamic dynamic);
  bool value_of(Field& field, const std::string& path, std::string_view value, Dynamic dynamic);
  bool leaf(const Field& field, const std::string& path, std::string_view value);
  bool unmapped(Field& parent, const std::string& path, const std::string& name,
                std::string_view value, Dynamic dynamic);
  bool add(Field& parent, const std::string& path, const std::string& name,
           std::unique_ptr<Field> field, std::string_view at);
  void take_back();

  bool refuse(std::string type, std::string reason, std::string_view at);
  bool refuse_value(const Field& field, const std::string& path, std::string_view value,
                    Misfit why);
  bool unreadable(std::string reason, std::string_view at);

  Mapping& mapping_;
  const MappingLimits& limits_;
  const Claim& claim_;
  const std::string& index_;
  std::string_view source_;
  std::string id_;
  std::string type_;
  std::int64_t count_ = -1;  // of the mapping's fields; -1: not counted yet
  std::unique_ptr<ItemError> error_;
  std::vector<std::pair<Field*, std::string>> added_;
};

}  // namespace sluice::bulkd
