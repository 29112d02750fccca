// The index template that a store should have: a file in the neutral form of templates/README.md,
// written out as one store or another understands it. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sluice/host.hpp>

#include "store_probe.hpp"

namespace sluice {

/// How a store wants a template.
enum class TemplateForm {
  typed,       // PUT _template, the mapping under the name of a type
  untyped,     // PUT _template
  composable,  // PUT _index_template
};

class TemplateFile {
 public:
  /// Fatal: the file cannot be read, is no JSON or says something that no template says.
  static Result<TemplateFile> load(Host host, const std::string& path);

  int64_t version() const { return version_; }

  /// The body of the request that installs it. `patterns` and `type` where the file and the form
  /// ask for them.
  std::string body(TemplateForm form, const StoreInfo& store, const std::string& pattern,
                   std::string_view type, bool data_stream) const;

 private:
  explicit TemplateFile(Host host) : host_(host) {}
  Status read(std::string text);
  Status take(sluice_field& member);
  void open_all(sluice_value& value);

  Host host_;
  std::string text_;
  OwnedBatch memory_;  // of the values below, which point into text_
  int64_t version_ = 0;
  int64_t priority_ = 0;
  sluice_value patterns_{};  // null: made from the index
  sluice_value settings_{};  // null: none
  sluice_value mappings_{};
};

}  // namespace sluice
