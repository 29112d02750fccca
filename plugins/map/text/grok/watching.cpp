#include <map/text/grok/families.hpp>

namespace sluice::grok {
namespace {

constexpr GrokDefinition definitions[] = {
    // Nagios. Fields end at semicolons, as [^;] says.
    {"NAGIOSTIME", R"(\[%{NUMBER:nagios_epoch}\])"},
    {"NAGIOS_TYPE_CURRENT_SERVICE_STATE", R"(CURRENT SERVICE STATE)"},
    {"NAGIOS_TYPE_CURRENT_HOST_STATE", R"(CURRENT HOST STATE)"},
    {"NAGIOS_TYPE_SERVICE_NOTIFICATION", R"(SERVICE NOTIFICATION)"},
    {"NAGIOS_TYPE_HOST_NOTIFICATION", R"(HOST NOTIFICATION)"},
    {"NAGIOS_TYPE_SERVICE_ALERT", R"(SERVICE ALERT)"},
    {"NAGIOS_TYPE_HOST_ALERT", R"(HOST ALERT)"},
    {"NAGIOS_TYPE_SERVICE_FLAPPING_ALERT", R"(SERVICE FLAPPING ALERT)"},
    {"NAGIOS_TYPE_HOST_FLAPPING_ALERT", R"(HOST FLAPPING ALERT)"},
    {"NAGIOS_TYPE_SERVICE_DOWNTIME_ALERT", R"(SERVICE DOWNTIME ALERT)"},
    {"NAGIOS_TYPE_HOST_DOWNTIME_ALERT", R"(HOST DOWNTIME ALERT)"},
    {"NAGIOS_TYPE_PASSIVE_SERVICE_CHECK", R"(PASSIVE SERVICE CHECK)"},
    {"NAGIOS_TYPE_PASSIVE_HOST_CHECK", R"(PASSIVE HOST CHECK)"},
    {"NAGIOS_TYPE_SERVICE_EVENT_HANDLER", R"(SERVICE EVENT HANDLER)"},
    {"NAGIOS_TYPE_HOST_EVENT_HANDLER", R"(HOST EVENT HANDLER)"},
    {"NAGIOS_TYPE_EXTERNAL_COMMAND", R"(EXTERNAL COMMAND)"},
    {"NAGIOS_TYPE_TIMEPERIOD_TRANSITION", R"(TIMEPERIOD TRANSITION)"},
    {"NAGIOS_EC_DISABLE_SVC_CHECK", R"(DISABLE_SVC_CHECK)"},
    {"NAGIOS_EC_ENABLE_SVC_CHECK", R"(ENABLE_SVC_CHECK)"},
    {"NAGIOS_EC_DISABLE_HOST_CHECK", R"(DISABLE_HOST_CHECK)"},
    {"NAGIOS_EC_ENABLE_HOST_CHECK", R"(ENABLE_HOST_CHECK)"},
    {"NAGIOS_EC_PROCESS_SERVICE_CHECK_RESULT", R"(PROCESS_SERVICE_CHECK_RESULT)"},
    {"NAGIOS_EC_PROCESS_HOST_CHECK_RESULT", R"(PROCESS_HOST_CHECK_RESULT)"},
    {"NAGIOS_EC_SCHEDULE_SERVICE_DOWNTIME", R"(SCHEDULE_SERVICE_DOWNTIME)"},
    {"NAGIOS_EC_SCHEDULE_HOST_DOWNTIME", R"(SCHEDULE_HOST_DOWNTIME)"},
    {"NAGIOS_WARNING", R"(Warning:%{SPACE}%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_CURRENT_SERVICE_STATE",
     R"(%{NAGIOS_TYPE_CURRENT_SERVICE_STATE:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_service>[^;\n]*);(?<nagios_state>[^;\n]*);)"
     R"((?<nagios_statetype>[^;\n]*);(?<nagios_statecode>[^;\n]*);)"
     R"(%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_CURRENT_HOST_STATE",
     R"(%{NAGIOS_TYPE_CURRENT_HOST_STATE:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_state>[^;\n]*);(?<nagios_statetype>[^;\n]*);)"
     R"((?<nagios_statecode>[^;\n]*);%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_SERVICE_NOTIFICATION", R"(%{NAGIOS_TYPE_SERVICE_NOTIFICATION:nagios_type}: )"
                                    R"((?<nagios_notifyname>[^;\n]*);(?<nagios_hostname>[^;\n]*);)"
                                    R"((?<nagios_service>[^;\n]*);(?<nagios_state>[^;\n]*);)"
                                    R"((?<nagios_contact>[^;\n]*);%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_HOST_NOTIFICATION",
     R"(%{NAGIOS_TYPE_HOST_NOTIFICATION:nagios_type}: (?<nagios_notifyname>[^;\n]*);)"
     R"((?<nagios_hostname>[^;\n]*);(?<nagios_state>[^;\n]*);)"
     R"((?<nagios_contact>[^;\n]*);%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_SERVICE_ALERT",
     R"(%{NAGIOS_TYPE_SERVICE_ALERT:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_service>[^;\n]*);(?<nagios_state>[^;\n]*);)"
     R"((?<nagios_statelevel>[^;\n]*);%{NUMBER:nagios_attempt};)"
     R"(%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_HOST_ALERT", R"(%{NAGIOS_TYPE_HOST_ALERT:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
                          R"((?<nagios_state>[^;\n]*);(?<nagios_statelevel>[^;\n]*);)"
                          R"(%{NUMBER:nagios_attempt};%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_SERVICE_FLAPPING_ALERT", R"(%{NAGIOS_TYPE_SERVICE_FLAPPING_ALERT:nagios_type}: )"
                                      R"((?<nagios_hostname>[^;\n]*);(?<nagios_service>[^;\n]*);)"
                                      R"((?<nagios_state>[^;\n]*);%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_HOST_FLAPPING_ALERT",
     R"(%{NAGIOS_TYPE_HOST_FLAPPING_ALERT:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_state>[^;\n]*);%{GREEDYDATA:nagios_message})"},
    {"NAGIOS_SERVICE_DOWNTIME_ALERT", R"(%{NAGIOS_TYPE_SERVICE_DOWNTIME_ALERT:nagios_type}: )"
                                      R"((?<nagios_hostname>[^;\n]*);(?<nagios_service>[^;\n]*);)"
                                      R"((?<nagios_state>[^;\n]*);%{GREEDYDATA:nagios_comment})"},
    {"NAGIOS_HOST_DOWNTIME_ALERT",
     R"(%{NAGIOS_TYPE_HOST_DOWNTIME_ALERT:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_state>[^;\n]*);%{GREEDYDATA:nagios_comment})"},
    {"NAGIOS_PASSIVE_SERVICE_CHECK",
     R"(%{NAGIOS_TYPE_PASSIVE_SERVICE_CHECK:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_service>[^;\n]*);(?<nagios_state>[^;\n]*);)"
     R"(%{GREEDYDATA:nagios_comment})"},
    {"NAGIOS_PASSIVE_HOST_CHECK",
     R"(%{NAGIOS_TYPE_PASSIVE_HOST_CHECK:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_state>[^;\n]*);%{GREEDYDATA:nagios_comment})"},
    {"NAGIOS_SERVICE_EVENT_HANDLER",
     R"(%{NAGIOS_TYPE_SERVICE_EVENT_HANDLER:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_service>[^;\n]*);(?<nagios_state>[^;\n]*);)"
     R"((?<nagios_statelevel>[^;\n]*);(?<nagios_event_handler_name>[^;\n]*))"},
    {"NAGIOS_HOST_EVENT_HANDLER",
     R"(%{NAGIOS_TYPE_HOST_EVENT_HANDLER:nagios_type}: (?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_state>[^;\n]*);(?<nagios_statelevel>[^;\n]*);)"
     R"((?<nagios_event_handler_name>[^;\n]*))"},
    {"NAGIOS_TIMEPERIOD_TRANSITION",
     R"(%{NAGIOS_TYPE_TIMEPERIOD_TRANSITION:nagios_type}: (?<nagios_service>[^;\n]*);)"
     R"((?<nagios_unknown1>[^;\n]*);(?<nagios_unknown2>[^;\n]*))"},
    {"NAGIOS_EC_LINE_DISABLE_SVC_CHECK",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_DISABLE_SVC_CHECK:nagios_command};(?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_service>[^;\n]*))"},
    {"NAGIOS_EC_LINE_ENABLE_SVC_CHECK",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_ENABLE_SVC_CHECK:nagios_command};(?<nagios_hostname>[^;\n]*);)"
     R"((?<nagios_service>[^;\n]*))"},
    {"NAGIOS_EC_LINE_DISABLE_HOST_CHECK",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_DISABLE_HOST_CHECK:nagios_command};(?<nagios_hostname>[^;\n]*))"},
    {"NAGIOS_EC_LINE_ENABLE_HOST_CHECK",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_ENABLE_HOST_CHECK:nagios_command};(?<nagios_hostname>[^;\n]*))"},
    {"NAGIOS_EC_LINE_PROCESS_SERVICE_CHECK_RESULT",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_PROCESS_SERVICE_CHECK_RESULT:nagios_command};)"
     R"((?<nagios_hostname>[^;\n]*);(?<nagios_service>[^;\n]*);)"
     R"((?<nagios_state>[^;\n]*);%{GREEDYDATA:nagios_check_result})"},
    {"NAGIOS_EC_LINE_PROCESS_HOST_CHECK_RESULT",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_PROCESS_HOST_CHECK_RESULT:nagios_command};)"
     R"((?<nagios_hostname>[^;\n]*);(?<nagios_state>[^;\n]*);)"
     R"(%{GREEDYDATA:nagios_check_result})"},
    {"NAGIOS_EC_LINE_SCHEDULE_HOST_DOWNTIME",
     R"(%{NAGIOS_TYPE_EXTERNAL_COMMAND:nagios_type}: )"
     R"(%{NAGIOS_EC_SCHEDULE_HOST_DOWNTIME:nagios_command};)"
     R"((?<nagios_hostname>[^;\n]*);%{NUMBER:nagios_start_time};)"
     R"(%{NUMBER:nagios_end_time};%{NUMBER:nagios_fixed};%{NUMBER:nagios_trigger_id};)"
     R"(%{NUMBER:nagios_duration};(?<author>[^;\n]*);(?<comment>[^;\n]*))"},
    {"NAGIOSLOGLINE", R"(%{NAGIOSTIME} (?:%{NAGIOS_WARNING}|%{NAGIOS_CURRENT_SERVICE_STATE})"
                      R"(|%{NAGIOS_CURRENT_HOST_STATE}|%{NAGIOS_SERVICE_NOTIFICATION})"
                      R"(|%{NAGIOS_HOST_NOTIFICATION}|%{NAGIOS_SERVICE_ALERT}|%{NAGIOS_HOST_ALERT})"
                      R"(|%{NAGIOS_SERVICE_FLAPPING_ALERT}|%{NAGIOS_HOST_FLAPPING_ALERT})"
                      R"(|%{NAGIOS_SERVICE_DOWNTIME_ALERT}|%{NAGIOS_HOST_DOWNTIME_ALERT})"
                      R"(|%{NAGIOS_PASSIVE_SERVICE_CHECK}|%{NAGIOS_PASSIVE_HOST_CHECK})"
                      R"(|%{NAGIOS_SERVICE_EVENT_HANDLER}|%{NAGIOS_HOST_EVENT_HANDLER})"
                      R"(|%{NAGIOS_TIMEPERIOD_TRANSITION}|%{NAGIOS_EC_LINE_DISABLE_SVC_CHECK})"
                      R"(|%{NAGIOS_EC_LINE_ENABLE_SVC_CHECK}|%{NAGIOS_EC_LINE_DISABLE_HOST_CHECK})"
                      R"(|%{NAGIOS_EC_LINE_ENABLE_HOST_CHECK})"
                      R"(|%{NAGIOS_EC_LINE_PROCESS_SERVICE_CHECK_RESULT})"
                      R"(|%{NAGIOS_EC_LINE_PROCESS_HOST_CHECK_RESULT})"
                      R"(|%{NAGIOS_EC_LINE_SCHEDULE_HOST_DOWNTIME}))"},

    // Bacula
    {"BACULA_TIMESTAMP", R"(%{MONTHDAY}-%{MONTH} %{HOUR}:%{MINUTE})"},
    {"BACULA_HOST", R"([a-zA-Z0-9-]+)"},
    {"BACULA_VOLUME", R"(%{USER})"},
    {"BACULA_DEVICE", R"(%{USER})"},
    {"BACULA_DEVICEPATH", R"(%{UNIXPATH})"},
    {"BACULA_CAPACITY", R"([0-9]{1,3}(?:,[0-9]{3})*)"},
    {"BACULA_VERSION", R"(%{USER})"},
    {"BACULA_JOB", R"(%{USER})"},
    {"BACULA_LOG_MAX_CAPACITY",
     R"(User defined maximum volume capacity %{BACULA_CAPACITY} exceeded on device )"
     R"("%{BACULA_DEVICE:device}" \(%{BACULA_DEVICEPATH}\))"},
    {"BACULA_LOG_END_VOLUME", R"(End of medium on Volume "%{BACULA_VOLUME:volume}" )"
                              R"(Bytes=%{BACULA_CAPACITY} Blocks=%{BACULA_CAPACITY} at )"
                              R"(%{MONTHDAY}-%{MONTH}-%{YEAR} %{HOUR}:%{MINUTE}\.)"},
    {"BACULA_LOG_NEW_VOLUME", R"(Created new Volume "%{BACULA_VOLUME:volume}" in catalog\.)"},
    {"BACULA_LOG_NEW_LABEL", R"(Labeled new Volume "%{BACULA_VOLUME:volume}" on device )"
                             R"("%{BACULA_DEVICE:device}" \(%{BACULA_DEVICEPATH}\)\.)"},
    {"BACULA_LOG_WROTE_LABEL", R"(Wrote label to prelabeled Volume "%{BACULA_VOLUME:volume}" )"
                               R"(on device "%{BACULA_DEVICE}" \(%{BACULA_DEVICEPATH}\))"},
    {"BACULA_LOG_NEW_MOUNT", R"(New volume "%{BACULA_VOLUME:volume}" mounted on device )"
                             R"("%{BACULA_DEVICE:device}" \(%{BACULA_DEVICEPATH}\) at )"
                             R"(%{MONTHDAY}-%{MONTH}-%{YEAR} %{HOUR}:%{MINUTE}\.)"},
    {"BACULA_LOG_NOOPEN", R"(\s*Cannot open %{DATA}: ERR=%{GREEDYDATA:berror})"},
    {"BACULA_LOG_NOOPENDIR", R"(\s*Could not open directory %{DATA}: ERR=%{GREEDYDATA:berror})"},
    {"BACULA_LOG_NOSTAT", R"(\s*Could not stat %{DATA}: ERR=%{GREEDYDATA:berror})"},
    {"BACULA_LOG_NOJOBS",
     R"(There are no more Jobs associated with Volume "%{BACULA_VOLUME:volume}"\. )"
     R"(Marking it purged\.)"},
    {"BACULA_LOG_ALL_RECORDS_PRUNED",
     R"(All records pruned from Volume "%{BACULA_VOLUME:volume}"; marking it "Purged")"},
    {"BACULA_LOG_BEGIN_PRUNE_JOBS", R"(Begin pruning Jobs older than %{INT} month %{INT} days \.)"},
    {"BACULA_LOG_BEGIN_PRUNE_FILES", R"(Begin pruning Files\.)"},
    {"BACULA_LOG_PRUNED_JOBS",
     R"(Pruned %{INT} Jobs* for client %{BACULA_HOST:client} from catalog\.)"},
    {"BACULA_LOG_PRUNED_FILES",
     R"(Pruned Files from %{INT} Jobs* for client %{BACULA_HOST:client} from catalog\.)"},
    {"BACULA_LOG_ENDPRUNE", R"(End auto prune\.)"},
    {"BACULA_LOG_STARTJOB", R"(Start Backup JobId %{INT}, Job=%{BACULA_JOB:job})"},
    {"BACULA_LOG_STARTRESTORE", R"(Start Restore Job %{BACULA_JOB:job})"},
    {"BACULA_LOG_USEDEVICE", R"(Using Device "%{BACULA_DEVICE:device}")"},
    {"BACULA_LOG_DIFF_FS", R"(\s+%{UNIXPATH} is a different filesystem\. )"
                           R"(Will not descend from %{UNIXPATH} into it\.)"},
    {"BACULA_LOG_JOBEND", R"(Job write elapsed time = %{DATA:elapsed}, )"
                          R"(Transfer rate = %{NUMBER} [KMG]? ?Bytes/second)"},
    {"BACULA_LOG_NOPRUNE_JOBS", R"(No Jobs found to prune\.)"},
    {"BACULA_LOG_NOPRUNE_FILES", R"(No Files found to prune\.)"},
    {"BACULA_LOG_VOLUME_PREVWRITTEN",
     R"(Volume "%{BACULA_VOLUME:volume}" previously written, moving to end of data\.)"},
    {"BACULA_LOG_READYAPPEND",
     R"(Ready to append to end of Volume "%{BACULA_VOLUME:volume}" size=%{INT})"},
    {"BACULA_LOG_CANCELLING", R"(Cancelling duplicate JobId=%{INT}\.)"},
    {"BACULA_LOG_MARKCANCEL", R"(JobId %{INT}, Job %{BACULA_JOB:job} marked to be canceled\.)"},
    {"BACULA_LOG_CLIENT_RBJ", R"(shell command: run ClientRunBeforeJob "%{GREEDYDATA:runjob}")"},
    {"BACULA_LOG_VSS", R"((?:Generate )?VSS (?:Writer)?)"},
    {"BACULA_LOG_MAXSTART", R"(Fatal error: Job canceled because max start delay time exceeded\.)"},
    {"BACULA_LOG_DUPLICATE", R"(Fatal error: JobId %{INT:duplicate} already running\. )"
                             R"(Duplicate job not allowed\.)"},
    {"BACULA_LOG_NOJOBSTAT", R"(Fatal error: No Job status returned from FD\.)"},
    {"BACULA_LOG_FATAL_CONN",
     R"(Fatal error: bsock\.c:[0-9]+ Unable to connect to )"
     R"((?:Client: %{BACULA_HOST:client}|Storage daemon) on %{HOSTNAME}:%{POSINT}\. )"
     R"(ERR=%{GREEDYDATA:berror})"},
    {"BACULA_LOG_NO_CONNECT",
     R"(Warning: bsock\.c:[0-9]+ Could not connect to )"
     R"((?:Client: %{BACULA_HOST:client}|Storage daemon) on %{HOSTNAME}:%{POSINT}\. )"
     R"(ERR=%{GREEDYDATA:berror})"},
    {"BACULA_LOG_NO_AUTH",
     R"(Fatal error: Unable to authenticate with File daemon at %{DATA}\. Possible )"
     R"(causes:)"},
    {"BACULA_LOG_NOSUIT",
     R"(No prior or suitable Full backup found in catalog\. Doing FULL backup\.)"},
    {"BACULA_LOG_NOPRIOR", R"(No prior Full backup Job record found\.)"},
    {"BACULA_LOG_JOB",
     R"((?:Error: )?Bacula %{BACULA_HOST} %{BACULA_VERSION} \(%{BACULA_VERSION}\):)"},
    {"BACULA_LOGLINE",
     R"(%{BACULA_TIMESTAMP:bts} %{BACULA_HOST:hostname}(?: JobId %{INT:jobid})?: (?:)"
     R"(%{BACULA_LOG_MAX_CAPACITY}|%{BACULA_LOG_END_VOLUME}|%{BACULA_LOG_NEW_VOLUME})"
     R"(|%{BACULA_LOG_NEW_LABEL}|%{BACULA_LOG_WROTE_LABEL}|%{BACULA_LOG_NEW_MOUNT})"
     R"(|%{BACULA_LOG_NOOPEN}|%{BACULA_LOG_NOOPENDIR}|%{BACULA_LOG_NOSTAT})"
     R"(|%{BACULA_LOG_NOJOBS}|%{BACULA_LOG_ALL_RECORDS_PRUNED})"
     R"(|%{BACULA_LOG_BEGIN_PRUNE_JOBS}|%{BACULA_LOG_BEGIN_PRUNE_FILES})"
     R"(|%{BACULA_LOG_PRUNED_JOBS}|%{BACULA_LOG_PRUNED_FILES}|%{BACULA_LOG_ENDPRUNE})"
     R"(|%{BACULA_LOG_STARTJOB}|%{BACULA_LOG_STARTRESTORE}|%{BACULA_LOG_USEDEVICE})"
     R"(|%{BACULA_LOG_DIFF_FS}|%{BACULA_LOG_JOBEND}|%{BACULA_LOG_NOPRUNE_JOBS})"
     R"(|%{BACULA_LOG_NOPRUNE_FILES}|%{BACULA_LOG_VOLUME_PREVWRITTEN})"
     R"(|%{BACULA_LOG_READYAPPEND}|%{BACULA_LOG_CANCELLING}|%{BACULA_LOG_MARKCANCEL})"
     R"(|%{BACULA_LOG_CLIENT_RBJ}|%{BACULA_LOG_VSS}|%{BACULA_LOG_MAXSTART})"
     R"(|%{BACULA_LOG_DUPLICATE}|%{BACULA_LOG_NOJOBSTAT}|%{BACULA_LOG_FATAL_CONN})"
     R"(|%{BACULA_LOG_NO_CONNECT}|%{BACULA_LOG_NO_AUTH}|%{BACULA_LOG_NOSUIT})"
     R"(|%{BACULA_LOG_NOPRIOR}|%{BACULA_LOG_JOB}))"},
};

}  // namespace

std::span<const GrokDefinition> watching() {
  return definitions;
}

}  // namespace sluice::grok
