#include <chrono>

#include <kit/event/event_meta.hpp>

namespace sluice {
namespace {

bool is_key(const PathStep& step, std::string_view name) {
  return step.is_key() && std::string_view(step.key, step.key_size) == name;
}

sluice_value text_or_null(std::string_view text) {
  return text.data() == nullptr || text.empty() ? null_value() : text_value(text, plain_flag(text));
}

sluice_value timestamp_text(int64_t unix_ms, Batch batch) {
  using namespace std::chrono;
  constexpr size_t size = 24;  // 2024-05-01T10:00:00.000Z
  // RFC 3339 has four digits for a year.
  constexpr int64_t year_0 = -62'167'219'200'000;
  constexpr int64_t year_10000 = 253'402'300'800'000;
  if (unix_ms < year_0 || unix_ms >= year_10000) return null_value();
  const sys_time<milliseconds> time{milliseconds(unix_ms)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  char text[size];
  char* at = text;
  const auto put = [&at](uint64_t number, int digits, char after) {
    for (int i = digits - 1; i >= 0; --i, number /= 10)
      at[i] = static_cast<char>('0' + number % 10);
    at[digits] = after;
    at += digits + 1;
  };
  const auto ms = static_cast<uint64_t>((time - day).count());
  put(static_cast<uint64_t>(static_cast<int>(date.year())), 4, '-');
  put(static_cast<unsigned>(date.month()), 2, '-');
  put(static_cast<unsigned>(date.day()), 2, 'T');
  put(ms / 3'600'000, 2, ':');
  put(ms / 60'000 % 60, 2, ':');
  put(ms / 1000 % 60, 2, '.');
  put(ms % 1000, 3, 'Z');
  return text_value(batch.copy({text, size}), SLUICE_FLAG_PLAIN);
}

}  // namespace

MetaKind meta_kind(const FieldPath& path) {
  if (path.size() < 2 || !is_key(path[0], "_meta")) return MetaKind::none;
  if (is_key(path[1], "id")) return MetaKind::id;
  if (is_key(path[1], "timestamp")) return MetaKind::timestamp;
  return is_key(path[1], "source") ? MetaKind::source : MetaKind::none;
}

sluice_value meta_value(MetaKind kind, const sluice_event& event, Batch batch) {
  switch (kind) {
    case MetaKind::id:
      return text_or_null({event.id, event.id_size});
    case MetaKind::timestamp:
      return event.timestamp_ms == SLUICE_NO_TIMESTAMP ? null_value()
                                                       : timestamp_text(event.timestamp_ms, batch);
    case MetaKind::source:
      return event.origin == nullptr ? null_value() : text_or_null(view(event.origin->input));
    default:
      return null_value();
  }
}

}  // namespace sluice
