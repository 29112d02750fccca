#include "flow_testing.hpp"

#include <memory>
#include <stdexcept>

#include <sluice/abi/ext/sinks.h>
#include <sluice/abi/ext/trace.h>

namespace sluice::flow::testing {
namespace {

std::unique_ptr<Script> current = std::make_unique<Script>();

class ScriptedSource : public Source {
 public:
  using Source::Source;
  Status open(const sluice_trigger&) override { return {}; }
  Result<ReadState> read(Batch batch) override {
    Script& s = script();
    if (s.before_read) s.before_read();
    if (next_ == s.batches.size()) {
      if (s.fail_read_at_end) return fatal("the input broke");
      return ReadState::end;
    }
    for (const std::string& text : s.batches[next_]) {
      sluice_event& event = batch.add_event();
      const std::string_view kept = batch.copy(text);
      event.id = kept.data();
      event.id_size = static_cast<uint32_t>(kept.size());
      event.original = to_text(kept);
      event.line = ++line_;
      if (text == "bad") reject(event, "not readable");
      batch->input_bytes += text.size();
    }
    batch->token = ++next_;
    return ReadState::more;
  }
  void settle(uint64_t token, const sluice_settlement& settlement) override {
    script().settled[token].push_back(settlement);
  }

 private:
  size_t next_ = 0;
  uint64_t line_ = 0;
};

SinkScript& first_sink() {
  return script();
}
SinkScript& second_sink() {
  return script().second;
}

template <SinkScript& (*own)()>
class ScriptedSink : public Sink {
 public:
  using Sink::Sink;
  void limits(sluice_sink_limits& limits) override { limits = own().limits; }
  Status begin() override {
    ++own().begun;
    const std::lock_guard lock(own().mutex);
    if (own().begins.empty()) return {};
    const StatusCode code = own().begins.front();
    own().begins.pop_front();
    if (code == StatusCode::ok) return {};
    return Error{code, "the store is not ready"};
  }
  Status encode(const sluice_event& event, sluice_buffer& body) override {
    const std::string_view id(event.id, event.id_size);
    if (id == "unencodable") return rejected("it has no form");
    append(body, id);
    append(body, "\n");
    return {};
  }
  Status deliver(const sluice_request& request, sluice_delivery& delivery) override {
    SinkScript& s = own();
    std::vector<std::string> items;
    uint64_t begin = 0;
    for (uint32_t i = 0; i < request.item_count; ++i) {
      items.emplace_back(request.body.data + begin, request.item_ends[i] - begin - 1);
      begin = request.item_ends[i];
    }
    delivery.bytes_sent = request.body.size;
    Reply reply;
    {
      const std::lock_guard lock(s.mutex);
      s.requests.push_back(items);
      if (!s.replies.empty()) {
        reply = s.replies.front();
        s.replies.pop_front();
      } else if (s.later) {
        reply = s.later(items);
      }
    }
    if (reply.before) reply.before();
    if (reply.status != StatusCode::ok) return Error{reply.status, reply.message};
    for (uint32_t i = 0; i < request.item_count; ++i) {
      const auto found = reply.items.find(i);
      delivery.items[i] = found == reply.items.end()
                              ? sluice_item{SLUICE_ITEM_DELIVERED, 201, {nullptr, 0}}
                              : found->second;
    }
    return {};
  }
};

class LetterSink : public Sink {
 public:
  using Sink::Sink;
  Status encode(const sluice_event& event, sluice_buffer& body) override {
    host().json().write_object(event, body);
    return {};
  }
  Status deliver(const sluice_request& request, sluice_delivery& delivery) override {
    if (script().letters_fail) return fatal("the dead letter is full");
    uint64_t begin = 0;
    for (uint32_t i = 0; i < request.item_count; ++i) {
      script().letters.emplace_back(request.body.data + begin, request.item_ends[i] - begin);
      begin = request.item_ends[i];
      delivery.items[i].verdict = SLUICE_ITEM_DELIVERED;
    }
    return {};
  }
};

class DropX : public Transform {
 public:
  using Transform::Transform;
  Status apply(Batch batch) override {
    for (sluice_event& event : batch.events()) {
      if (event.state != SLUICE_EVENT_LIVE) continue;
      if (std::string_view(event.id, event.id_size).find('x') != std::string_view::npos) {
        filter(event, "holds an x");
        if (host().first_time("x")) ++script().firsts;
      }
    }
    return {};
  }
};

class RefuseY : public Transform {
 public:
  using Transform::Transform;
  Status apply(Batch batch) override {
    for (sluice_event& event : batch.events()) {
      if (event.state != SLUICE_EVENT_LIVE) continue;
      if (std::string_view(event.id, event.id_size).find('y') != std::string_view::npos) {
        reject(event, "holds a y");
      }
    }
    return {};
  }
};

class Spread : public Transform {
 public:
  explicit Spread(Host host)
      : Transform(host),
        trace_(static_cast<const sluice_ext_trace*>(host.extension(SLUICE_EXT_TRACE))) {}
  Status init(const Settings&) override {
    const auto* sinks = static_cast<const sluice_ext_sinks*>(host().extension(SLUICE_EXT_SINKS));
    script().sink_names.clear();
    for (uint32_t i = 0; i < sinks->count; ++i) {
      script().sink_names.emplace_back(view(sinks->names[i]));
    }
    return {};
  }
  Status apply(Batch batch) override {
    for (sluice_event& event : batch.events()) {
      if (event.state != SLUICE_EVENT_LIVE) continue;
      const std::string_view id(event.id, event.id_size);
      if (id.find('2') != std::string_view::npos) event.sinks = 2;
      if (id.find("both") != std::string_view::npos) event.sinks = 3;
      if (id.find("lost") != std::string_view::npos) event.sinks = 32;
      if (trace_ != nullptr) {
        trace_->step(host().abi()->context, &event, to_text("spread it"), to_text("a note"));
      }
    }
    return {};
  }

 private:
  const sluice_ext_trace* trace_;
};

class Explode : public Transform {
 public:
  using Transform::Transform;
  Status apply(Batch) override { throw std::runtime_error("boom"); }
};

class Swallow : public Transform {
 public:
  using Transform::Transform;
  Status apply(Batch batch) override {
    batch->event_count = 0;
    return {};
  }
};

class Double : public Transform {
 public:
  using Transform::Transform;
  Status apply(Batch batch) override {
    const sluice_event first = batch.events()[0];
    batch.add_event() = first;
    return {};
  }
};

constexpr sluice_component components_source =
    source_component<ScriptedSource>("scripted-source", "reads the script");
constexpr sluice_component components_sink =
    sink_component<ScriptedSink<first_sink>>("scripted-sink", "replies by the script");
constexpr sluice_component components_sink_2 =
    sink_component<ScriptedSink<second_sink>>("scripted-sink-2", "replies by the second script");
constexpr sluice_component components_refuse = transform_component<RefuseY>("refuse-y", "rejects");
constexpr sluice_component components_spread = transform_component<Spread>("spread", "routes");
constexpr sluice_component components_letter = sink_component<LetterSink>("letters", "keeps them");
constexpr sluice_component components_drop = transform_component<DropX>("drop-x", "filters");
constexpr sluice_component components_explode = transform_component<Explode>("explode", "throws");
constexpr sluice_component components_swallow = transform_component<Swallow>("swallow", "removes");
constexpr sluice_component components_double =
    transform_component<Double, SLUICE_TRANSFORM_STATEFUL>("double", "adds");

constexpr const sluice_component* all_components[] = {
    &components_source,  &components_sink,    &components_letter, &components_drop,
    &components_explode, &components_swallow, &components_double, &components_sink_2,
    &components_refuse,  &components_spread};
constexpr sluice_plugin plugin{
    sizeof(sluice_plugin), SLUICE_ABI_MAJOR,          0, SLUICE_TEXT("1"),
    all_components,        std::size(all_components), 0};

const loader::Component& component(const std::string& id) {
  static const std::vector<loader::Component> components =
      *loader::read_descriptor(&plugin, "scripted.so");
  for (const loader::Component& candidate : components) {
    if (candidate.id == id) return candidate;
  }
  throw std::invalid_argument(id);
}

PipelineComponent pipeline_component(const std::string& id) {
  spec::Diagnostics diagnostics;
  return {&component(id),
          *spec::check_settings(spec::Node{}, {}, spec::SettingsContext{id, {}}, diagnostics),
          {}};
}

}  // namespace

Script& script() {
  return *current;
}
void reset_script() {
  current = std::make_unique<Script>();
}

Pipeline scripted_pipeline(const std::vector<std::string>& transforms, bool with_dead_letter) {
  Pipeline pipeline{"scripted", pipeline_component("scripted-source"), {}, {}, {}, {}};
  pipeline.sinks.push_back({"sink", pipeline_component("scripted-sink")});
  for (const std::string& id : transforms) {
    pipeline.transforms.push_back({pipeline_component(id), std::nullopt});
  }
  if (with_dead_letter) pipeline.dead_letter = pipeline_component("letters");
  pipeline.flow.lanes = 1;
  pipeline.flow.retry_initial_ms = 1;
  pipeline.flow.retry_maximum_ms = 2;
  pipeline.flow.linger_ms = 10;
  return pipeline;
}

Pipeline two_sink_pipeline(std::vector<std::string> transforms, bool with_dead_letter) {
  Pipeline pipeline = scripted_pipeline(transforms, with_dead_letter);
  pipeline.sinks.clear();
  pipeline.sinks.push_back({"hot", pipeline_component("scripted-sink")});
  pipeline.sinks.push_back({"cold", pipeline_component("scripted-sink-2")});
  return pipeline;
}

}  // namespace sluice::flow::testing
