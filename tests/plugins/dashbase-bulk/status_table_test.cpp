// The rules themselves: every row, and what must never change about them.
#include <string>
#include <vector>

#include <dashbase-bulk/status_table.hpp>
#include <gtest/gtest.h>

namespace {

using namespace sluice;

TEST(StatusTable, Items) {
  struct Case {
    int status;
    std::string type;
    ItemAction action;
  };
  using enum ItemAction;
  const std::vector<Case> cases = {
      {200, "", delivered},
      {201, "", delivered},
      {204, "", delivered},
      {0, "", retry},
      {100, "", retry},
      {302, "", retry},
      {400, "mapper_parsing_exception", rejected},
      {400, "document_parsing_exception", rejected},
      {400, "strict_dynamic_mapping_exception", rejected},
      {400, "illegal_argument_exception", rejected},
      {401, "security_exception", rejected},
      {403, "security_exception", rejected},
      {403, "cluster_block_exception", retry},
      {404, "index_not_found_exception", rejected},
      {408, "timeout", retry},
      {409, "version_conflict_engine_exception", conflict},
      {413, "", rejected},
      {429, "es_rejected_execution_exception", retry},
      {429, "circuit_breaking_exception", retry},
      {429, "cluster_block_exception", retry},
      {500, "", retry},
      {503, "unavailable_shards_exception", retry},
      {504, "", retry},
      {599, "", retry},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(item_row(c.status, c.type).action, c.action) << c.status << " " << c.type;
  }
}

TEST(StatusTable, Requests) {
  using enum RequestAction;
  const std::vector<std::pair<int, RequestAction>> cases = {
      {100, retry}, {200, read_items}, {201, read_items}, {301, fatal},    {302, fatal},
      {308, fatal}, {400, rejected},   {401, fatal},      {402, fatal},    {403, fatal},
      {404, fatal}, {405, fatal},      {406, fatal},      {408, retry},    {410, fatal},
      {411, fatal}, {413, too_large},  {415, fatal},      {422, rejected}, {425, retry},
      {429, retry}, {500, retry},      {501, fatal},      {502, retry},    {503, retry},
      {504, retry}, {505, fatal},      {507, retry},      {529, retry},    {599, retry},
  };
  for (const auto& [status, action] : cases) {
    EXPECT_EQ(request_row(status).action, action) << status;
  }
}

TEST(StatusTable, EveryStatusHasARowAndEveryFatalRowAHint) {
  for (int status = -1; status < 1000; ++status) {
    EXPECT_LE(request_row(status).first, status);
    EXPECT_GE(request_row(status).last, status);
    EXPECT_LE(item_row(status, "x").first, status);
    EXPECT_GE(item_row(status, "x").last, status);
  }
  for (const RequestRow& row : request_table()) {
    EXPECT_EQ(row.action == RequestAction::fatal, !row.hint.empty()) << row.first;
  }
}

TEST(StatusTable, NoRowIsHiddenByOneBeforeIt) {
  for (const RequestRow& row : request_table()) {
    bool used = false;
    for (int s = -1; s < 1000; ++s) used = used || &request_row(s) == &row;
    EXPECT_TRUE(used) << row.first;
  }
  for (const ItemRow& row : item_table()) {
    bool used = false;
    for (int s = -1; s < 1000; ++s) used = used || &item_row(s, row.error_type) == &row;
    EXPECT_TRUE(used) << row.first;
  }
}

}  // namespace
