// What a pack knows of vulnerabilities, and of the updates that fix them on each product.
//
// Flat rows as knowledge/ builds them from vendors' lists and from data/. Nothing here is filtered by day: that is
// product_view.hpp's work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "estate/observation.hpp"
#include "exposure/presumption_model.hpp"
#include "update/updates.hpp"

namespace shoal::exposure {

/// Position in Facts::vulnerabilities.
using VulnerabilityIndex = std::uint16_t;
/// Position in Facts::components; 0 is the operating system itself.
using ComponentIndex = std::uint16_t;

/// The vendor's rating, the highest over all products.
enum class Severity : std::uint8_t { unrated, low, moderate, important, critical };
std::string_view spelled(Severity severity);

/// What an attacker gains, in the vendor's words.
enum class Impact : std::uint8_t {
  unknown,
  remote_code_execution,
  elevation_of_privilege,
  information_disclosure,
  denial_of_service,
  security_feature_bypass,
  spoofing,  ///< Tampering too.
};
constexpr std::size_t impact_count = 7;
std::string_view spelled(Impact impact);

/// Which devices have a subsystem.
enum class Role : std::uint8_t {
  common,    ///< Every device.
  server,    ///< Servers that were given the role.
  optional,  ///< Devices on which somebody turned it on.
  apart,     ///< It is not of the operating system's core, and has updates of its own.
};
std::string_view spelled(Role role);

/// A part of the operating system's core, as titles speak of it. Source: data/presumed/subsystems.csv.
struct Subsystem {
  std::string id;
  Role role = Role::common;
  std::uint8_t introduced = 0;  ///< The generation (see Relative) in which it came, or was written anew.
};

/// A release, and where its code stands among the others. Source: data/presumed/lineage.csv.
struct Relative {
  std::string release;          ///< A release's key, or what stands before its service pack.
  std::string name;             ///< Of its generation: releases of one generation are built from the same code.
  std::uint8_t generation = 0;  ///< 0 for the oldest; each is built from the one before it.
  bool server = false;
  Day available;  ///< From this day on it could be had.
  std::string citation;
};
/// More relatives than this do not fit into one set.
constexpr std::size_t relatives_max = 64;

/// A CVE.
struct Vulnerability {
  std::uint16_t year = 0;
  std::uint32_t number = 0;
  /// The earliest day that any snapshot gives; the vendor's lists carry the last revision, so the truth may be earlier.
  Day published;
  std::optional<Day> exploited_since;  ///< The day on which CISA listed it as known to be exploited.
  std::optional<Day> due;              ///< The day by which that entry wants it remedied; in places before the listing.
  bool ransomware = false;             ///< CISA knows of its use in ransomware campaigns.
  Severity severity = Severity::unrated;
  Impact impact = Impact::unknown;
  std::uint8_t subsystem = 0;  ///< Position in Facts::subsystems.
};

/// "CVE-2017-0144".
std::string spelled(const Vulnerability& vulnerability);

/// The CVE that `text` names, ignoring case: its year and number. Nothing if it is not of the form CVE-yyyy-n.
struct CveName {
  std::uint16_t year = 0;
  std::uint32_t number = 0;
};
std::optional<CveName> parse_cve(std::string_view text);

/// A part of a release that has updates of its own.
struct Component {
  std::string name;                   ///< E.g. "internet-explorer"; "windows" for the operating system itself.
  std::vector<std::string> versions;  ///< Those that one row speaks of, e.g. {"4.6", "4.6.1"}; empty for any version.
  bool in_place = false;              ///< A newer version replaces the older, so that a device has only one.
};

/// "internet-explorer 8", "dotnet-framework-4 4.6/4.6.1".
std::string spelled(const Component& component);

/// A product as the vendor's lists know it: one release on one architecture.
struct Product {
  std::string name;     ///< As in the vendor's lists.
  std::string release;  ///< Key in lifecycle::Catalogue.
  estate::Architecture architecture = estate::Architecture::unknown;
  bool core = false;  ///< A Server Core installation.
  std::uint8_t family = 0;
  /// The days between which the vendor assessed it, both inclusive; absent where the lists hold no run of rows for it.
  std::optional<Day> assessed_from, assessed_until;
  std::uint32_t rows_begin = 0, rows_end = 0;  ///< Its rows in Facts::rows.
};

/// One statement of the vendor's lists: on this product, this update fixes this vulnerability of this component.
struct Row {
  VulnerabilityIndex vulnerability = 0;
  update::UpdateIndex update = 0;
  ComponentIndex component = 0;
  std::uint8_t first_seen = 0;  ///< Snapshot in which it first stood; of our own rows, position in Facts::data_days.
  std::uint8_t last_seen = 0;   ///< Snapshot in which it last stood; from_data for our own rows.
};
/// Row::last_seen of a row that comes from data/ and not from a snapshot.
constexpr std::uint8_t from_data = 255;

/// A component that is part of a release as shipped.
struct InBox {
  std::string release;    ///< A release's key, or what stands before its service pack.
  std::string component;  ///< Component::name.
  std::string version;
};

/// An update that brings a component.
struct Installer {
  std::uint32_t kb = 0;
  std::string component;
  std::string version;
};

/// The vendor's statement that a product is affected and gets no fix.
struct Statement {
  VulnerabilityIndex vulnerability = 0;
  std::uint16_t product = 0;
  std::string says;      ///< In our words.
  std::string citation;  ///< Where it stands, and the day on which it was read.
};

/// An update that can be had in another way than its product's support phases tell.
struct Availability {
  update::UpdateIndex update = 0;
  bool withdrawn = false;    ///< Otherwise it is public although its product's support had ended.
  std::optional<Day> since;  ///< When it was withdrawn.
  std::string citation;
};

/// A known outbreak or campaign, and what it used.
struct Incident {
  std::string id;  ///< E.g. "wannacry".
  std::string title;
  std::vector<VulnerabilityIndex> vulnerabilities;
  std::vector<std::string> not_held;  ///< CVEs that it used and the pack does not hold.
  std::string citation;
};

/// What a policy's rule may ask for that no inventory and no list of updates tells.
enum class Circumstance : std::uint8_t {
  high_score,   ///< A CVSS v3 base score of 7.0 or more, or what else the rule asks of CVSS.
  exposed,      ///< The device can be reached from the internet.
  automatable,  ///< An attacker can automate all steps of the exploit.
  total,        ///< Who exploits it has total control of the device.
  isolated,     ///< The device is in a sub-set that has no traffic to or from the internet.
};
constexpr std::size_t circumstance_count = 5;
std::string_view spelled(Circumstance circumstance);

/// The event from which a rule counts its days.
enum class Clock : std::uint8_t {
  none,          ///< The rule sets no day.
  fix_released,  ///< The release of the earliest update that fixes it.
  kev_added,     ///< The day on which CISA listed it as known to be exploited.
  kev_due,       ///< The day that CISA's entry itself sets.
  detected,      ///< The day on which it was detected on the device.
};
std::string_view spelled(Clock clock);

/// Whether a rule asks that CISA lists a vulnerability as known to be exploited.
enum class Listing : std::uint8_t { any, listed, not_listed };

/// One rule of a policy: what must hold for it to apply, and by when it then wants the fix. All conditions must hold.
struct PolicyRule {
  std::string id;
  std::string demands;               ///< In our words.
  bool of_unsupported = false;       ///< It speaks of a release that gets no updates, and not of a vulnerability.
  std::vector<Severity> severities;  ///< The vendor's ratings that it names, ascending; empty for any.
  bool whole_update = false;         ///< The rating counts of whatever the same update fixes.
  Listing listing = Listing::any;
  std::vector<Circumstance> needs;     ///< What else must hold, ascending.
  std::optional<Circumstance> unless;  ///< What discharges it.
  Clock clock = Clock::none;
  std::uint16_t days = 0;  ///< From the clock's event to the last day allowed, inclusive.
  std::string citation;
};

/// Rules in one version, as somebody published them. Of the rules that apply, the one with the earliest day binds.
struct Policy {
  std::string id;      ///< E.g. "cyber-essentials-3.3".
  std::string scheme;  ///< What its versions have in common, e.g. "cyber-essentials".
  std::string title;
  std::string publisher;
  std::string scope;          ///< Whom it binds, and what it is to others.
  Day published;              ///< From this day on it was known.
  Day from;                   ///< The first day in force.
  std::optional<Day> until;   ///< The last day in force.
  std::string superseded_by;  ///< The policy with which `until` became known; empty where none is known.
  std::string conflicts;      ///< What sources or readers disagree on; empty where they do not.
  std::string citation;
  std::vector<PolicyRule> rules;
};

/// A source of facts, with its age.
struct Citation {
  std::string name;       ///< E.g. "definitions 2026-06-28".
  std::string publisher;  ///< Whom it comes from.
  Day dated;              ///< The day of which it speaks.
  std::string sha256;     ///< Of the bytes that were read.
};

/// All that a pack knows, but for releases (lifecycle::Catalogue). Immutable once knowledge/ has built it.
struct Facts {
  std::string pack_id;  ///< SHA-256 of the pack's content.
  std::vector<Citation> citations;
  std::vector<Day> snapshots;          ///< Days of the vendor's lists, ascending.
  std::vector<Day> data_days;          ///< Days from which rows of data/ hold, ascending.
  std::vector<std::string> conflicts;  ///< Where sources disagree: both values, and which is used.
  update::UpdateFacts updates;
  std::vector<Vulnerability> vulnerabilities;  ///< Ascending by year and number.
  std::vector<Component> components;
  std::vector<Product> products;
  std::vector<Row> rows;  ///< Grouped by product; within one by vulnerability, component, update.
  std::vector<InBox> in_box;
  std::vector<Installer> installers;
  std::vector<Statement> statements;
  std::vector<Availability> availability;
  std::vector<Incident> incidents;
  std::vector<Policy> policies;  ///< Grouped by scheme; within one ascending by `from`.
  std::vector<Subsystem> subsystems;
  std::vector<Relative> lineage;  ///< Ascending by generation; at most relatives_max.
  PresumptionModel presumption;   ///< Fitted on all that the pack knows.
};

/// The vulnerability with this name, if the pack holds it.
std::optional<VulnerabilityIndex> find_vulnerability(const Facts& facts, CveName name);

/// The product that a release on an architecture is judged as: the full one before the core one. Nothing where the
/// vendor's lists have none. An unknown architecture finds a product only where the release has a single one.
std::optional<std::uint16_t> find_product(const Facts& facts, std::string_view release,
                                          estate::Architecture architecture);

}  // namespace shoal::exposure
