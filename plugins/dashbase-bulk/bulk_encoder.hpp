// Writes events as pairs of lines of a _bulk body: what to do, and the document. What is written
// depends on the settings and the event alone. Immutable once made.
#pragma once

#include <string>
#include <string_view>

#include <sluice/host.hpp>

#include "bulk_options.hpp"

namespace sluice {

class BulkEncoder {
 public:
  explicit BulkEncoder(const BulkOptions& options);

  /// Whether this event's action line has an _id. Rejected: an id that no store would take.
  Result<bool> encode(const Json& json, const sluice_event& event, sluice_buffer& body) const;

  /// Appends an encoded item as it is for a store that takes no _type.
  void append_typeless(std::string_view item, std::string& out) const;

  /// Whether the encoded item has an _id of ours.
  bool has_id(std::string_view item) const { return ids_ && item.starts_with(before_id_); }

 private:
  std::string before_id_;   // {"create":{"_index":"i","_id":
  std::string without_id_;  // {"create":{"_index":"i"}}\n
  std::string typed_;       // {"create":{"_index":"i","_type":"t"
  std::string typeless_;    // {"create":{"_index":"i"
  bool ids_;
};

}  // namespace sluice
