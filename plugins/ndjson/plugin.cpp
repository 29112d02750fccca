#include <ndjson/ndjson_source.hpp>

#include <sluice/plugin.hpp>

namespace {

constexpr sluice::Option options[] = {
    sluice::string_option("path",
                          "File to read when the run names no input; \"-\" is standard "
                          "input, which is also read without this option.")
        .file(),
    sluice::string_option("id_field",
                          "Field whose text or number is the id of its event. Where it "
                          "is missing or longer than 512 bytes, and without this "
                          "option, the id is a hash of input name, offset and line."),
    sluice::bytes_option("max_line_bytes", "A longer line is rejected, its first 1 KiB kept.")
        .by_default("16MiB")
        .between(1, int64_t{1} << 30),
};

constexpr sluice_component ndjson_component = sluice::source_component<sluice::NdjsonSource>(
    "ndjson", "Reads JSON lines, plain or gzip: one object a line, one event a line.",
    sluice::option_list(options));

}  // namespace

SLUICE_PLUGIN(SLUICE_PLUGIN_VERSION, &ndjson_component);
