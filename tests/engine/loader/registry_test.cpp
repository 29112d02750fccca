#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <loader/registry.hpp>

namespace sluice::loader {
namespace {

using ::testing::Test;

std::string fake_folder(const std::string& id) {
  return std::string(FAKES_FOLDER) + "/" + id;
}

std::string message_of(const std::string& id, Role role = Role::transform) {
  Registry registry({fake_folder(id)});
  auto found = registry.find(role, id);
  return found.ok() ? "found" : found.error().message;
}

void expect_has(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << "no \"" << part << "\" in:\n" << text;
}

TEST(RegistryTest, FindsEachComponentOfAPlugin) {
  Registry registry({fake_folder("good")});
  auto second = registry.find(Role::transform, "fake-second");
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ((*second)->id, "fake-second");
  EXPECT_EQ((*second)->version, "1.2.3");
  EXPECT_TRUE((*second)->file.ends_with("good.so"));
}

TEST(RegistryTest, RefusesAnotherAbiMajor) {
  const std::string message = message_of("wrong-major");
  expect_has(message, "wrong-major.so\": built for ABI 2.0, this engine speaks 1.0");
  expect_has(message, "use a newer engine");
}

TEST(RegistryTest, RefusesAPluginThatNeedsANewerMinor) {
  expect_has(message_of("newer-minor"),
             "newer-minor.so\": built for ABI 1.1, this engine speaks 1.0");
}

TEST(RegistryTest, RefusesANullMandatorySlot) {
  const std::string message = message_of("null-slot");
  expect_has(message, "null-slot.so\" (built for ABI 1.0, this engine speaks 1.0)");
  expect_has(message, "the mandatory function \"apply\" of the transform \"null-slot\" is null");
}

TEST(RegistryTest, ReadsNothingBehindTheEndOfAnOlderStruct) {
  expect_has(message_of("short-struct"), "the mandatory function \"apply\"");
}

TEST(RegistryTest, RefusesOneIdTwice) {
  const std::string message = message_of("same-id-twice");
  expect_has(message, "same-id-twice.so\" (built for ABI 1.0, this engine speaks 1.0)");
  expect_has(message, "it exports the transform \"same-id-twice\" twice");
}

TEST(RegistryTest, RefusesAMalformedId) {
  Registry registry({fake_folder("bad-id")});
  std::vector<std::string> failures;
  registry.all(failures);
  ASSERT_EQ(failures.size(), 1u);
  expect_has(failures[0], "\"Bad Id\" is no id");
}

TEST(RegistryTest, RefusesASharedObjectWithoutTheSymbol) {
  const std::string message = message_of("no-symbol");
  expect_has(message, "no-symbol.so\": it does not export \"sluice_plugin_descriptor\"");
  expect_has(message, "ABI 1.0");
}

TEST(RegistryTest, SaysWhatTheDynamicLoaderSaid) {
  const std::filesystem::path folder = std::filesystem::path(::testing::TempDir()) / "no-elf";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "broken.so") << "this is no ELF file";
  Registry registry({folder.string()});
  auto found = registry.find(Role::transform, "broken");
  ASSERT_FALSE(found.ok());
  expect_has(found.error().message, "broken.so\": ");
  expect_has(found.error().message, "file too short");
}

TEST(RegistryTest, ListsEveryPathThatWasTriedAndTheNearestId) {
  Registry registry({fake_folder("good"), "/nowhere"});
  auto found = registry.find(Role::transform, "fake-frist");
  ASSERT_FALSE(found.ok());
  const std::string& message = found.error().message;
  expect_has(message, "there is no transform \"fake-frist\"; did you mean \"fake-first\"?");
  expect_has(message, "tried " + fake_folder("good") + "/fake-frist.so: no such file");
  expect_has(message, "tried /nowhere/fake-frist.so: no such file");
}

TEST(RegistryTest, SaysWhenTheIdHasAnotherRole) {
  Registry registry({fake_folder("good")});
  auto found = registry.find(Role::sink, "fake-first");
  ASSERT_FALSE(found.ok());
  expect_has(found.error().message, "\"fake-first\" is a transform");
}

TEST(RegistryTest, AnIdNeverLeadsOutOfTheFolders) {
  Registry registry({fake_folder("good")});
  EXPECT_FALSE(registry.find(Role::transform, "../good/good").ok());
  EXPECT_FALSE(registry.find(Role::transform, "").ok());
}

TEST(RegistryTest, TheArgumentComesBeforeTheEnvironmentAndBothBeforeTheProgramsOwn) {
  ::setenv("SLUICE_PLUGIN_PATH", "/from/environment:/second", 1);
  Registry registry({"/from/argument"});
  ::unsetenv("SLUICE_PLUGIN_PATH");
  ASSERT_EQ(registry.folders().size(), 4u);
  EXPECT_EQ(registry.folders()[0], "/from/argument");
  EXPECT_EQ(registry.folders()[1], "/from/environment");
  EXPECT_EQ(registry.folders()[2], "/second");
  EXPECT_TRUE(registry.folders()[3].string().ends_with("lib/sluice"));
}

}  // namespace
}  // namespace sluice::loader
