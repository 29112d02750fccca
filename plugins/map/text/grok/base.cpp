#include <map/text/grok/families.hpp>

namespace sluice::grok {

#define OCTET "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})"
#define DOTTED OCTET "[.]" OCTET "[.]" OCTET "[.]" OCTET
#define WORD16 "[0-9A-Fa-f]{1,4}"

namespace {

constexpr GrokDefinition definitions[] = {
    {"USERNAME", R"([a-zA-Z0-9._-]+)"},
    {"USER", R"(%{USERNAME})"},
    {"EMAILLOCALPART",
     R"([a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*)"},
    {"EMAILADDRESS", R"(%{EMAILLOCALPART}@%{HOSTNAME})"},
    {"INT", R"([+-]?[0-9]+)"},
    {"BASE10NUM", R"([+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))"},
    {"NUMBER", R"(%{BASE10NUM})"},
    {"BASE16NUM", R"([+-]?(?:0x)?[0-9A-Fa-f]+)"},
    {"BASE16FLOAT", R"([+-]?(?:0x)?(?:[0-9A-Fa-f]+(?:\.[0-9A-Fa-f]*)?|\.[0-9A-Fa-f]+)\b)"},
    {"POSINT", R"(\b[1-9][0-9]*\b)"},
    {"NONNEGINT", R"(\b[0-9]+\b)"},
    {"WORD", R"(\b\w+\b)"},
    {"NOTSPACE", R"(\S+)"},
    {"SPACE", R"(\s*)"},
    {"DATA", R"(.*?)"},
    {"GREEDYDATA", R"(.*)"},
    {"QUOTEDSTRING", R"re("(?:\\.|[^\\"])*"|'(?:\\.|[^\\'])*'|`(?:\\.|[^\\`])*`)re"},
    {"QS", R"(%{QUOTEDSTRING})"},
    {"UUID", R"([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})"},
    {"URN", R"(urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:)"
            R"((?:%[0-9A-Fa-f]{2}|[0-9A-Za-z()+,.:=@;$_!*'/?#-])+)"},

    // Addresses
    {"CISCOMAC", R"((?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4})"},
    {"WINDOWSMAC", R"((?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2})"},
    {"COMMONMAC", R"((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})"},
    {"MAC", R"(%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC})"},
    {"IPV4", R"(\b)" DOTTED R"(\b)"},
    // Eight words, or fewer with a gap. That words around a gap are at most seven is not checked:
    // it would make every pattern with an address too large for RE2's faster engines.
    {"IPV6", "(?:(?:" WORD16 ":){6}(?:" DOTTED "|" WORD16 ":" WORD16 ")"
             "|(?:" WORD16 "(?::" WORD16 "){0,6})?::"
             "(?:(?:" WORD16 ":){0,5}" DOTTED "|" WORD16 "(?::" WORD16 "){0,6})?)"
             "(?:%[0-9A-Za-z_.~-]+)?"},
    {"IP", R"(%{IPV6}|%{IPV4})"},
    {"HOSTNAME", R"(\b[0-9A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z][0-9A-Za-z-]*)*\.?)"},
    {"IPORHOST", R"(%{IP}|%{HOSTNAME})"},
    {"HOSTPORT", R"(%{IPORHOST}:%{POSINT})"},

    // Paths, absolute ones only
    {"UNIXPATH", R"((?:/[\w%!$@:.,+~-]*)+)"},
    {"WINPATH", R"((?:[A-Za-z]+:|\\)(?:\\[^\\?*]*)+)"},
    {"PATH", R"(%{UNIXPATH}|%{WINPATH})"},
    {"TTY", R"(/dev/(?:pts|tty[pq]?)(?:\w+)?/?[0-9]+)"},

    // URIs
    {"URIPROTO", R"([A-Za-z][A-Za-z0-9+.-]+)"},
    {"URIHOST", R"(%{IPORHOST}(?::%{POSINT:port})?)"},
    {"URIPATH", R"((?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_-]*)+)"},
    {"URIQUERY", R"([A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\[\]<>-]*)"},
    {"URIPARAM", R"(\?%{URIQUERY})"},
    {"URIPATHPARAM", R"(%{URIPATH}(?:%{URIPARAM})?)"},
    {"URI", R"(%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?)"},

    {"LOGLEVEL", R"([Aa]lert|ALERT|[Tt]race|TRACE|[Dd]ebug|DEBUG|[Nn]otice|NOTICE)"
                 R"(|[Ii]nfo(?:rmation)?|INFO(?:RMATION)?|[Ww]arn(?:ing)?|WARN(?:ING)?)"
                 R"(|[Ee]rr(?:or)?|ERR(?:OR)?|[Cc]rit(?:ical)?|CRIT(?:ICAL)?|[Ff]atal|FATAL)"
                 R"(|[Ss]evere|SEVERE|[Ee]merg(?:ency)?|EMERG(?:ENCY)?)"},
};

}  // namespace

std::span<const GrokDefinition> base() {
  return definitions;
}

}  // namespace sluice::grok
