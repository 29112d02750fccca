// Where the families of standard patterns stand; see grok_library.hpp.
//
// They are written for RE2, which has no look-around, no back-references and no atomic groups. What
// a boundary could not say stays out, so a few patterns take a little more than their models:
//   * \w and \b know ASCII letters only.
//   * numbers and times may touch other digits; labels of host names may be longer than 63; an IPv6
//     address with a gap may have too many words.
#pragma once

#include <span>

#include <map/text/grok_library.hpp>

namespace sluice::grok {

std::span<const GrokDefinition> base();
std::span<const GrokDefinition> time();
std::span<const GrokDefinition> syslog();
std::span<const GrokDefinition> web();       // Apache httpd, HAProxy, Squid
std::span<const GrokDefinition> cloud();     // S3, load balancers, CloudFront
std::span<const GrokDefinition> java();      // Java, Tomcat, Maven
std::span<const GrokDefinition> programs();  // databases, mail, name servers, Ruby, MCollective
std::span<const GrokDefinition> network();   // firewalls other than Cisco's, Junos, Bro and Zeek
std::span<const GrokDefinition> cisco();
std::span<const GrokDefinition> watching();  // Nagios, Bacula

}  // namespace sluice::grok
