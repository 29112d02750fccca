#include <charconv>

#include <kit/base64.hpp>
#include <kit/cel/output.hpp>

namespace sluice::cel {
namespace {

constexpr uint32_t max_levels = 200;

class Output {
 public:
  explicit Output(Context& context) : context_(context) {}

  bool write(const Value& value, sluice_value& out, uint32_t level) {
    if (level > max_levels || !context_.spend(1)) return false;
    switch (value.kind) {
      case Kind::null:
      case Kind::dynamic:
      case Kind::error:
        out = null_value();
        return true;
      case Kind::boolean:
        out = bool_value(value.truth());
        return true;
      case Kind::integer:
        out = int_value(value.integer);
        return true;
      case Kind::uinteger:
        out = int_value(value.integer);
        if (value.uinteger > static_cast<uint64_t>(INT64_MAX)) out.type = SLUICE_VALUE_UINT64;
        return true;
      case Kind::number:
        out = double_value(value.number);
        return true;
      case Kind::list:
      case Kind::map:
        return write_container(value, out, level);
      case Kind::optional:
        if (value.items != nullptr) return write(*value.items, out, level + 1);
        out = null_value();
        return true;
      default:
        out = text_value(context_.copy(text_of(value)));
        return context_.spend_text(out.size);
    }
  }

 private:
  // The text of what is no container. Lives until the next call.
  std::string_view text_of(const Value& value) {
    switch (value.kind) {
      case Kind::text:
        return value.view();
      case Kind::bytes:
        text_.clear();
        kit::encode_base64(value.view(), text_);
        return text_;
      case Kind::boolean:
        return value.truth() ? "true" : "false";
      case Kind::integer:
        return digits_of(value.integer);
      case Kind::uinteger:
        return digits_of(value.uinteger);
      case Kind::timestamp:
        return {buffer_,
                format_rfc3339({value.integer, static_cast<int32_t>(value.size)}, buffer_)};
      case Kind::duration:
        return {buffer_, format_duration(value, buffer_)};
      default:
        return to_string(static_cast<Kind>(value.integer));
    }
  }
  template <class T>
  std::string_view digits_of(T number) {
    const auto end = std::to_chars(buffer_, buffer_ + sizeof buffer_, number).ptr;
    return {buffer_, static_cast<size_t>(end - buffer_)};
  }

  bool write_container(const Value& value, sluice_value& out, uint32_t level) {
    if (value.of_event) {
      out = context_.editor().duplicate(*value.source);
      return true;
    }
    if (value.is(Kind::list)) {
      auto* const items = context_.allocate<sluice_value>(value.size);
      for (uint32_t i = 0; i < value.size; ++i) {
        if (!write(value.items[i], items[i], level + 1)) return false;
      }
      out = array_value(items, value.size);
      return true;
    }
    auto* const fields = context_.allocate<sluice_field>(value.size);
    for (uint32_t i = 0; i < value.size; ++i) {
      fields[i] = make_field(context_.copy(text_of(value.items[2 * i])), null_value());
      if (!write(value.items[2 * i + 1], fields[i].value, level + 1)) return false;
    }
    out = object_value(fields, value.size);
    return true;
  }

  Context& context_;
  std::string text_;
  char buffer_[max_rfc3339_size > max_duration_size ? max_rfc3339_size : max_duration_size];
};

}  // namespace

bool to_event(Context& context, const Value& value, sluice_value& out) {
  return Output(context).write(value, out, 0);
}

}  // namespace sluice::cel
