#include <flow/encoded_batch.hpp>

namespace sluice::flow {

void EncodedBatch::clear() {
  body_.shrink(kept_bytes);
  body_.clear();
  ends_.clear();
}

Status EncodedBatch::encode(loader::SinkInstance& sink, const sluice_event& event) {
  ErrorBuffer error;
  const sluice_status status = sink.encode(event, body_.abi(), error);
  if (status == SLUICE_OK) {
    ends_.push_back(body_.size());
    return {};
  }
  return error.to_error(status == SLUICE_REJECTED ? SLUICE_REJECTED : SLUICE_FATAL);
}

}  // namespace sluice::flow
