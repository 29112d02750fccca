#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include <sys/stat.h>

#include <kit/time/posix_zone.hpp>
#include <kit/time/time_zone.hpp>

namespace sluice {

struct TimeZone::Rules {
  std::vector<int64_t> changes;  // ascending
  std::vector<int32_t> offsets;  // before the first change, then behind each
  bool has_rule = false;         // for times behind the last change
  PosixZone rule;
};

namespace {

constexpr size_t header_size = 44;
constexpr size_t max_file_bytes = 1 << 20;
constexpr int32_t max_offset = 26 * 3600;  // RFC 8536, 3.2: -24:59:59 to 25:59:59

uint64_t big_endian(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

struct Header {
  char version = 0;
  uint64_t utc_flags = 0, standard_flags = 0, leaps = 0, changes = 0, types = 0, name_bytes = 0;

  bool read(std::string_view bytes) {
    if (bytes.size() < header_size || bytes.substr(0, 4) != "TZif") return false;
    version = bytes[4];
    uint64_t* const counts[] = {&utc_flags, &standard_flags, &leaps, &changes, &types, &name_bytes};
    for (size_t i = 0; i < 6; ++i) *counts[i] = big_endian(bytes, 20 + 4 * i, 4);
    return true;
  }
  uint64_t block_size(uint64_t time_size) const {
    return changes * (time_size + 1) + types * 6 + name_bytes + leaps * (time_size + 4) +
           standard_flags + utc_flags;
  }
};

// The reader of a whole file that is not larger than max_file_bytes; empty: it cannot be read.
bool read_file(const std::string& path, std::string& bytes, int& error) {
  struct stat status {};
  std::FILE* const file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) {
    error = file == nullptr ? errno : EISDIR;
    if (file != nullptr) std::fclose(file);
    return false;
  }
  bytes.resize(max_file_bytes);
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
  std::fclose(file);
  return true;
}

// Names become paths: nothing but the letters that zones have, and no way up.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 100 || name.front() == '/') return false;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_letter && !is_digit && c != '/' && c != '_' && c != '-' && c != '+') return false;
  }
  return true;
}

std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

}  // namespace

Result<TimeZone> TimeZone::find(std::string_view name, const std::string& folder) {
  TimeZone zone;
  if (name == "UTC" || parse_utc_offset(name, zone.offset_)) return zone;
  const std::string tried = "time zone " + quoted(name) + ": ";
  if (!is_zone_name(name)) {
    return rejected(tried +
                    "not a name such as \"Europe/Berlin\" nor an offset such as \"+02:00\"");
  }
  std::string bytes;
  int error = 0;
  if (!read_file(folder + "/" + std::string(name), bytes, error)) {
    struct stat status {};
    if (stat(folder.c_str(), &status) != 0) {
      return rejected(tried + "there is no database of time zones in " + quoted(folder) +
                      "; install the package tzdata, or use an offset such as \"+02:00\"");
    }
    if (error == ENOENT || error == EISDIR || error == ENOTDIR) {
      return rejected(tried + "there is no such zone in " + quoted(folder));
    }
    return rejected(tried + "could not read " + quoted(folder + "/" + std::string(name)) + ": " +
                    std::strerror(error));
  }
  Result<TimeZone> read = from_tzif(bytes);
  if (!read.ok()) return rejected(tried + read.error().message);
  return read;
}

// The second block of version 2 and later has times of 64 bits; the first is for older readers.
Result<TimeZone> TimeZone::from_tzif(std::string_view bytes) {
  Header header;
  if (!header.read(bytes)) return rejected("the file is not in TZif format");
  uint64_t time_size = 4;
  size_t at = header_size;
  if (header.version >= '2') {
    const uint64_t skipped = header.block_size(4);
    if (skipped > bytes.size() - at) return rejected("the file is cut short");
    at += skipped;
    if (!header.read(bytes.substr(at))) return rejected("the second part is not in TZif format");
    at += header_size;
    time_size = 8;
  }
  const uint64_t size = header.block_size(time_size);
  if (size > bytes.size() - at) return rejected("the file is cut short");
  if (header.types == 0 || header.types > 256) return rejected("the file names no local time");

  auto rules = std::make_shared<Rules>();
  const size_t types_at = at + header.changes * (time_size + 1);
  const auto offset_of = [&](uint64_t type) {
    return static_cast<int32_t>(big_endian(bytes, types_at + type * 6, 4));
  };
  for (uint64_t type = 0; type < header.types; ++type) {
    if (offset_of(type) < -max_offset || offset_of(type) > max_offset) {
      return rejected("the file has an offset of more than a day");
    }
  }
  rules->changes.reserve(header.changes);
  rules->offsets.reserve(header.changes + 1);
  rules->offsets.push_back(offset_of(0));
  for (uint64_t i = 0; i < header.changes; ++i) {
    const uint64_t raw = big_endian(bytes, at + i * time_size, time_size);
    const int64_t change = time_size == 8 ? static_cast<int64_t>(raw) : static_cast<int32_t>(raw);
    const uint64_t type = static_cast<uint8_t>(bytes[at + header.changes * time_size + i]);
    const bool is_ascending = rules->changes.empty() || rules->changes.back() < change;
    if (type >= header.types || !is_ascending) return rejected("the file's changes are damaged");
    rules->changes.push_back(change);
    rules->offsets.push_back(offset_of(type));
  }
  std::string_view footer = bytes.substr(at + size);
  if (time_size == 8 && footer.size() > 2 && footer.front() == '\n') {
    footer = footer.substr(1, footer.find('\n', 1) - 1);
    rules->has_rule = rules->rule.parse(footer);
    if (!rules->has_rule) return rejected("the file's rule for the future is damaged");
  }
  TimeZone zone;
  zone.rules_ = std::move(rules);
  return zone;
}

int32_t TimeZone::offset_at(int64_t unix_seconds) const {
  if (rules_ == nullptr) return offset_;
  const std::vector<int64_t>& changes = rules_->changes;
  const auto next = std::upper_bound(changes.begin(), changes.end(), unix_seconds);
  if (next == changes.end() && rules_->has_rule) return rules_->rule.offset_at(unix_seconds);
  return rules_->offsets[static_cast<size_t>(next - changes.begin())];
}

UnixTime TimeZone::to_unix(const CivilTime& time) const {
  const UnixTime as_utc = sluice::to_unix(time);
  if (rules_ == nullptr) return {as_utc.seconds - offset_, as_utc.nanos};
  // Clocks differ from UTC by little more than a day, and are not set twice within two.
  const int32_t before = offset_at(as_utc.seconds - seconds_per_day);
  const int32_t after = offset_at(as_utc.seconds + seconds_per_day);
  const int64_t first = as_utc.seconds - std::max(before, after);
  if (offset_at(first) == std::max(before, after)) return {first, as_utc.nanos};
  const int64_t second = as_utc.seconds - std::min(before, after);
  if (offset_at(second) == std::min(before, after)) return {second, as_utc.nanos};
  return {as_utc.seconds - before, as_utc.nanos};  // skipped by the clocks
}

}  // namespace sluice
