#include <algorithm>
#include <tuple>

#include <kit/cel/functions.hpp>

namespace sluice::cel {
namespace {

auto order_of(const Overload& row) {
  return std::make_tuple(row.name, row.is_method, row.arity);
}

std::vector<Overload> sorted_table() {
  std::vector<Overload> all;
  for (const Overloads part : {arithmetic_overloads(), text_overloads(), place_overloads(),
                               time_overloads(), conversion_overloads(), optional_overloads()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Overload& a, const Overload& b) { return order_of(a) < order_of(b); });
  return all;
}

}  // namespace

Overloads all_overloads() {
  static const std::vector<Overload> table = sorted_table();
  return table;
}

Overloads find_overloads(std::string_view name, bool is_method, size_t arity) {
  const Overloads all = all_overloads();
  const auto wanted = std::make_tuple(name, is_method, static_cast<uint8_t>(arity));
  const auto begin =
      std::lower_bound(all.begin(), all.end(), wanted,
                       [](const Overload& row, const auto& key) { return order_of(row) < key; });
  auto end = begin;
  while (end != all.end() && order_of(*end) == wanted) ++end;
  return {begin, end};
}

}  // namespace sluice::cel
