#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include <flow/delivery.hpp>

namespace sluice::flow {
namespace {

std::string count_events(size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "event" : "events");
}

}  // namespace

Status BeginOnce::begin(loader::SinkInstance& sink) {
  const std::lock_guard lock(mutex_);
  if (done_) return {};
  Status status = sink.begin();
  done_ = status.ok();
  return status;
}

Delivery::Delivery(const DeliveryContext& context, uint64_t seed)
    : context_(context), backoff_(context.retry, seed) {}

std::vector<std::pair<uint32_t, uint32_t>> Delivery::cut(const EncodedBatch& batch,
                                                         const sluice_sink_limits& limits) {
  const auto count = static_cast<uint32_t>(batch.size());
  const uint64_t bytes = batch.items(0, count).size();
  const uint64_t max_bytes = limits.max_bytes == 0 ? UINT64_MAX : limits.max_bytes;
  const uint64_t max_documents = limits.max_documents == 0 ? UINT64_MAX : limits.max_documents;
  // Equal parts, because a full request followed by a tiny one costs as much as two full ones.
  const uint64_t parts =
      std::max<uint64_t>({1, bytes / max_bytes + (bytes % max_bytes != 0 ? 1 : 0),
                          count / max_documents + (count % max_documents != 0 ? 1 : 0)});
  const uint64_t even_documents = (count + parts - 1) / parts;
  std::vector<std::pair<uint32_t, uint32_t>> requests;
  uint32_t first = 0;
  uint64_t size = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint64_t item_size = batch.item(i).size();
    if (i > first && (size + item_size > max_bytes || i - first >= even_documents)) {
      requests.emplace_back(first, i);
      first = i;
      size = 0;
    }
    size += item_size;
  }
  if (first < count) requests.emplace_back(first, count);
  return requests;
}

void Delivery::deliver(const EncodedBatch& batch, std::span<Outcome> outcomes,
                       std::vector<Rejection>& rejections, Ledger& ledger) {
  Work work{batch, outcomes, rejections, ledger, {}};
  for (const auto& [first, last] : cut(batch, context_.limits)) {
    Parcel parcel;
    parcel.items.resize(last - first);
    std::iota(parcel.items.begin(), parcel.items.end(), first);
    work.parcels.push_back(std::move(parcel));
  }
  std::reverse(work.parcels.begin(), work.parcels.end());
  while (!work.parcels.empty()) {
    Parcel parcel = std::move(work.parcels.back());
    work.parcels.pop_back();
    if (ready(work, parcel)) send(work, std::move(parcel));
  }
}

// Waits for the parcel's turn; false when delivery has ended, and the parcel is handed back.
bool Delivery::ready(Work& work, Parcel& parcel) {
  if (parcel.first_try_ms == 0) parcel.first_try_ms = monotonic_ms();
  if (!context_.control.wait(parcel.wait_ms)) {
    hand_back(work, parcel);
    return false;
  }
  const Status begun = context_.begin.begin(context_.sink);
  if (begun.ok()) return true;
  if (begun.error().code == StatusCode::retry) {
    retry(work, std::move(parcel), begun.error(), true);
  } else {
    fail(begun.error().message);
    hand_back(work, parcel);
  }
  return false;
}

std::string_view Delivery::request_body(const Work& work, const Parcel& parcel) {
  ends_.clear();
  uint64_t end = 0;
  for (const uint32_t item : parcel.items) ends_.push_back(end += work.batch.item(item).size());
  const uint32_t first = parcel.items.front();
  const uint32_t last = parcel.items.back();
  if (last - first + 1 == parcel.items.size()) return work.batch.items(first, last + 1);
  body_.clear();
  for (const uint32_t item : parcel.items) body_ += work.batch.item(item);
  return body_;
}

void Delivery::send(Work& work, Parcel parcel) {
  const std::string_view body = request_body(work, parcel);
  results_.assign(parcel.items.size(), sluice_item{});
  sluice_request request{};
  request.struct_size = sizeof request;
  request.item_count = static_cast<uint32_t>(parcel.items.size());
  request.body = sluice::to_text(body);
  request.item_ends = ends_.data();
  request.timeout_ms = context_.control.remaining_ms();
  request.attempt = parcel.failures + 1;
  sluice_delivery delivery{};
  delivery.struct_size = sizeof delivery;
  delivery.items = results_.data();

  const Status status = context_.sink.deliver(request, delivery);
  status_ = delivery.status;
  ++work.ledger.requests;
  work.ledger.retries += parcel.failures > 0 ? 1 : 0;
  work.ledger.bytes_out += delivery.bytes_sent;
  if (status.ok()) return read_verdicts(work, std::move(parcel));

  const Error& error = status.error();
  switch (error.code) {
    case StatusCode::retry:
      return retry(work, std::move(parcel), error, true);
    case StatusCode::too_large:
      if (parcel.items.size() > 1) return halve(work, std::move(parcel));
      return reject(work, parcel, "too large for the store", error);
    case StatusCode::rejected:
      if (parcel.items.size() > 1) return halve(work, std::move(parcel));
      return reject(work, parcel, "the store refused the request", error);
    default:
      fail(error.message);
      return hand_back(work, parcel);
  }
}

void Delivery::read_verdicts(Work& work, Parcel parcel) {
  std::vector<uint32_t> left;
  std::string_view why = "the store did not say how the item ended";
  uint32_t why_status = 0;
  for (size_t i = 0; i < parcel.items.size(); ++i) {
    const uint32_t item = parcel.items[i];
    const sluice_item& result = results_[i];
    switch (result.verdict) {
      case SLUICE_ITEM_DELIVERED:
        work.outcomes[item] = Outcome::delivered;
        break;
      case SLUICE_ITEM_DUPLICATE:
        work.outcomes[item] = Outcome::duplicate;
        break;
      case SLUICE_ITEM_REJECTED:
        work.rejections.push_back(
            {item, result.status, "rejected by the store", std::string(view(result.error))});
        break;
      default:
        left.push_back(item);
        why_status = result.status;
        if (result.error.size > 0) why = view(result.error);
    }
  }
  if (left.empty()) return;
  const Error error = sluice::retry(
      why_status == 0 ? std::string(why) : fmt::format("item status {}: {}", why_status, why));
  if (left.size() < parcel.items.size()) {  // progress: the store is alive, so count from here
    parcel.failures = 0;
    parcel.first_try_ms = monotonic_ms();
  }
  parcel.items = std::move(left);
  retry(work, std::move(parcel), error, false);
}

void Delivery::retry(Work& work, Parcel parcel, const Error& why, bool whole_request) {
  ++parcel.failures;
  const int64_t elapsed_ms = monotonic_ms() - parcel.first_try_ms;
  if (elapsed_ms >= context_.retry.give_up_after_ms) {
    const std::string message =
        fmt::format("gave up on {} after {} {} in {:.1f} s: {}", count_events(parcel.items.size()),
                    parcel.failures, parcel.failures == 1 ? "try" : "tries",
                    static_cast<double>(elapsed_ms) / 1000, why.message);
    if (whole_request) {
      fail(message);  // nothing goes through, so the rest would not either
    } else {
      context_.log.log(LogLevel::error, context_.name, message);
    }
    return hand_back(work, parcel);
  }
  parcel.wait_ms = backoff_.next_ms(parcel.failures, why.retry_after_ms);
  context_.log.log(LogLevel::warning, context_.name,
                   fmt::format("{}; trying {} again in {:.1f} s (try {})", why.message,
                               count_events(parcel.items.size()),
                               static_cast<double>(parcel.wait_ms) / 1000, parcel.failures + 1));
  work.parcels.push_back(std::move(parcel));
}

void Delivery::halve(Work& work, Parcel parcel) {
  const auto middle = parcel.items.begin() + static_cast<ptrdiff_t>(parcel.items.size() / 2);
  Parcel second;
  second.items.assign(middle, parcel.items.end());
  parcel.items.erase(middle, parcel.items.end());
  parcel.failures = 0;
  parcel.wait_ms = 0;
  parcel.first_try_ms = 0;
  work.parcels.push_back(std::move(second));
  work.parcels.push_back(std::move(parcel));
}

void Delivery::reject(Work& work, const Parcel& parcel, std::string reason, const Error& error) {
  work.rejections.push_back({parcel.items.front(), status_, std::move(reason), error.message});
}

void Delivery::fail(const std::string& message) {
  context_.control.fail(context_.is_one_of_several ? context_.name + ": " + message : message);
}

void Delivery::hand_back(Work& work, const Parcel& parcel) {
  for (const uint32_t item : parcel.items) work.outcomes[item] = Outcome::handed_back;
}

}  // namespace sluice::flow
