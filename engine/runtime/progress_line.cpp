#include <chrono>
#include <utility>

#include <flow/control.hpp>
#include <runtime/progress_line.hpp>

namespace sluice::runtime {
namespace {

constexpr std::chrono::milliseconds between_drawings{200};
constexpr size_t samples_for_speed = 15;  // three seconds

}  // namespace

ProgressLine::ProgressLine(const flow::Logger& log, InputSizes sizes,
                           std::function<flow::Progress()> look)
    : log_(log), sizes_(std::move(sizes)), look_(std::move(look)), begin_ms_(flow::monotonic_ms()) {
  if (log_.status_columns() > 0) thread_ = std::thread([this] { work(); });
}

ProgressLine::~ProgressLine() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  ended_changed_.notify_one();
  thread_.join();
  log_.show_status({});
}

void ProgressLine::work() {
  std::unique_lock lock(mutex_);
  do {  // once even when the run was faster than this thread came to life
    lock.unlock();
    draw();
    lock.lock();
    ended_changed_.wait_for(lock, between_drawings, [this] { return ended_; });
  } while (!ended_);
}

void ProgressLine::draw() {
  samples_.push_back({flow::monotonic_ms() - begin_ms_, look_()});
  if (samples_.size() > samples_for_speed) samples_.pop_front();
  // The last column stays free: some terminals go to the next line behind it.
  const size_t columns = log_.status_columns();
  if (columns > 1) {
    log_.show_status(progress_text(samples_.back(), samples_.front(), sizes_, columns - 1));
  }
}

}  // namespace sluice::runtime
