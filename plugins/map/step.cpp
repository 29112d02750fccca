#include "step.hpp"

namespace sluice {
namespace {

std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

}  // namespace

Status check_field_form(const sluice_value& setting, std::string_view kind, const FieldForm& form,
                        sluice_option_list table) {
  for (uint32_t i = 0; i < setting.size; ++i) {
    const sluice_field& field = setting.as.fields[i];
    std::string names;
    bool known = false;
    for (uint32_t k = 0; k < table.count; ++k) {
      known = known || key(field) == table.items[k].name;
      names.append(k == 0 ? "" : ", ").append(table.items[k].name);
    }
    if (!known) {
      return invalid_config("unknown option " + quoted(key(field)) + " in " + quoted(kind) +
                                "; with \"field\" it has " + names,
                            &field.value);
    }
  }
  const Settings settings(&setting);
  const sluice_value* field = settings.find("field");
  const bool is_path =
      field != nullptr && (field->type == SLUICE_VALUE_TEXT || field->type == SLUICE_VALUE_ARRAY);
  if (!is_path) return invalid_config("\"field\" must be the path of a field", &setting);
  std::string words;
  for (const char* word : form.words) {
    if (word == nullptr) continue;
    if (find_field(setting.as.fields, setting.size, word) != nullptr) return {};
    words.append(words.empty() ? "" : " or ").append(quoted(word));
  }
  return invalid_config(quoted(kind) + " with \"field\" needs " + words +
                            "; a field of that name is written [\"field\"]",
                        &setting);
}

}  // namespace sluice
