#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    {"JAVACLASS", R"((?:[a-zA-Z$_][a-zA-Z$_0-9]*\.)*[a-zA-Z$_][a-zA-Z$_0-9]*)"},
    {"JAVAFILE", R"([A-Za-z0-9_. $-]+)"},  // also `Native Method` and `Unknown Source`
    {"JAVAMETHOD", R"(<(?:cl)?init>|[a-zA-Z$_][a-zA-Z$_0-9]*)"},
    {"JAVASTACKTRACEPART",
     R"(%{SPACE}at %{JAVACLASS:class}\.%{JAVAMETHOD:method}\(%{JAVAFILE:file})"
     R"((?::%{NUMBER:line})?\))"},
    {"JAVATHREAD", R"([A-Z]{2}-Processor[0-9]+)"},
    {"JAVALOGMESSAGE", R"(.*)"},

    // Tomcat: `Jan 9, 2014 7:13:13 AM`, `2014-01-09 17:32:25,527 -0800`
    {"CATALINA_DATESTAMP",
     R"(%{MONTH} %{MONTHDAY}, 20%{YEAR} %{HOUR}:?%{MINUTE}(?::?%{SECOND}) (?:AM|PM))"},
    {"TOMCAT_DATESTAMP", R"(20%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:?%{MINUTE})"
                         R"((?::?%{SECOND}) %{ISO8601_TIMEZONE})"},
    {"CATALINALOG", R"(%{CATALINA_DATESTAMP:timestamp} %{JAVACLASS:class})"
                    R"((?: %{JAVAMETHOD:method})?\s*%{JAVALOGMESSAGE:logmessage})"},
    {"TOMCATLOG", R"(%{TOMCAT_DATESTAMP:timestamp} \| %{LOGLEVEL:level} \| %{JAVACLASS:class} - )"
                  R"(%{JAVALOGMESSAGE:logmessage})"},

    {"MAVEN_VERSION", R"((?:[0-9]+\.)?(?:[0-9]+\.)?[0-9]+(?:[.-](?:RELEASE|SNAPSHOT))?)"},
};

}  // namespace

std::span<const GrokDefinition> java() {
  return definitions;
}

}  // namespace sluice::grok
