#include <charconv>

#include <kit/mapping/claim.hpp>
#include <kit/mapping/nearest.hpp>

namespace sluice::mapping {
namespace {

// Reads "8.15.0" (also "8.15" or "8", and suffixes such as "8.15.0-SNAPSHOT").
bool read_version(std::string_view text, Claim& claim) {
  const char* end = text.data() + text.size();
  const auto [after_major, major_error] = std::from_chars(text.data(), end, claim.major);
  if (major_error != std::errc() || claim.major < 1 || claim.major > 99) return false;
  claim.minor = 0;
  if (after_major != end) {
    if (*after_major != '.') return false;
    const auto [after_minor, minor_error] = std::from_chars(after_major + 1, end, claim.minor);
    if (minor_error != std::errc() || claim.minor < 0) return false;
    if (after_minor != end && *after_minor != '.') return false;
  }
  claim.number = std::string(text);
  return true;
}

std::string_view product_name(Product product) {
  switch (product) {
    case Product::elasticsearch:
      return "elasticsearch";
    case Product::opensearch:
      return "opensearch";
    case Product::dashbase:
      break;
  }
  return "dashbase";
}

}  // namespace

bool Claim::takes_type() const {
  switch (product) {
    case Product::elasticsearch:
      return major < 8;
    case Product::opensearch:
      return major < 2;
    case Product::dashbase:
      break;
  }
  return true;
}

bool Claim::keeps_type() const {
  return is(Product::dashbase) || (is(Product::elasticsearch) && major < 7);
}

bool Claim::one_type_per_index() const {
  return is(Product::elasticsearch) && major == 6;
}

bool Claim::total_is_object() const {
  return is(Product::opensearch) || major >= 7;
}

bool Claim::has_composable_templates() const {
  return is(Product::opensearch) || (is(Product::elasticsearch) && at_least(7, 8));
}

bool Claim::sends_product_header() const {
  return is(Product::elasticsearch) && at_least(7, 14);
}

int Claim::newest_compatibility() const {
  return is(Product::elasticsearch) && at_least(7, 11) ? major : 0;
}

std::string Claim::parse_failure_type() const {
  return is(Product::elasticsearch) && at_least(8, 8) ? "document_parsing_exception"
                                                      : "mapper_parsing_exception";
}

std::string Claim::rejection_type() const {
  return is(Product::opensearch) ? "rejected_execution_exception"
                                 : "es_rejected_execution_exception";
}

std::string Claim::describe() const {
  return std::string(product_name(product)) + " " + number;
}

Result<Claim> parse_claim(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  Claim claim;
  bool known = false;
  for (const Product product : {Product::elasticsearch, Product::opensearch, Product::dashbase}) {
    if (name != product_name(product)) continue;
    claim.product = product;
    known = true;
  }
  if (!known) {
    return Failure{"unknown product \"" + std::string(name) + "\"" +
                   did_you_mean(name, {"elasticsearch", "opensearch", "dashbase"})};
  }
  if (colon == std::string_view::npos) {
    if (claim.is(Product::dashbase)) return claim;
    return Failure{"\"" + std::string(name) + "\" needs a version, such as " + std::string(name) +
                   (claim.is(Product::elasticsearch) ? ":8.15.0" : ":2.15.0")};
  }
  if (!read_version(text.substr(colon + 1), claim)) {
    return Failure{"\"" + std::string(text.substr(colon + 1)) +
                   "\" is not a version such as 8.15.0"};
  }
  return claim;
}

}  // namespace sluice::mapping
