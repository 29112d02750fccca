#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // In English, and the German and Italian short forms that the model takes
    {"MONTH", R"(\b(?:[Jj]an(?:uary|uar)?|[Ff]eb(?:ruary|ruar)?|[Mm](?:a|ä)?r(?:ch|z)?)"
              R"(|[Aa]pr(?:il)?|[Mm]a(?:y|i)?|[Jj]un(?:e|i)?|[Jj]ul(?:y|i)?|[Aa]ug(?:ust)?)"
              R"(|[Ss]ep(?:tember)?|[Oo](?:c|k)?t(?:ober)?|[Nn]ov(?:ember)?)"
              R"(|[Dd]e(?:c|z)(?:ember)?)\b)"},
    {"MONTHNUM", R"(1[0-2]|0?[1-9])"},
    {"MONTHNUM2", R"(0[1-9]|1[0-2])"},
    {"MONTHDAY", R"(0[1-9]|[12][0-9]|3[01]|[1-9])"},
    {"DAY", R"(Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?)"
            R"(|Sun(?:day)?)"},
    {"YEAR", R"([0-9]{4}|[0-9]{2})"},
    {"HOUR", R"(2[0-3]|[01]?[0-9])"},
    {"MINUTE", R"([0-5][0-9])"},
    {"SECOND", R"((?:60|[0-5]?[0-9])(?:[:.,][0-9]+)?)"},  // 60 is a leap second
    {"TIME", R"(%{HOUR}:%{MINUTE}(?::%{SECOND}))"},
    {"DATE_US", R"(%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR})"},
    {"DATE_EU", R"(%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR})"},
    {"DATE", R"(%{DATE_US}|%{DATE_EU})"},
    {"ISO8601_TIMEZONE", R"(Z|[+-]%{HOUR}(?::?%{MINUTE}))"},
    {"ISO8601_SECOND", R"(%{SECOND})"},
    {"ISO8601_HOUR", R"(2[0-3]|[01][0-9])"},
    {"TIMESTAMP_ISO8601", R"(%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE})"
                          R"((?::?%{SECOND})?(?:%{ISO8601_TIMEZONE})?)"},
    {"TIMESTAMP_CN", R"(%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND}\.[0-9]{3})"},
    {"DATESTAMP", R"(%{DATE}[- ]%{TIME})"},
    {"TZ", R"([APMCE][SD]T|UTC)"},
    {"DATESTAMP_RFC822", R"(%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ})"},
    {"DATESTAMP_RFC2822", R"(%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE})"},
    {"DATESTAMP_OTHER", R"(%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR})"},
    {"DATESTAMP_EVENTLOG", R"(%{YEAR}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND})"},
    {"HTTPDATE", R"(%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT})"},
};

}  // namespace

std::span<const GrokDefinition> time() {
  return definitions;
}

}  // namespace sluice::grok
