#include "faults.hpp"

#include <algorithm>

namespace sluice::bulkd {
namespace {

// Own mapping to [0,1): std::uniform_real_distribution may differ between libraries, and a seed
// must mean the same everywhere.
double draw(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

bool strikes_item(FaultPlan::Items& items, std::uint64_t position) {
  switch (items.fault.which) {
    case ItemFault::Which::nth:
      return position == items.fault.n;
    case ItemFault::Which::every:
      return position % items.fault.n == 0;
    case ItemFault::Which::random:
      break;
  }
  return draw(items.random) < items.fault.probability;
}

}  // namespace

ItemError usual_item_error(int status, const Claim& claim) {
  ItemError error;
  error.status = status;
  error.reason = "injected by a bulkd fault rule";
  switch (status) {
    case 400:
      error.type = claim.parse_failure_type();
      break;
    case 401:
    case 403:
      error.type = "security_exception";
      break;
    case 404:
      error.type = "index_not_found_exception";
      break;
    case 408:
    case 504:
      error.type = "timeout_exception";
      break;
    case 409:
      error.type = "version_conflict_engine_exception";
      break;
    case 413:
      error.type = "content_too_long_exception";
      break;
    case 429:
      error.type = claim.rejection_type();
      break;
    case 503:
      error.type = "unavailable_shards_exception";
      break;
    default:
      error.type = "exception";
      break;
  }
  return error;
}

void FaultPlan::strike(std::vector<BulkItem>& bulk, const Claim& claim) {
  for (Items& rule : items) {
    for (std::size_t i = 0; i < bulk.size(); ++i) {
      if (!strikes_item(rule, i + 1) || bulk[i].error) continue;
      bulk[i].error = std::make_unique<ItemError>(usual_item_error(rule.fault.status, claim));
    }
  }
}

std::uint64_t Faults::add(FaultRule rule) {
  const std::lock_guard lock(mutex_);
  Active active;
  active.id = next_id_++;
  active.random.seed(rule.seed);
  active.rule = std::move(rule);
  active_.push_back(std::move(active));
  return active_.back().id;
}

std::vector<Faults::Listed> Faults::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<Listed> all;
  for (const Active& active : active_) {
    all.push_back({active.id, active.rule.text, active.seen, active.struck});
  }
  return all;
}

bool Faults::remove(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  return std::erase_if(active_, [id](const Active& active) { return active.id == id; }) > 0;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  active_.clear();
}

FaultPlan Faults::plan(RequestKind kind) {
  const std::lock_guard lock(mutex_);
  FaultPlan plan;
  for (Active& active : active_) {
    const FaultRule& rule = active.rule;
    if (rule.match != RequestKind::any && rule.match != kind) continue;
    const std::uint64_t position = active.seen++;
    if (position < rule.after || (position - rule.after + 1) % rule.every != 0) continue;
    if (rule.times && active.struck >= *rule.times) continue;
    if (rule.probability < 1.0 && draw(active.random) >= rule.probability) continue;
    ++active.struck;
    plan.delay += rule.delay;
    plan.reply_delay += rule.reply_delay;
    plan.pretty = plan.pretty || rule.pretty;
    for (const ItemFault& fault : rule.items) {
      plan.items.push_back({fault, std::mt19937_64(active.random())});
    }
    if (!plan.ending && (rule.status || rule.empty || rule.drop || rule.cut)) plan.ending = rule;
  }
  return plan;
}

}  // namespace sluice::bulkd
