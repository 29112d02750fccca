// What each status of a store means, for one item and for a whole request: the rules of the sink,
// in one place. Constant data; use it from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sluice {

enum class ItemAction : uint8_t {
  delivered,
  conflict,  // a duplicate where the item is our own create with our own _id, otherwise rejected
  retry,
  rejected,
};

struct ItemRow {
  int first;  // status, both included
  int last;
  std::string_view error_type;  // only with this `error.type`; empty: with any
  ItemAction action;
};

enum class RequestAction : uint8_t {
  read_items,
  retry,      // all of it again
  too_large,  // in smaller parts
  rejected,   // something in it is wrong: the engine finds out what
  fatal,      // no request can succeed
};

struct RequestRow {
  int first;  // status, both included
  int last;
  RequestAction action;
  std::string_view hint;  // what the user can do; empty: nothing that we know of
};

/// The first row that fits. Every status has one.
const ItemRow& item_row(int status, std::string_view error_type);
const RequestRow& request_row(int status);

/// For tests.
std::span<const ItemRow> item_table();
std::span<const RequestRow> request_table();

}  // namespace sluice
