// Sees to it that the store has the index template: installed where there is none or an older one.
// Made for one call; what it is given outlives it.
#pragma once

#include <optional>
#include <string>

#include <kit/http_client.hpp>

#include "bulk_options.hpp"
#include "bulk_reply.hpp"
#include "template_file.hpp"

namespace sluice {

/// What the store calls the template, where the settings do not say: `sluice-` and the index.
std::string template_name(const BulkOptions& options);

/// The form for a store. Fatal: it has none that would do.
Result<TemplateForm> template_form(const BulkOptions& options, const StoreInfo& store);

class TemplateInstaller {
 public:
  TemplateInstaller(Host host, const BulkOptions& options, const TemplateFile& file,
                    kit::HttpClient& client, BulkReply& reader, kit::HttpReply& reply)
      : host_(host),
        options_(options),
        file_(file),
        client_(client),
        reader_(reader),
        reply_(reply) {}

  /// Retry: the store could not be reached, is busy or in trouble. Fatal: it refuses, in its words.
  Status install(const StoreInfo& store, const std::string& store_url);

 private:
  enum class Found { none, unversioned, older, same, newer };
  Result<Found> look(TemplateForm form, const std::string& url);
  std::optional<int64_t> read_version(TemplateForm form, bool& found);
  Status put(const std::string& url, const std::string& body);
  Status send(const char* method, const std::string& url, std::string_view body);
  Error refused(const std::string& what);

  Host host_;
  const BulkOptions& options_;
  const TemplateFile& file_;
  kit::HttpClient& client_;
  BulkReply& reader_;
  kit::HttpReply& reply_;
  std::string name_;
  int64_t found_version_ = 0;
};

}  // namespace sluice
