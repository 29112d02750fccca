#include <algorithm>

#include <flow/lane_sink.hpp>

namespace sluice::flow {

void LaneSink::clear() {
  encoded_.clear();
  places_.clear();
  outcomes_.clear();
  rejections_.clear();
}

Status LaneSink::encode(const sluice_event& event, Place place) {
  Status status = encoded_.encode(sink_, event);
  if (!status) return status;
  places_.push_back(place);
  outcomes_.push_back(Outcome::pending);
  return {};
}

void LaneSink::deliver() {
  delivery_.deliver(encoded_, outcomes_, rejections_, ledger_);
}

bool LaneSink::print(const RequestPrinter& printer) {
  for (const auto& [first, last] : Delivery::cut(encoded_, limits_)) {
    const std::string_view request = encoded_.items(first, last);
    if (!printer(name_, request)) {
      std::fill(outcomes_.begin() + first, outcomes_.end(), Outcome::handed_back);
      return false;
    }
    ++ledger_.requests;
    ledger_.bytes_out += request.size();
    std::fill(outcomes_.begin() + first, outcomes_.begin() + last, Outcome::delivered);
  }
  return true;
}

void LaneSink::hand_back() {
  std::fill(outcomes_.begin(), outcomes_.end(), Outcome::handed_back);
  rejections_.clear();
}

}  // namespace sluice::flow
