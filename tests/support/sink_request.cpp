#include <support/sink_request.hpp>

namespace sluice::testing {

Status SinkRequest::add(const sluice_event& event) {
  const uint64_t before = body_.abi().size;
  Status status = sink_.encode(event, body_.abi());
  if (status.ok()) {
    ends_.push_back(body_.abi().size);
  } else {
    body_.abi().size = before;
  }
  return status;
}

void SinkRequest::add_all(Batch batch) {
  for (const sluice_event& event : batch.events()) {
    if (event.state == SLUICE_EVENT_LIVE) (void)add(event).ok();
  }
}

std::string_view SinkRequest::item_body(size_t index) const {
  const uint64_t begin = index == 0 ? 0 : ends_.at(index - 1);
  return body().substr(begin, ends_.at(index) - begin);
}

Status SinkRequest::deliver(int64_t timeout_ms, uint32_t attempt) {
  items_.assign(ends_.size(), sluice_item{});
  delivery_ = sluice_delivery{sizeof(sluice_delivery), 0, items_.data(), 0};
  const sluice_request request{sizeof(sluice_request),
                               static_cast<uint32_t>(ends_.size()),
                               to_text(body()),
                               ends_.data(),
                               timeout_ms,
                               attempt,
                               0};
  return sink_.deliver(request, delivery_);
}

std::string SinkRequest::verdicts() const {
  std::string letters;
  for (const sluice_item& item : items_) letters += "?DdrX"[item.verdict];
  return letters;
}

}  // namespace sluice::testing
