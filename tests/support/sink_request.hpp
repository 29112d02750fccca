// One request to a sink under test, built as the engine builds it. Used by the test's thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <data/buffer.hpp>
#include <sluice/sink.hpp>

namespace sluice::testing {

class SinkRequest {
 public:
  explicit SinkRequest(Sink& sink) : sink_(sink) {}

  /// Encodes one event, or every live event of a batch. An event that the sink rejects is left out.
  Status add(const sluice_event& event);
  void add_all(Batch batch);

  Status deliver(int64_t timeout_ms = -1, uint32_t attempt = 1);

  std::string_view body() const { return body_.view(); }
  size_t item_count() const { return ends_.size(); }
  /// The bytes of one item.
  std::string_view item_body(size_t index) const;

  // --- what the last deliver reported ---
  const sluice_item& item(size_t index) const { return items_.at(index); }
  uint32_t verdict(size_t index) const { return items_.at(index).verdict; }
  std::string error(size_t index) const { return std::string(view(items_.at(index).error)); }
  uint32_t status() const { return delivery_.status; }
  uint64_t bytes_sent() const { return delivery_.bytes_sent; }
  /// One letter for each item: D delivered, d duplicate, r retry, X rejected, ? unknown.
  std::string verdicts() const;

 private:
  Sink& sink_;
  data::Buffer body_;
  std::vector<uint64_t> ends_;
  std::vector<sluice_item> items_;
  sluice_delivery delivery_{};
};

}  // namespace sluice::testing
