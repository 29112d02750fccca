// A sink and the store that it sends to, for the tests of this folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <dashbase-bulk/bulk_sink.hpp>
#include <gtest/gtest.h>
#include <support/plugin_host.hpp>
#include <support/sink_request.hpp>

#include "fake_store.hpp"

namespace sluice::testing {

class BulkSinkTest : public ::testing::Test {
 protected:
  // A sink with further settings, and a request of `documents` events with the ids d0, d1, ...
  void open(const std::string& more = "", uint32_t documents = 1) {
    open_at(store_, more, documents);
  }
  void open_at(const FakeStore& store, const std::string& more, uint32_t documents = 1) {
    sink_ = std::make_unique<BulkSink>(host_.host());
    const Status status =
        sink_->init(host_.settings("{\"host\":\"" + store.url() +
                                   R"(","index":"logs","batch":{"documents":7,"bytes":100000},)"
                                   R"("timeouts":{"connect":5000,"request":20000})" +
                                   more + "}"));
    ASSERT_TRUE(status.ok()) << status.error().message;
    ASSERT_TRUE(sink_->start().ok());
    request_ = std::make_unique<SinkRequest>(*sink_);
    const Batch batch(events_.get());
    for (uint32_t i = 0; i < documents; ++i) {
      const std::string number = std::to_string(i);
      sluice_event& event = PluginHost::add_event(batch, "{\"n\":" + number + "}");
      const std::string_view id = batch.copy("d" + number);
      event.id = id.data();
      event.id_size = static_cast<uint32_t>(id.size());
      ASSERT_TRUE(request_->add(event).ok());
    }
  }
  // The status, and the message where it is not ok.
  StatusCode deliver(int64_t timeout_ms = -1) {
    const Status status = request_->deliver(timeout_ms);
    message_ = status.ok() ? "" : status.error().message;
    retry_after_ms_ = status.ok() ? -1 : status.error().retry_after_ms;
    return status.ok() ? StatusCode::ok : status.error().code;
  }
  bool said(std::string_view part) const { return message_.find(part) != std::string::npos; }

  PluginHost host_;
  FakeStore store_;
  OwnedBatch events_ = host_.batch();
  std::unique_ptr<BulkSink> sink_;
  std::unique_ptr<SinkRequest> request_;
  std::string message_;
  int64_t retry_after_ms_ = -1;
};

}  // namespace sluice::testing
