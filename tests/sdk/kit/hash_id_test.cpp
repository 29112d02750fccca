#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include <kit/hash_id.hpp>

namespace sluice::kit {
namespace {

std::string id_of(std::string_view text, std::initializer_list<uint64_t> numbers = {}) {
  std::string out(hash_id_bytes, '?');
  write_hash_id(text, std::span(numbers.begin(), numbers.size()), out.data());
  return out;
}

TEST(HashIdTest, StaysTheSameForEver) {
  // Documents are stored under these: a change would deliver everything again.
  EXPECT_EQ(id_of(""), "9d25da91cb22a20ac372580dba6b9e98");
  EXPECT_EQ(id_of("a line", {1, 2}), "a83f28b57e6a9cc70bf44a2a30226b68");
  EXPECT_EQ(id_of(std::string(5000, 'x'), {7}), "410cbecefbd35fbe88feb870ae38d7f5");
}

TEST(HashIdTest, EveryPartCounts) {
  const std::set<std::string> ids{id_of("a"),         id_of("b"),
                                  id_of("a", {0}),    id_of("a", {1}),
                                  id_of("a", {1, 0}), id_of("a", {0, 1}),
                                  id_of("", {0, 1}),  id_of("a", {1, 2, 3, 4, 5, 6, 7, 8})};
  EXPECT_EQ(ids.size(), 8u);
}

TEST(HashIdTest, IsLowerCaseHex) {
  for (const char c : id_of("anything", {42})) {
    EXPECT_TRUE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) << c;
  }
}

}  // namespace
}  // namespace sluice::kit
