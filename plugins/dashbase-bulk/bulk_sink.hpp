// Sends events with bulk requests, and reads from each reply what became of every one of them. One
// instance for each lane, with a connection of its own, used by one thread at a time.
#pragma once

#include <optional>
#include <string>

#include <kit/gzip.hpp>
#include <kit/http_client.hpp>
#include <sluice/sink.hpp>

#include "bulk_encoder.hpp"
#include "bulk_options.hpp"
#include "bulk_reply.hpp"
#include "store_probe.hpp"
#include "template_file.hpp"

namespace sluice {

class BulkSink : public Sink {
 public:
  explicit BulkSink(Host host) : Sink(host), reader_(host) {}

  Status init(const Settings& settings) override;
  Status start() override;
  Status stop() override;
  void limits(sluice_sink_limits& limits) override;

  /// Asks the store what it is, because some take no `_type`, and installs the index template.
  /// Fails only for a template that is required: a store that cannot be asked is left to `deliver`.
  Status begin() override;
  Status encode(const sluice_event& event, sluice_buffer& body) override;
  Status deliver(const sluice_request& request, sluice_delivery& delivery) override;

 private:
  Status ask_store(StoreInfo& info);
  void settle_type(const StoreInfo& info);
  Status install_template(const Status& asked, const StoreInfo& info);
  Status judge(const sluice_request& request, sluice_delivery& delivery);
  std::string_view body_to_send(const sluice_request& request);
  bool strips_type() const;
  Error request_error(int status, std::string message) const;
  kit::HttpClient& client();
  /// The store's URL that is in use, and which takes its place after a failure.
  const std::string& store_url() const { return options_.hosts[host_index_]; }
  void use_next_host(std::string_view why);

  BulkOptions options_;
  size_t host_index_ = 0;  // of options_.hosts
  std::string bulk_url_;
  std::optional<BulkEncoder> encoder_;
  std::optional<TemplateFile> template_;
  std::optional<kit::HttpClient> client_;
  std::optional<kit::Deflater> deflater_;
  std::string typeless_;  // the body without the _type that the store does not take
  std::string compressed_;
  kit::HttpReply reply_;
  BulkReply reader_;  // points into reply_
};

}  // namespace sluice
