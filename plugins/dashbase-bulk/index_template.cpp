#include "index_template.hpp"

#include <algorithm>

#include "index_name.hpp"

namespace sluice {
namespace {

// Cuts off what a name must not begin with: -, _, + by the rules, and a dot, because a value must
// not lead to an index of the store itself, such as `.security`.
void strip_front(std::string& name) {
  name.erase(0, std::min(name.find_first_not_of("-_+."), name.size()));
}

Status finish(std::string& name, size_t max_bytes) {
  if (name.size() > max_bytes) name.resize(max_bytes);  // all of it is ASCII
  if (const char* error = find_name_error(name)) {
    return rejected("the event's index would be \"" + name + "\", but it " + error);
  }
  return {};
}

}  // namespace

Result<IndexTemplate> IndexTemplate::parse(std::string_view text) {
  IndexTemplate index;
  Result<NameTemplate> name = NameTemplate::parse(text);
  if (!name) return std::move(name).error();
  if (name->is_constant()) {
    index.constant_ = name->pattern();
    return index;
  }
  // A constant name is the store's to judge; this one is cleaned, which would change it silently.
  const char* error = find_part_error(name->pattern(""));
  if (error == nullptr) error = find_name_error(name->pattern("x"));
  if (error != nullptr) {
    return rejected("name \"" + std::string(text) + "\": the index " + error);
  }
  index.begins_with_place_ = name->pattern("{").starts_with('{');
  index.name_ = std::move(*name);
  return index;
}

Status IndexTemplate::render(const sluice_event& event, Batch scratch, Json json, size_t max_bytes,
                             std::string& name) const {
  std::string said;
  std::string why;
  if (!name_->render(event, scratch, json, said, why)) {
    return rejected("no index for the event: " + why + " (index: " + name_->text() +
                    "); a default is written {field|default}");
  }
  name.clear();
  append_clean(said, name);
  if (begins_with_place_) strip_front(name);
  return finish(name, max_bytes);
}

Status clean_index_name(std::string_view text, size_t max_bytes, std::string& name) {
  name.clear();
  append_clean(text, name);
  strip_front(name);
  return finish(name, max_bytes);
}

}  // namespace sluice
