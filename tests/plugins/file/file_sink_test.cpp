// The file sink against a temporary folder.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <file/file_sink.hpp>
#include <gtest/gtest.h>
#include <signal.h>
#include <support/plugin_host.hpp>
#include <support/plugin_library.hpp>
#include <support/sink_request.hpp>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using sluice::Batch;
using sluice::FileSink;
using sluice::Status;
using sluice::StatusCode;
using sluice::testing::PluginHost;
using sluice::testing::SinkRequest;

class FileSinkTest : public ::testing::Test {
 protected:
  FileSinkTest() {
    std::string pattern = (fs::temp_directory_path() / "sluice-file-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FileSinkTest() override { fs::remove_all(folder_); }

  std::string path(const std::string& name = "out.ndjson") const { return folder_ / name; }
  sluice::Settings settings(const std::string& more = "", const std::string& name = "out.ndjson") {
    return host_.settings("{\"path\":\"" + path(name) + "\"" + more + "}");
  }
  std::string content(const std::string& name = "out.ndjson") const {
    std::ifstream in(path(name), std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
  }
  // One request with these events through the sink.
  Status write(FileSink& sink, const std::vector<std::string>& events) {
    SinkRequest request(sink);
    auto batch = host_.events(events);
    request.add_all(Batch(batch.get()));
    Status status = request.deliver();
    if (status.ok()) {
      EXPECT_EQ(request.verdicts(), std::string(events.size(), 'D'));
    }
    return status;
  }

  PluginHost host_;
  fs::path folder_;
};

TEST_F(FileSinkTest, AppendsAndKeepsWhatWasThere) {
  { std::ofstream(path()) << "{\"old\":1}\n"; }
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings()).ok());
  ASSERT_TRUE(sink.start().ok());
  ASSERT_TRUE(write(sink, {R"({"a":1})", R"({"b":2})"}).ok());
  ASSERT_TRUE(write(sink, {R"({"c":3})"}).ok());
  ASSERT_TRUE(sink.stop().ok());
  EXPECT_EQ(content(), "{\"old\":1}\n{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
  EXPECT_EQ(host_.log_text(), "");
}

TEST_F(FileSinkTest, MakesTheFileOnlyWhenSomethingIsWritten) {
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings()).ok());
  ASSERT_TRUE(sink.start().ok());
  EXPECT_FALSE(fs::exists(path()));
  ASSERT_TRUE(sink.stop().ok());
  EXPECT_FALSE(fs::exists(path()));
}

TEST_F(FileSinkTest, ANewFileIsForItsOwnerAlone) {
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings()).ok());
  ASSERT_TRUE(write(sink, {"{}"}).ok());
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);

  const mode_t before = ::umask(0);
  FileSink shared(host_.host());
  ASSERT_TRUE(shared.init(settings(R"(,"mode":"0640")", "shared")).ok());
  ASSERT_TRUE(write(shared, {"{}"}).ok());
  ::umask(before);
  EXPECT_EQ(fs::status(path("shared")).permissions(),
            fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
}

TEST_F(FileSinkTest, RefusesWrongSettings) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"({"path":""})", "path must name a file"},
      {R"({"path":"-"})", "use the sink stdout"},
      {R"({"path":"x","mode":"0800"})", "mode must be octal"},
      {R"({"path":"x","mode":"0400"})", "let the owner write"},
      {R"({"path":"x","mode":"01777"})", "mode must be octal"},
      {R"({"path":"x","mode":"rw"})", "mode must be octal"},
  };
  for (const auto& [json, text] : wrong) {
    FileSink sink(host_.host());
    const Status status = sink.init(host_.settings(json));
    ASSERT_FALSE(status.ok()) << json;
    EXPECT_EQ(status.error().code, StatusCode::invalid_config);
    EXPECT_NE(status.error().at, nullptr);
    EXPECT_NE(status.error().message.find(text), std::string::npos) << status.error().message;
  }
}

TEST_F(FileSinkTest, StartSaysWhatIsInTheWay) {
  FileSink lost(host_.host());
  ASSERT_TRUE(lost.init(settings("", "no/such/out")).ok());
  const Status no_folder = lost.start();
  ASSERT_FALSE(no_folder.ok());
  EXPECT_EQ(no_folder.error().code, StatusCode::fatal);
  EXPECT_NE(no_folder.error().message.find("there is no folder \"" + path("no/such") + "\""),
            std::string::npos)
      << no_folder.error().message;

  fs::create_directory(path("folder"));
  FileSink folder(host_.host());
  ASSERT_TRUE(folder.init(settings("", "folder")).ok());
  const Status is_folder = folder.start();
  ASSERT_FALSE(is_folder.ok());
  EXPECT_NE(is_folder.error().message.find("Is a directory"), std::string::npos);

  { std::ofstream(path("plain")) << "x"; }
  FileSink below(host_.host());
  ASSERT_TRUE(below.init(settings("", "plain/out")).ok());
  EXPECT_FALSE(below.start().ok());
}

TEST_F(FileSinkTest, StartSeesMissingPermissions) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::create_directory(path("closed"));
  fs::permissions(path("closed"), fs::perms::owner_read);
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings("", "closed/out")).ok());
  const Status status = sink.start();
  fs::permissions(path("closed"), fs::perms::owner_all);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("Permission denied"), std::string::npos);
}

TEST_F(FileSinkTest, AFolderThatWentAwayIsFatal) {
  fs::create_directory(path("sub"));
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings("", "sub/out")).ok());
  ASSERT_TRUE(sink.start().ok());
  fs::remove(path("sub"));
  const Status status = write(sink, {"{}"});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, StatusCode::fatal);
  EXPECT_NE(status.error().message.find("could not open"), std::string::npos);
}

TEST_F(FileSinkTest, AFullDiskIsTriedAgain) {
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(host_.settings(R"({"path":"/dev/full"})")).ok());
  ASSERT_TRUE(sink.start().ok());
  const Status status = write(sink, {"{}"});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, StatusCode::retry);
  EXPECT_EQ(status.error().message, "could not write \"/dev/full\": No space left on device");
}

// The limit on the size of files stands for a disk that fills up in the middle of a request.
TEST_F(FileSinkTest, TakesBackWhatWasWrittenInPart) {
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings()).ok());
  ASSERT_TRUE(write(sink, {R"({"first":1})"}).ok());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_NE(::signal(SIGXFSZ, SIG_IGN), SIG_ERR);
  rlimit small = before;
  small.rlim_cur = 4096;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status status = write(sink, {"{\"text\":\"" + std::string(10'000, 'x') + "\"}"});
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, StatusCode::fatal);
  EXPECT_NE(status.error().message.find("File too large"), std::string::npos);
  EXPECT_EQ(content(), "{\"first\":1}\n");
  ASSERT_TRUE(write(sink, {R"({"second":2})"}).ok());
  EXPECT_EQ(content(), "{\"first\":1}\n{\"second\":2}\n");
}

TEST_F(FileSinkTest, ClosesALineThatWasLeftOpen) {
  { std::ofstream(path()) << "{\"half\":"; }
  FileSink sink(host_.host());
  ASSERT_TRUE(sink.init(settings()).ok());
  ASSERT_TRUE(write(sink, {R"({"a":1})"}).ok());
  EXPECT_EQ(content(), "{\"half\":\n{\"a\":1}\n");
  EXPECT_EQ(host_.logged("ends within a line"), 1u);
}

TEST_F(FileSinkTest, LanesShareAFile) {
  FileSink a(host_.host());
  FileSink b(host_.host());
  ASSERT_TRUE(a.init(settings()).ok());
  ASSERT_TRUE(b.init(settings()).ok());
  auto lane = [&](FileSink& sink, char letter) {
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(write(sink, {"{\"text\":\"" + std::string(3000, letter) + "\"}",
                               "{\"end\":\"" + std::string(1, letter) + "\"}"})
                      .ok());
    }
    EXPECT_TRUE(sink.stop().ok());
  };
  std::thread first(lane, std::ref(a), 'a');
  std::thread second(lane, std::ref(b), 'b');
  first.join();
  second.join();
  std::ifstream in(path());
  std::string text;
  std::string end;
  int requests = 0;
  for (; std::getline(in, text) && std::getline(in, end); ++requests) {
    ASSERT_EQ(text.size(), 3011u);
    ASSERT_EQ(end, "{\"end\":\"" + text.substr(10, 1) + "\"}");  // a request is not torn apart
  }
  EXPECT_EQ(requests, 100);
}

TEST_F(FileSinkTest, SyncWordsAllWork) {
  for (const std::string word : {"request", "close", "never"}) {
    FileSink sink(host_.host());
    ASSERT_TRUE(sink.init(settings(",\"sync\":\"" + word + "\"", word)).ok());
    ASSERT_TRUE(write(sink, {"{}"}).ok());
    ASSERT_TRUE(sink.stop().ok());
    EXPECT_EQ(content(word), "{}\n");
  }
}

TEST(FilePlugin, IsWired) {
  const sluice::testing::PluginLibrary library(PLUGIN_FILE);
  const sluice_component& component = library.component("file");
  EXPECT_EQ(component.role, static_cast<uint32_t>(SLUICE_ROLE_SINK));
  const sluice_option* path = library.option(component.options, "path");
  ASSERT_NE(path, nullptr);
  EXPECT_EQ(path->flags, static_cast<uint32_t>(SLUICE_OPTION_REQUIRED));
  EXPECT_STREQ(library.option(component.options, "sync")->default_value, "close");
}

}  // namespace
