// Several observers of one run. Used like each of them.
#pragma once

#include <vector>

#include <flow/observer.hpp>

namespace sluice::cli {

class ObserverGroup : public flow::Observer {
 public:
  /// They outlive this.
  void add(flow::Observer& observer) { observers_.push_back(&observer); }

  void read(const sluice_event& event) override {
    for (flow::Observer* observer : observers_) observer->read(event);
  }
  void added(const sluice_event& event, std::string_view transform) override {
    for (flow::Observer* observer : observers_) observer->added(event, transform);
  }
  void moved(const sluice_event* from, const sluice_event* to, size_t count) override {
    for (flow::Observer* observer : observers_) observer->moved(from, to, count);
  }
  void step(const sluice_event& event, std::string_view transform, std::string_view step,
            std::string_view note) override {
    for (flow::Observer* observer : observers_) observer->step(event, transform, step, note);
  }
  void transformed(const sluice_event& event, std::string_view transform, bool bypassed) override {
    for (flow::Observer* observer : observers_) observer->transformed(event, transform, bypassed);
  }
  void encoded(const sluice_event& event, std::string_view sink, std::string_view bytes) override {
    for (flow::Observer* observer : observers_) observer->encoded(event, sink, bytes);
  }
  void ended(const sluice_event& event, flow::Outcome outcome, std::string_view reason) override {
    for (flow::Observer* observer : observers_) observer->ended(event, outcome, reason);
  }

 private:
  std::vector<flow::Observer*> observers_;
};

}  // namespace sluice::cli
