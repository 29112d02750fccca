#include <sluice/plugin.hpp>

#include "file_sink.hpp"

namespace {

constexpr const char* sync_words[] = {"request", "close", "never", nullptr};

constexpr sluice::Option options[] = {
    sluice::string_option("path",
                          "File to append to. It is made when the first event is written; "
                          "its folder must exist. Relative to the working directory.")
        .required(),
    sluice::string_option("sync",
                          "When to wait until the disk has the data: after every request, "
                          "once at the end, or never.")
        .by_default("close")
        .one_of(sync_words),
    sluice::string_option("mode",
                          "Permissions of a new file, in octal. The default keeps it to "
                          "its owner: events may hold secrets.")
        .by_default("0600"),
};

constexpr sluice_component file_component = sluice::sink_component<sluice::FileSink>(
    "file", "Appends each event as one line of JSON to a file.", sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &file_component);
