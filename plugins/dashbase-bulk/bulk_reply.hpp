// Reads the body of a store's reply. Belongs to one instance and one thread.
//
// Items are matched by their place, never by id, and success is what the parsed `errors` says,
// never a search for its text: stores differ in everything else (Quickwit sends no items,
// VictoriaLogs an empty body for a failure, spaces come and go).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sluice/abi/sink.h>
#include <sluice/host.hpp>

namespace sluice {

class BulkReply {
 public:
  explicit BulkReply(Host host) : host_(host) {}

  /// Forgets the last reply and gives its memory back. Call it before the body changes.
  void clear() { scratch_.reset(); }

  /// Fills the verdict of every item. `is_ours(i)` tells whether item i is a create with an _id of
  /// ours, so that a conflict is a duplicate. `body` may be changed; it and the items' texts stay
  /// valid until `clear`. Retry: the body does not tell what became of the items.
  template <class IsOurs>
  Status read_items(std::string& body, sluice_item* items, uint32_t count, const IsOurs& is_ours) {
    bool all_delivered = false;
    if (Status status = read_summary(body, count, all_delivered); !status) return status;
    for (uint32_t i = 0; i < count; ++i) {
      if (all_delivered) {
        items[i].verdict = SLUICE_ITEM_DELIVERED;
      } else {
        read_item(list_.as.items[i], is_ours(i), items[i]);
      }
    }
    return {};
  }

  /// What a reply that is not about items says, on one line and not too long: the error of its
  /// JSON, or its text. Empty when it says nothing.
  std::string error_text(std::string& body);

  /// The members of a JSON object, still raw, for the reply to `GET /`. Rejected: it is none.
  Result<sluice_value> read_object(std::string& body);
  /// The text of a member, opened; "" when there is none. `object` is opened if need be.
  std::string_view text_of(sluice_value& object, std::string_view member);
  sluice_value* member(sluice_value& object, std::string_view name);
  /// The item of an array, opened if need be; null when there is none.
  sluice_value* item(sluice_value& array, uint32_t index);
  /// A member that is a whole number; nothing when there is none.
  std::optional<int64_t> number_of(sluice_value& object, std::string_view name);

 private:
  Status read_summary(std::string& body, uint32_t count, bool& all_delivered);
  void read_item(sluice_value& raw, bool ours, sluice_item& item);
  int status_of(sluice_value& result);
  std::string_view describe(sluice_value& error);
  std::string excerpt(std::string_view body);
  Batch batch() { return Batch(scratch_.get()); }

  Host host_;
  OwnedBatch scratch_;
  sluice_value list_{};  // the reply's items, opened
};

}  // namespace sluice
