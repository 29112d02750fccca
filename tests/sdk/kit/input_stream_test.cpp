#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kit/gzip.hpp>
#include <kit/input_stream.hpp>

namespace sluice::kit {
namespace {

std::string gzip(std::string_view text) {
  Deflater deflater;
  std::string packed;
  EXPECT_TRUE(deflater.compress(text, packed).ok());
  return packed;
}

std::string lines(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  return text;
}

/// All that the stream gives, and the error at its end.
std::pair<std::string, std::string> drain(InputStream& stream, size_t room = 10000) {
  std::string all;
  std::vector<char> out(room);
  while (true) {
    Result<size_t> size = stream.read(out.data(), room);
    if (!size.ok()) return {all, size.error().message};
    if (*size == 0) return {all, ""};
    all.append(out.data(), *size);
    EXPECT_EQ(stream.position(), all.size());
  }
}

class InputStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "input_stream_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, std::string_view bytes) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::string folder_;
};

TEST_F(InputStreamTest, ReadsPlainAndGzipFiles) {
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("\x1f"), lines(10), lines(200000)}) {
    for (const size_t room : {size_t{1} << 20, size_t{4096}, size_t{333}}) {
      Result<InputStream> plain = InputStream::open_file(file("plain", text));
      ASSERT_TRUE(plain.ok());
      const auto [bytes, error] = drain(*plain, room);
      EXPECT_EQ(error, "");
      EXPECT_TRUE(bytes == text);
      EXPECT_FALSE(plain->compressed());
      EXPECT_FALSE(plain->stopped());

      Result<InputStream> packed = InputStream::open_file(file("gzip", gzip(text) + gzip(text)));
      ASSERT_TRUE(packed.ok());
      const auto [unpacked, gzip_error] = drain(*packed, room);
      EXPECT_EQ(gzip_error, "");
      EXPECT_TRUE(unpacked == text + text);
      EXPECT_TRUE(packed->compressed());
    }
  }
}

TEST_F(InputStreamTest, ReadsMemory) {
  const std::string text = lines(50000), packed = gzip(text);
  for (const std::string& bytes : {text, packed}) {
    InputStream stream = InputStream::from_memory(bytes);
    const auto [read, error] = drain(stream, 777);
    EXPECT_EQ(error, "");
    EXPECT_TRUE(read == text);
    EXPECT_EQ(stream.name(), "payload");
  }
  InputStream empty = InputStream::from_memory({});
  EXPECT_EQ(drain(empty).first, "");
  InputStream one = InputStream::from_memory("\x1f");
  EXPECT_EQ(drain(one).first, "\x1f");
}

TEST_F(InputStreamTest, ErrorsNameThePath) {
  Result<InputStream> missing = InputStream::open_file("no/such/file");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message, "could not open \"no/such/file\": no such file or directory");
  EXPECT_EQ(missing.error().code, StatusCode::fatal);
  Result<InputStream> folder = InputStream::open_file(folder_);
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().message, "could not read \"" + folder_ + "\": it is a directory");
}

TEST_F(InputStreamTest, DamagedGzipNamesPathAndPosition) {
  const std::string text = lines(100000), packed = gzip(text);
  const std::string path = file("cut.gz", std::string_view(packed).substr(0, packed.size() / 2));
  Result<InputStream> stream = InputStream::open_file(path);
  ASSERT_TRUE(stream.ok());
  const auto [bytes, error] = drain(*stream);
  EXPECT_TRUE(text.starts_with(bytes));
  EXPECT_GT(bytes.size(), 1000u);
  const std::string position = std::to_string(bytes.size());
  EXPECT_EQ(error, "could not read \"" + path + "\" after " + position +
                       " decompressed bytes: gzip data is truncated after " +
                       std::to_string(packed.size() / 2) + " compressed bytes (" + position +
                       " decompressed)");
  char out[10];
  Result<size_t> again = stream->read(out, sizeof out);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, StatusCode::rejected);
  EXPECT_EQ(again.error().message, error);
}

/// Standard input becomes the reading end of a pipe for the time of a test.
class PipeTest : public InputStreamTest {
 protected:
  void SetUp() override {
    InputStreamTest::SetUp();
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    saved_ = ::dup(STDIN_FILENO);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    writer_ = ends[1];
  }
  void TearDown() override {
    hang_up();
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
    InputStreamTest::TearDown();
  }
  void write(std::string_view bytes) {
    ASSERT_EQ(::write(writer_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void hang_up() {
    if (writer_ >= 0) ::close(writer_);
    writer_ = -1;
  }

  int saved_ = -1;
  int writer_ = -1;
};

TEST_F(PipeTest, GivesWhatIsThere) {
  InputStream stream = std::move(InputStream::open_file("-")).value();
  EXPECT_EQ(stream.name(), "standard input");
  char out[100];
  write("first");
  EXPECT_EQ(stream.read(out, sizeof out).value(), 5u);
  write("se");
  EXPECT_EQ(stream.read(out, sizeof out).value(), 2u);
  hang_up();
  EXPECT_EQ(stream.read(out, sizeof out).value(), 0u);
  EXPECT_EQ(stream.read(out, sizeof out).value(), 0u);
  EXPECT_FALSE(stream.stopped());
}

TEST_F(PipeTest, StaysOpenForTheNextStream) {
  { InputStream stream = std::move(InputStream::open_file("-")).value(); }
  write("text");
  hang_up();
  InputStream stream = std::move(InputStream::open_file("-")).value();
  EXPECT_EQ(drain(stream).first, "text");
}

TEST_F(PipeTest, ReadsGzipWhoseFirstBytesComeAlone) {
  const std::string packed = gzip("text");
  // The stream asks for a stop each time before it waits: here each question delivers one byte.
  size_t at = 0;
  InputStream stream = std::move(InputStream::open_file("-", [&] {
                         if (at < packed.size()) {
                           write(std::string_view(packed).substr(at++, 1));
                         } else {
                           hang_up();
                         }
                         return false;
                       })).value();
  const auto [bytes, error] = drain(stream);
  EXPECT_EQ(error, "");
  EXPECT_EQ(bytes, "text");
  EXPECT_TRUE(stream.compressed());
}

TEST_F(PipeTest, StopsWaiting) {
  int asked = 0;
  InputStream stream = std::move(InputStream::open_file("-", [&] { return ++asked >= 2; })).value();
  char out[100];
  EXPECT_EQ(stream.read(out, sizeof out).value(), 0u);  // once before, once after a wait
  EXPECT_TRUE(stream.stopped());
  EXPECT_EQ(asked, 2);
}

TEST_F(PipeTest, StopsWaitingInTheMiddleOfGzip) {
  const std::string packed = gzip(lines(1000));
  bool stop = false;
  InputStream stream = std::move(InputStream::open_file("-", [&] { return stop; })).value();
  write(std::string_view(packed).substr(0, packed.size() - 4));
  std::string out(1 << 20, '\0');
  EXPECT_GT(stream.read(out.data(), out.size()).value(), 0u);
  stop = true;
  EXPECT_EQ(stream.read(out.data(), out.size()).value(), 0u);
  EXPECT_TRUE(stream.stopped());
}

TEST_F(InputStreamTest, OpensFifosWithoutWaiting) {
  const std::string path = folder_ + "/fifo";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  int asked = 0, writer = -1;
  InputStream stream = std::move(InputStream::open_file(path, [&] {
                         if (++asked == 2) {
                           writer = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
                           EXPECT_EQ(::write(writer, "text", 4), 4);
                         }
                         if (asked == 3) ::close(writer);
                         return false;
                       })).value();
  EXPECT_EQ(drain(stream).first, "text");
  EXPECT_FALSE(stream.stopped());
}

}  // namespace
}  // namespace sluice::kit
