#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // RFC 3164, as files in /var/log hold it
    {"SYSLOGTIMESTAMP", R"(%{MONTH} +%{MONTHDAY} %{TIME})"},
    {"PROG", R"([\x21-\x5a\x5c\x5e-\x7e]+)"},  // what can be printed but the brackets
    {"SYSLOGPROG", R"(%{PROG:program}(?:\[%{POSINT:pid}\])?)"},
    {"SYSLOGHOST", R"(%{IPORHOST})"},
    {"SYSLOGFACILITY", R"(<%{NONNEGINT:facility}.%{NONNEGINT:priority}>)"},
    {"SYSLOGBASE", R"(%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGFACILITY} )?)"
                   R"(%{SYSLOGHOST:logsource} %{SYSLOGPROG}:)"},
    {"SYSLOGBASE2", R"((?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp8601}) )"
                    R"((?:%{SYSLOGFACILITY} )?%{SYSLOGHOST:logsource}(?: %{SYSLOGPROG}:|))"},
    {"SYSLOGLINE", R"(%{SYSLOGBASE2} %{GREEDYDATA:message})"},
    // The model looks ahead for `message`; here it stands around the fields that it is made of.
    {"SYSLOGPAMSESSION",
     R"(%{SYSLOGBASE} (?<message>%{WORD:pam_module}\(%{DATA:pam_caller}\): )"
     R"(session %{WORD:pam_session_state} for user %{USERNAME:username})"
     R"((?: by %{GREEDYDATA:pam_by})?%{GREEDYDATA}))"},
    {"CRON_ACTION", R"([A-Z ]+)"},
    {"CRONLOG", R"(%{SYSLOGBASE} \(%{USER:user}\) %{CRON_ACTION:action} \(%{DATA:message}\))"},

    // RFC 5424. Structured data may hold "\]" and, between quotes, brackets.
    {"SYSLOG5424PRINTASCII", R"([!-~]+)"},
    {"SYSLOG5424PRI", R"(<%{NONNEGINT:syslog5424_pri}>)"},
    {"SYSLOG5424SD", R"re((?:\[(?:[^\]"\\]|\\.|"(?:[^"\\]|\\.)*")*\])+)re"},
    {"SYSLOG5424BASE",
     R"(%{SYSLOG5424PRI}%{NONNEGINT:syslog5424_ver} +(?:-|%{TIMESTAMP_ISO8601:syslog5424_ts}) +)"
     R"((?:-|%{IPORHOST:syslog5424_host}) +(?:-|%{SYSLOG5424PRINTASCII:syslog5424_app}) +)"
     R"((?:-|%{SYSLOG5424PRINTASCII:syslog5424_proc}) +)"
     R"((?:-|%{SYSLOG5424PRINTASCII:syslog5424_msgid}) +)"
     R"((?:%{SYSLOG5424SD:syslog5424_sd}|-|))"},
    {"SYSLOG5424LINE", R"(%{SYSLOG5424BASE}(?: +%{GREEDYDATA:syslog5424_msg})?)"},
};

}  // namespace

std::span<const GrokDefinition> syslog() {
  return definitions;
}

}  // namespace sluice::grok
