#include "map_transform.hpp"

namespace sluice {

Status MapTransform::init(const Settings& settings) {
  const sluice_value* list = settings.find("steps");
  return list == nullptr ? Status() : steps_.compile(*list);
}

Status MapTransform::apply(Batch batch) {
  EventEditor editor(batch, host().json());
  for (sluice_event& event : batch.events()) {
    if (event.state != SLUICE_EVENT_LIVE) continue;
    editor.select(event);
    steps_.run(editor);
  }
  runtime_.flush_counts();
  return {};
}

}  // namespace sluice
