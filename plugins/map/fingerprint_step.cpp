#include "fingerprint_step.hpp"

#include <algorithm>

#include <map/text/digest.hpp>

#include "canonical_json.hpp"

namespace sluice {
namespace {

class Fingerprint final : public Step {
 public:
  Fingerprint(std::string label, std::vector<FieldPath> fields, FieldPath target,
              DigestMethod method, std::string salt, bool base64, bool needs_all)
      : Step(std::move(label)),
        fields_(std::move(fields)),
        target_(std::move(target)),
        salt_(std::move(salt)),
        base64_(base64),
        needs_all_(needs_all),
        digest_(method) {}

  Status start() override { return digest_.open(); }

  StepOutcome apply(EventEditor& editor) override {
    if (!overrides() && is_kept(editor.find(target_))) return StepOutcome::done;
    scratch_.clear();
    scratch_.append(salt_);
    bool any = false;
    for (const FieldPath& path : fields_) {
      sluice_value value;
      if (!value_of(editor, path, value)) {
        absent_ = &path;
        if (needs_all_) return StepOutcome::missing;
        continue;
      }
      any = true;
      append_canonical_text(scratch_, path.text());
      scratch_.append(':');
      append_canonical(scratch_, editor, value);
      scratch_.append('\n');
    }
    if (!any) return StepOutcome::missing;
    unsigned char hash[max_digest_bytes];
    const size_t size = digest_.compute(scratch_.view(), hash);
    sluice_value* target = editor.make(target_);
    if (target == nullptr) return StepOutcome::failed;
    *target = text_value(encode(editor.batch(), hash, size), SLUICE_FLAG_PLAIN);
    return StepOutcome::done;
  }
  std::string failure(const EventEditor& editor) const override { return editor.refusal(target_); }
  std::string absence() const override { return "\"" + absent_->text() + "\" is missing"; }

 private:
  static bool value_of(EventEditor& editor, const FieldPath& path, sluice_value& value) {
    if (const MetaKind meta = meta_kind(path); meta != MetaKind::none) {
      value = meta_value(meta, editor.event(), editor.batch());
      return !EventEditor::is_null(value);
    }
    const sluice_value* found = editor.find(path);
    if (found == nullptr) return false;
    value = *found;
    return true;
  }

  std::string_view encode(Batch batch, const unsigned char* hash, size_t size) const {
    static constexpr char hex[] = "0123456789abcdef";
    static constexpr char base64[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char* const out = batch.allocate<char>(size * 2);
    size_t end = 0;
    for (size_t i = 0; !base64_ && i < size; ++i) {
      out[end++] = hex[hash[i] >> 4];
      out[end++] = hex[hash[i] & 15];
    }
    for (size_t i = 0; base64_ && i < size; i += 3) {
      uint32_t word = static_cast<uint32_t>(hash[i]) << 16;
      if (i + 1 < size) word |= static_cast<uint32_t>(hash[i + 1]) << 8;
      if (i + 2 < size) word |= hash[i + 2];
      out[end++] = base64[word >> 18];
      out[end++] = base64[word >> 12 & 63];
      out[end++] = i + 1 < size ? base64[word >> 6 & 63] : '=';
      out[end++] = i + 2 < size ? base64[word & 63] : '=';
    }
    return {out, end};
  }

  const std::vector<FieldPath> fields_;  // in the order of their text
  const FieldPath target_;
  const std::string salt_;
  const bool base64_;
  const bool needs_all_;
  Digest digest_;
  ScratchBuffer scratch_;
  const FieldPath* absent_ = nullptr;
};

DigestMethod method_of(std::string_view name) {
  if (name == "MD5") return DigestMethod::md5;
  if (name == "SHA-256") return DigestMethod::sha256;
  if (name == "SHA-512") return DigestMethod::sha512;
  if (name == "XXH3") return DigestMethod::xxh3;
  return DigestMethod::sha1;
}

}  // namespace

Status compile_fingerprint(const sluice_value& setting, StepBuilder& builder) {
  const Settings settings(&setting);
  const sluice_value* list = settings.find("fields");
  if (list == nullptr || list->size == 0) {
    return invalid_config("fingerprint needs at least one of \"fields\"", &setting);
  }
  std::vector<FieldPath> fields;
  for (uint32_t i = 0; i < list->size; ++i) {
    const sluice_value& at = list->as.items[i];
    Result<FieldPath> path = setting_path(bytes(at), at);
    if (!path) return std::move(path).error();
    const auto same = [&](const FieldPath& other) { return other == *path; };
    if (std::any_of(fields.begin(), fields.end(), same)) {
      return invalid_config("\"" + path->text() + "\" is there twice", &at);
    }
    fields.push_back(std::move(*path));
  }
  std::sort(fields.begin(), fields.end(),
            [](const FieldPath& a, const FieldPath& b) { return a.text() < b.text(); });
  const sluice_value* written = settings.find("target_field");
  Result<FieldPath> target = written == nullptr ? setting_path("fingerprint", setting)
                                                : target_path(bytes(*written), *written);
  if (!target) return std::move(target).error();
  std::string label = "fingerprint " + target->text();
  builder.add<Fingerprint>(std::move(label), std::move(fields), std::move(*target),
                           method_of(settings.text("method")), std::string(settings.text("salt")),
                           settings.text("encoding") == "base64", !builder.common.ignore_missing);
  return {};
}

}  // namespace sluice
