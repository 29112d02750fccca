// What the instances of one component in all lanes did once already; see abi/ext/once.h.
#pragma once

#include <mutex>
#include <new>
#include <set>
#include <string>
#include <string_view>

namespace sluice::flow {

class OnceKeys {
 public:
  /// True the first time. Thread-safe.
  bool add(std::string_view key) noexcept try {
    const std::lock_guard lock(mutex_);
    return keys_.emplace(key).second;
  } catch (const std::bad_alloc&) {
    return true;
  }

 private:
  std::mutex mutex_;
  std::set<std::string, std::less<>> keys_;
};

}  // namespace sluice::flow
