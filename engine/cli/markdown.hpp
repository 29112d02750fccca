// Pieces of Markdown as GitHub shows it. Stateless.
#pragma once

#include <string>
#include <string_view>

namespace sluice::cli {

/// The text in a code span; `""` when it is empty.
std::string code(std::string_view text);

/// Plain text with code in backticks: what else would be markup is escaped.
std::string prose(std::string_view text);

/// The text of one cell of a table.
std::string cell(std::string_view text);

/// What a link to a heading ends in, behind the "#".
std::string heading_anchor(std::string_view heading);
/// A link to a heading of the same page, in lower case as it stands in a sentence.
std::string link_to(std::string_view heading);

/// `Log fields` for an option at `tags[].log_fields[]`.
std::string title_of(std::string_view path);

}  // namespace sluice::cli
