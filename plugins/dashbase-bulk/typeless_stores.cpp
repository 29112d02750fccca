#include "typeless_stores.hpp"

#include <mutex>
#include <set>

namespace sluice {
namespace {

struct Stores {
  std::mutex mutex;
  std::set<std::string> hosts;
};

Stores& stores() {
  static Stores instance;
  return instance;
}

}  // namespace

void mark_typeless(const std::string& host) {
  const std::lock_guard lock(stores().mutex);
  stores().hosts.insert(host);
}

bool is_typeless(const std::string& host) {
  const std::lock_guard lock(stores().mutex);
  return stores().hosts.contains(host);
}

}  // namespace sluice
