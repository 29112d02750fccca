// The functions that stand between the C ABI and the C++ classes: nothing unwinds through them.
#include <functional>

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace sluice {
namespace {

using testing::Act;
using testing::script;

constexpr sluice_component source =
    source_component<testing::ScriptedSource>("scripted-source", "does as told");
constexpr sluice_component transform =
    transform_component<testing::ScriptedTransform>("scripted-transform", "does as told");
constexpr sluice_component sink =
    sink_component<testing::ScriptedSink>("scripted-sink", "does as told");

const auto& source_calls = *static_cast<const sluice_source_functions*>(source.functions);
const auto& transform_calls = *static_cast<const sluice_transform_functions*>(transform.functions);
const auto& sink_calls = *static_cast<const sluice_sink_functions*>(sink.functions);

struct Destroy {
  const sluice_component* component;
  void operator()(void* instance) const { component->destroy(instance); }
};
using Instance = std::unique_ptr<void, Destroy>;

Instance create(const sluice_component& component) {
  static constexpr sluice_host host{};
  script = {};
  return {component.create(&host), {&component}};
}

/// One function of the ABI that returns a status, ready to be called.
struct Call {
  std::string name;
  std::function<sluice_status(sluice_error*)> run;
};

class Trampoline : public ::testing::Test {
 protected:
  std::vector<Call> lifecycle(const sluice_component& component, void* instance) {
    return {
        {"init", [=, this](auto* error) { return component.init(instance, &settings_, error); }},
        {"start", [=](auto* error) { return component.start(instance, error); }},
        {"stop", [=](auto* error) { return component.stop(instance, error); }},
    };
  }
  std::vector<Call> all() {
    std::vector<Call> calls;
    for (auto& [component, instance] : instances_) {
      for (Call& call : lifecycle(*component, instance.get())) calls.push_back(std::move(call));
    }
    const std::vector<Call> roles = {
        {"open", [this](auto* e) { return source_calls.open(source_.get(), &trigger_, e); }},
        {"read", [this](auto* e) { return source_calls.read(source_.get(), batch_.abi(), e); }},
        {"apply",
         [this](auto* e) { return transform_calls.apply(transform_.get(), batch_.abi(), e); }},
        {"begin", [this](auto* e) { return sink_calls.begin(sink_.get(), e); }},
        {"encode", [this](auto* e) { return sink_calls.encode(sink_.get(), &event_, &body_, e); }},
        {"deliver",
         [this](auto* e) { return sink_calls.deliver(sink_.get(), &request_, &delivery_, e); }},
    };
    calls.insert(calls.end(), roles.begin(), roles.end());
    return calls;
  }

  Instance source_ = create(source);
  Instance transform_ = create(transform);
  Instance sink_ = create(sink);
  std::vector<std::pair<const sluice_component*, Instance&>> instances_{
      {&source, source_}, {&transform, transform_}, {&sink, sink_}};
  sluice_value settings_ = object_value(nullptr, 0);
  sluice_trigger trigger_{sizeof(sluice_trigger), SLUICE_TRIGGER_NONE, {}, {}};
  sluice_event event_{};
  sluice_request request_{};
  sluice_delivery delivery_{};
  testing::PlainBatch batch_;
  char bytes_[256] = "before";
  sluice_buffer body_{sizeof(sluice_buffer),
                      0,
                      bytes_,
                      6,
                      sizeof bytes_,
                      nullptr,
                      [](sluice_buffer*, uint64_t) -> sluice_status { return SLUICE_FATAL; }};
};

TEST_F(Trampoline, PassEachCallOn) {
  for (const Call& call : all()) {
    SCOPED_TRACE(call.name);
    script.calls.clear();
    ErrorBuffer error;
    EXPECT_EQ(call.run(error.get()), SLUICE_OK);
    EXPECT_EQ(script.calls, std::vector<std::string>{call.name});
    EXPECT_EQ(error.message(), "");
  }
}

TEST_F(Trampoline, ReportWhatTheErrorSays) {
  const sluice_value at = null_value();
  script.act = Act::fail;
  for (const Error& told : {fatal("a"), rejected("b"), retry("c", 250), too_large("d"),
                            invalid_config("e", &at), retry("f")}) {
    script.error = told;
    for (const Call& call : all()) {
      SCOPED_TRACE(call.name + " " + told.message);
      ErrorBuffer error;
      const sluice_status status = call.run(error.get());
      EXPECT_EQ(status, static_cast<sluice_status>(told.code));
      const Error got = error.to_error(status);
      EXPECT_EQ(got.code, told.code);
      EXPECT_EQ(got.message, told.message);
      EXPECT_EQ(got.retry_after_ms, told.retry_after_ms);
      EXPECT_EQ(got.at, told.at);
      EXPECT_EQ(call.run(nullptr), status);  // a caller that does not want to know why
    }
  }
}

TEST_F(Trampoline, ContainEveryException) {
  const std::pair<Act, std::string_view> expected[] = {
      {Act::bad_alloc, "memory exhausted"},
      {Act::std_exception, "the reason of the exception"},
      {Act::unknown_exception, "an exception of unknown type was thrown"},
  };
  for (const auto& [act, message] : expected) {
    script.act = act;
    for (const Call& call : all()) {
      SCOPED_TRACE(call.name + ": " + std::string(message));
      ErrorBuffer error;
      EXPECT_EQ(call.run(error.get()), SLUICE_FATAL);
      EXPECT_EQ(error.message(), message);
      EXPECT_EQ(call.run(nullptr), SLUICE_FATAL);
    }
  }
}

TEST_F(Trampoline, ContainExceptionsWhereNoStatusIsReturned) {
  const sluice_settlement settlement{};
  for (const Act act : testing::every_exception) {
    script.act = act;
    script.calls.clear();
    sluice_sink_limits limits{sizeof(sluice_sink_limits), 0, 0};
    source_calls.settle(source_.get(), 1, &settlement);
    source_calls.close(source_.get());
    sink_calls.limits(sink_.get(), &limits);
    EXPECT_EQ(script.calls, (std::vector<std::string>{"settle", "close", "limits"}));
  }
}

TEST_F(Trampoline, CreateReturnsNullWhenTheConstructorThrows) {
  const sluice_host host{};
  for (const sluice_component* component : {&source, &transform, &sink}) {
    for (const Act act : testing::every_exception) {
      const int living = script.living;
      script.act = act;
      EXPECT_EQ(component->create(&host), nullptr);
      EXPECT_EQ(script.living, living);
    }
  }
}

TEST_F(Trampoline, DestroyRunsTheDestructor) {
  script.living = 3;
  source_.reset();
  transform_.reset();
  sink_.reset();
  EXPECT_EQ(script.living, 0);
}

TEST_F(Trampoline, ReadTellsTheEnd) {
  ErrorBuffer error;
  script.state = ReadState::more;
  EXPECT_EQ(source_calls.read(source_.get(), batch_.abi(), error.get()), SLUICE_OK);
  script.state = ReadState::end;
  EXPECT_EQ(source_calls.read(source_.get(), batch_.abi(), error.get()), SLUICE_END);
}

TEST_F(Trampoline, EncodeLeavesTheBodyAsItWasUnlessItSucceeds) {
  ErrorBuffer error;
  script.error = rejected("no");
  for (const Act act : {Act::fail, Act::bad_alloc, Act::std_exception, Act::unknown_exception}) {
    script.act = act;
    EXPECT_NE(sink_calls.encode(sink_.get(), &event_, &body_, error.get()), SLUICE_OK);
    EXPECT_EQ(body_.size, 6u);
  }
  script.act = Act::succeed;
  EXPECT_EQ(sink_calls.encode(sink_.get(), &event_, &body_, error.get()), SLUICE_OK);
  EXPECT_EQ(std::string_view(body_.data, body_.size), "beforehalf an event");
}

TEST_F(Trampoline, EncodeReportsABodyThatCannotGrow) {
  body_.capacity = body_.size + 3;
  ErrorBuffer error;
  EXPECT_EQ(sink_calls.encode(sink_.get(), &event_, &body_, error.get()), SLUICE_FATAL);
  EXPECT_EQ(error.message(), "memory exhausted");
  EXPECT_EQ(body_.size, 6u);
}

TEST_F(Trampoline, LimitsAreFilledIn) {
  sluice_sink_limits limits{sizeof(sluice_sink_limits), 0, 0};
  sink_calls.limits(sink_.get(), &limits);
  EXPECT_EQ(limits.max_documents, 7u);
}

// Characters of 1, 2, 3 and 4 bytes: whatever the capacity, none is cut in two.
TEST_F(Trampoline, CutMessagesBetweenCharacters) {
  const std::string message = "a\u00e9\u20ac\U0001f600z";
  const std::vector<size_t> ends = {0, 1, 3, 6, 10, 11};
  script.act = Act::fail;
  script.error = fatal(message);
  for (uint32_t capacity = 0; capacity <= message.size() + 1; ++capacity) {
    // as large as promised, so that a byte too many is found
    const auto text = std::make_unique<char[]>(capacity);
    sluice_error error{sizeof(sluice_error), 99, capacity, 0, text.get(), 0, nullptr};
    EXPECT_EQ(source.start(source_.get(), &error), SLUICE_FATAL);
    size_t expected = 0;
    for (const size_t end : ends) expected = end <= capacity ? end : expected;
    EXPECT_EQ(error.size, expected) << capacity;
    EXPECT_EQ(std::string_view(error.message, error.size), message.substr(0, expected));
  }
}

TEST_F(Trampoline, LongMessagesFillTheErrorBuffer) {
  ErrorBuffer error;
  script.act = Act::fail;
  script.error = fatal(std::string(10000, 'x'));
  EXPECT_EQ(sink.start(sink_.get(), error.get()), SLUICE_FATAL);
  EXPECT_EQ(error.message(), std::string(2048, 'x'));
  error.reset();
  EXPECT_EQ(error.message(), "");
  EXPECT_EQ(error.get()->retry_after_ms, -1);
}

}  // namespace
}  // namespace sluice
