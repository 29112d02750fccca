#include "store_probe.hpp"

#include <charconv>

#include "bulk_reply.hpp"

namespace sluice {

bool StoreInfo::refuses_type() const {
  switch (family) {
    case StoreFamily::elasticsearch:
      return major >= 8;
    case StoreFamily::opensearch:
      return major >= 2;
    default:
      return false;
  }
}

StoreInfo settled_info(const BulkOptions& options, const StoreInfo& said) {
  if (options.store == StoreFamily::unknown) return said;
  const bool agreed = said.family == options.store &&
                      (options.store_major == 0 || said.major == options.store_major);
  if (agreed) return said;
  StoreInfo info;
  info.family = options.store;
  info.major = options.store_major;
  info.name = options.store == StoreFamily::dashbase     ? "Dashbase"
              : options.store == StoreFamily::opensearch ? "OpenSearch"
                                                         : "Elasticsearch";
  if (info.major > 0) info.name += " " + std::to_string(info.major);
  return info;
}

StoreInfo read_store_info(BulkReply& reader, std::string& body) {
  StoreInfo info;
  Result<sluice_value> root = reader.read_object(body);
  sluice_value* version = root ? reader.member(*root, "version") : nullptr;
  if (version == nullptr) return info;
  const std::string_view number = reader.text_of(*version, "number");
  const std::string_view distribution = reader.text_of(*version, "distribution");
  const std::string_view flavor = reader.text_of(*version, "build_flavor");
  const std::string_view tagline = reader.text_of(*root, "tagline");
  const char* const end = number.data() + number.size();
  const char* const point = std::from_chars(number.data(), end, info.major).ptr;
  if (point < end && *point == '.') std::from_chars(point + 1, end, info.minor);
  info.is_basic = flavor != "oss";
  if (distribution == "opensearch") {
    info.family = StoreFamily::opensearch;
    info.name = "OpenSearch";
  } else if (distribution == "dashbase") {
    info.family = StoreFamily::dashbase;
    info.name = "Dashbase";
  } else if (distribution.empty() && (!flavor.empty() || tagline == "You Know, for Search")) {
    info.family = StoreFamily::elasticsearch;
    info.name = "Elasticsearch";
    // The number of a serverless project means nothing; it has no types.
    if (flavor == "serverless") info.major = 8;
  } else {
    info.name = distribution.empty() ? "a store that does not name itself" : distribution;
  }
  if (!number.empty()) info.name.append(" ").append(number.substr(0, 40));
  return info;
}

}  // namespace sluice
