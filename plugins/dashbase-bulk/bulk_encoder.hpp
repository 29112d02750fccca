// Writes events as pairs of lines of a _bulk body: what to do, and the document. What is written
// depends on the settings and the event alone. One instance for each lane, used by one thread at a
// time.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/host.hpp>

#include "bulk_options.hpp"

namespace sluice {

class BulkEncoder {
 public:
  /// `options` outlive this.
  BulkEncoder(Host host, const BulkOptions& options);

  /// Whether this event's action line has an _id. Rejected, and nothing written: an id that no
  /// store would take, no index, no time for a data stream.
  Result<bool> encode(const sluice_event& event, sluice_buffer& body);

  /// Appends an encoded item as it is for a store that takes no _type.
  void append_typeless(std::string_view item, std::string& out) const;

  /// Whether the encoded item has an _id of ours.
  bool has_id(std::string_view item) const;

 private:
  // The beginnings of action lines for one index.
  struct Lines {
    std::string index;
    std::string before_id;   // {"create":{"_index":"i","_id":
    std::string without_id;  // {"create":{"_index":"i"}}\n
  };

  Lines make_lines(std::string_view index) const;
  Result<const Lines*> find_lines(const sluice_event& event);
  Status write_document(const sluice_event& event, sluice_buffer& body);
  Status render_name(const sluice_event& event, size_t max_bytes);
  size_t index_end(std::string_view item) const;

  Host host_;
  const BulkOptions& options_;
  OwnedBatch scratch_;  // for reading events; its memory only grows
  unsigned scratch_uses_ = 0;
  std::string head_;             // {"create":{"_index":
  std::string type_;             // ,"_type":"t"
  std::string pipeline_;         // ,"pipeline":"p"
  Lines constant_;               // when the index is
  std::string name_;             // of the current event's index
  std::array<Lines, 8> recent_;  // of other indices, the last ones
  size_t next_ = 0;              // of `recent_`, to be replaced
  std::vector<sluice_field> fields_;
};

}  // namespace sluice
