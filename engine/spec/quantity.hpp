// Sizes and durations as people write them, and scalars by the rules of YAML's core schema.
// Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sluice/result.hpp>
#include <sluice/value.hpp>

namespace sluice::spec {

/// "5MiB", "100 kB", "4096": bytes. Whole numbers of B, kB, MB, GB (powers of 1000), KiB, MiB or
/// GiB (powers of 1024). The error's message continues a sentence: `has no unit ...`, without the
/// text itself.
Result<int64_t> parse_bytes(std::string_view text);

/// "30s", "1m30s", "250ms": milliseconds. Whole numbers of d, h, m, s and ms, larger units first. A
/// number without a unit is refused. Errors as for parse_bytes.
Result<int64_t> parse_duration(std::string_view text);

/// The same in reverse, in the largest units that stay exact: "16MiB", "1m30s".
std::string format_bytes(int64_t bytes);
std::string format_duration(int64_t milliseconds);

/// A plain scalar as YAML 1.2's core schema reads it: null, bool, int64, uint64, double or, for
/// everything else, text over `text` itself. Whole numbers beyond 64 bits become raw, so that no
/// digit is lost. Infinity and NaN, which JSON cannot hold, are text.
sluice_value resolve_core(std::string_view text);

}  // namespace sluice::spec
