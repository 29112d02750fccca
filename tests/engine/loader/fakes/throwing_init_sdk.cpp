// Throws out of init too, but through the SDK, whose trampolines contain it.
#include <stdexcept>

#include <sluice/plugin.hpp>
namespace {
class Throwing : public sluice::Transform {
 public:
  using Transform::Transform;
  sluice::Status init(const sluice::Settings&) override {
    throw std::runtime_error("the fake is broken");
  }
  sluice::Status apply(sluice::Batch) override { return {}; }
};
constexpr sluice_component component =
    sluice::transform_component<Throwing>("throwing-init-sdk", "throws");
}  // namespace
SLUICE_PLUGIN("1.2.3", &component);
