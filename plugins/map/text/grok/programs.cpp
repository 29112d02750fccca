#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // PostgreSQL, log_line_prefix = '%t %u %c %p '
    {"POSTGRESQL", R"(%{DATESTAMP:timestamp} %{TZ} %{DATA:user_id} %{GREEDYDATA:connection_id} )"
                   R"(%{POSINT:pid})"},

    // MongoDB 2 and 3
    {"MONGO_LOG", R"(%{SYSLOGTIMESTAMP:timestamp} \[%{WORD:component}\] %{GREEDYDATA:message})"},
    {"MONGO_QUERY", R"(\{ [^{}]* \} ntoreturn: \})"},
    {"MONGO_WORDDASH", R"(\b[\w-]+\b)"},
    {"MONGO_SLOWQUERY",
     R"(%{WORD} %{MONGO_WORDDASH:database}\.%{MONGO_WORDDASH:collection} %{WORD}: )"
     R"((?<query>\{.*\}) %{WORD}:%{NONNEGINT:ntoreturn} %{WORD}:%{NONNEGINT:ntoskip} )"
     R"(%{WORD}:%{NONNEGINT:nscanned}.*nreturned:%{NONNEGINT:nreturned}\b.* )"
     R"((?<duration>[0-9]+)ms)"},
    {"MONGO3_SEVERITY", R"(\w)"},
    {"MONGO3_COMPONENT", R"(\w+|-)"},
    {"MONGO3_LOG", R"(%{TIMESTAMP_ISO8601:timestamp} %{MONGO3_SEVERITY:severity} )"
                   R"(%{MONGO3_COMPONENT:component}%{SPACE}(?:\[%{DATA:context}\])? )"
                   R"(%{GREEDYDATA:message})"},

    // Redis
    {"REDISTIMESTAMP", R"(%{MONTHDAY} %{MONTH} %{TIME})"},
    {"REDISLOG", R"(\[%{POSINT:pid}\] %{REDISTIMESTAMP:timestamp} \* )"},
    {"REDISMONLOG",
     R"(%{NUMBER:timestamp} \[%{INT:database} %{IP:client}:%{NUMBER:port}\] "%{WORD:command}")"
     R"(\s?%{GREEDYDATA:params})"},

    // Exim's main log, messages that arrive
    {"EXIM_MSGID", R"([0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2})"},
    {"EXIM_FLAGS", R"(<=|[=>*-]>|[*]{2}|==)"},
    {"EXIM_DATE",
     R"(%{YEAR:exim_year}-%{MONTHNUM:exim_month}-%{MONTHDAY:exim_day} %{TIME:exim_time})"},
    {"EXIM_PID", R"(\[%{POSINT:pid}\])"},
    {"EXIM_QT", R"((?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?)"},
    {"EXIM_EXCLUDE_TERMS",
     R"(Message is frozen|(?:Start|End) queue run| Warning: | retry time not reached )"
     R"(| no (?:IP address|host name) found for (?:IP address|host) )"
     R"(| unexpected disconnection while reading SMTP command | no immediate delivery: )"
     R"(|another process is handling this message)"},
    {"EXIM_REMOTE_HOST",
     R"(H=(?:%{NOTSPACE:remote_hostname} )?(?:\(%{NOTSPACE:remote_heloname}\) )?)"
     R"(\[%{IP:remote_host}\](?::%{POSINT:remote_port})?)"},
    {"EXIM_INTERFACE", R"(I=\[%{IP:exim_interface}\](?::%{NUMBER:exim_interface_port})?)"},
    {"EXIM_PROTOCOL", R"(P=%{NOTSPACE:protocol})"},
    {"EXIM_MSG_SIZE", R"(S=%{NUMBER:exim_msg_size})"},
    {"EXIM_HEADER_ID", R"(id=%{NOTSPACE:exim_header_id})"},
    {"EXIM_SUBJECT", R"(T=%{QS:exim_subject})"},
    {"EXIM_MESSAGE_ARRIVAL",
     R"(%{EXIM_DATE:timestamp} (?:%{EXIM_PID} )?%{EXIM_MSGID:exim_msgid} (?<exim_flags><=) )"
     R"(%{EMAILADDRESS:exim_sender_email}(?: (?:%{EXIM_REMOTE_HOST}|%{EXIM_INTERFACE})"
     R"(|%{EXIM_PROTOCOL}|%{EXIM_MSG_SIZE}|%{EXIM_HEADER_ID}|%{EXIM_SUBJECT})"
     R"(|[A-Za-z]{1,4}=%{NOTSPACE}))*(?: for %{EMAILADDRESS:exim_recipient_email})?)"},
    {"EXIM", R"(%{EXIM_MESSAGE_ARRIVAL})"},

    // BIND 9, the query log
    {"BIND9_TIMESTAMP", R"(%{MONTHDAY}-%{MONTH}-%{YEAR} %{TIME})"},
    {"BIND9",
     R"(%{BIND9_TIMESTAMP:timestamp} queries: %{LOGLEVEL:loglevel}: client(?: @0x[0-9a-f]+)? )"
     R"(%{IP:clientip}#%{POSINT:clientport} \(%{GREEDYDATA:query}\): query: %{GREEDYDATA:query} )"
     R"(IN %{GREEDYDATA:querytype} \(%{IP:dns}\))"},

    // Ruby's Logger and Rails 3
    {"RUBY_LOGLEVEL", R"(DEBUG|FATAL|ERROR|WARN|INFO)"},
    {"RUBY_LOGGER",
     R"([DFEWI], \[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:pid}\] *%{RUBY_LOGLEVEL:loglevel} )"
     R"(-- +%{DATA:progname}: %{GREEDYDATA:message})"},
    {"RUUID", R"([0-9A-Fa-f]{32})"},
    {"RCONTROLLER", R"((?<controller>[^#]+)#(?<action>\w+))"},
    {"RAILS3HEAD", R"(Started %{WORD:verb} "%{URIPATHPARAM:request}" for %{IPORHOST:clientip} at )"
                   R"((?<timestamp>%{YEAR}-%{MONTHNUM}-%{MONTHDAY} %{HOUR}:%{MINUTE}:%{SECOND} )"
                   R"(%{ISO8601_TIMEZONE}))"},
    {"RPROCESSING", R"(\W*Processing by %{RCONTROLLER} as (?<format>\S+))"
                    R"((?:\W*Parameters: \{%{DATA:params}\}\W*)?)"},
    {"RAILS3PROFILE",
     R"((?:\(Views: %{NUMBER:viewms}ms \| ActiveRecord: %{NUMBER:activerecordms}ms)"
     R"(|\(ActiveRecord: %{NUMBER:activerecordms}ms)?)"},
    {"RAILS3FOOT", R"(Completed %{NUMBER:response}%{DATA} in %{NUMBER:totalms}ms )"
                   R"(%{RAILS3PROFILE}%{GREEDYDATA})"},
    {"RAILS3", R"(%{RAILS3HEAD}(?:%{RPROCESSING})?(?<context>(?:%{DATA}\n)*)(?:%{RAILS3FOOT})?)"},

    // MCollective
    {"MCOLLECTIVE", R"(., \[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:pid}\]%{SPACE})"
                    R"(%{LOGLEVEL:event_level})"},
    {"MCOLLECTIVEAUDIT", R"(%{TIMESTAMP_ISO8601:timestamp}:)"},
};

}  // namespace

std::span<const GrokDefinition> programs() {
  return definitions;
}

}  // namespace sluice::grok
