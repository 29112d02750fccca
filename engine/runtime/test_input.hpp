// The bytes that a pipeline test hands to a source. Free functions without state: any thread.
#pragma once

#include <string>

#include <sluice/result.hpp>
#include <spec/test_file.hpp>

namespace sluice::runtime {

/// What the trigger of this input carries. REQUIRES: it is no file. Fails (fatal) where the text is
/// too large to be packed.
Result<std::string> encode_input(const spec::TestInput& input);

}  // namespace sluice::runtime
