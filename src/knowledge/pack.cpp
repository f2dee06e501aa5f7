#include "knowledge/pack.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstring>

#include "exposure/presumption.hpp"
#include "knowledge/rulebook_bytes.hpp"
#include "knowledge/sealed.hpp"

namespace shoal::knowledge {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they stand in memory");

constexpr Seal pack_seal = {"the pack",
                            "SHOALPCK",
                            8,
                            16U << 20U,
                            19,
                            "knowledge.bad_pack",
                            "knowledge.pack_version",
                            "knowledge.pack_too_large"};

// Days that can be written as yyyy-mm-dd.
constexpr Day day_min = std::chrono::year(0) / 1 / 1, day_max = std::chrono::year(9999) / 12 / 31;

// One description of each record serves both directions: Writer and Reader are called with the same fields.
class Writer {
 public:
  static constexpr bool reading = false;
  template <typename T>
  requires std::integral<T> || std::is_enum_v<T>
  void operator()(const T& number) { bytes_.append(reinterpret_cast<const char*>(&number), sizeof number); }
  void operator()(const double& number) { (*this)(std::bit_cast<std::uint64_t>(number)); }
  void operator()(const std::string& text) {
    (*this)(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void operator()(const Day& day) { (*this)(static_cast<std::int32_t>(day.time_since_epoch().count())); }
  template <typename T>
  void operator()(const std::optional<T>& value) {
    (*this)(static_cast<std::uint8_t>(value.has_value()));
    if (value) (*this)(*value);
  }
  template <typename T>
  void operator()(const std::vector<T>& records) {
    (*this)(static_cast<std::uint32_t>(records.size()));
    for (const T& record : records) fields(*this, const_cast<T&>(record));
  }
  template <typename T, typename Column>
  void column(const std::vector<T>& rows, Column T::*field) {
    for (const T& row : rows) (*this)(row.*field);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what is there and nothing more: after the first shortage everything reads as zero, and failed() tells.
class Reader {
 public:
  static constexpr bool reading = true;
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <typename T>
  requires std::integral<T> || std::is_enum_v<T>
  void operator()(T& number) {
    const std::string_view bytes = next(sizeof number);
    if constexpr (std::same_as<T, bool>) {
      number = !bytes.empty() && bytes[0] != 0;
    } else if (!bytes.empty()) {
      std::memcpy(&number, bytes.data(), sizeof number);
    }
  }
  void operator()(double& number) {
    std::uint64_t bits = 0;
    (*this)(bits);
    number = std::bit_cast<double>(bits);
    if (!std::isfinite(number)) failed_ = true;
  }
  void operator()(std::string& text) { text = next(count(1)); }
  void operator()(Day& day) {
    std::int32_t days = 0;
    (*this)(days);
    day = Day(std::chrono::days(days));
    if (day < day_min || day > day_max) failed_ = true;
  }
  template <typename T>
  void operator()(std::optional<T>& value) {
    std::uint8_t there = 0;
    (*this)(there);
    if (there != 0) (*this)(value.emplace());
  }
  template <typename T>
  void operator()(std::vector<T>& records) {
    // One at a time, since a record may take many times the bytes in memory that it takes at least in the pack: a
    // count that lies is found out before it costs anything.
    for (std::size_t left = count(1); left > 0 && !failed_; left--) fields(*this, records.emplace_back());
  }
  template <typename T, typename Column>
  void column(std::vector<T>& rows, Column T::*field) {
    for (T& row : rows) (*this)(row.*field);
  }
  // A count of things of at least `bytes_min` bytes each: one that the rest cannot hold is a failure, not an
  // allocation.
  std::size_t count(std::size_t bytes_min) {
    std::uint32_t number = 0;
    (*this)(number);
    if (number > rest_.size() / bytes_min) failed_ = true;
    return failed_ ? 0 : number;
  }
  void fail() { failed_ = true; }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view next(std::size_t size) {
    if (size > rest_.size()) failed_ = true;
    if (failed_) return {};
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::string_view rest_;
  bool failed_ = false;
};

template <typename Stream, typename... Field>
void each(Stream& stream, Field&... field) {
  (stream(field), ...);
}

template <typename Stream>
void fields(Stream& s, std::string& text) {
  s(text);
}
template <typename Stream>
void fields(Stream& s, Day& day) {
  s(day);
}
template <typename Stream>
void fields(Stream& s, exposure::VulnerabilityIndex& index) {
  s(index);
}
template <typename Stream>
void fields(Stream& s, exposure::Severity& severity) {
  s(severity);
}
template <typename Stream>
void fields(Stream& s, exposure::Circumstance& circumstance) {
  s(circumstance);
}
template <typename Stream>
void fields(Stream& s, lifecycle::SupportDates& r) {
  each(s, r.edition, r.mainstream_until, r.extended_until, r.citation);
}
template <typename Stream>
void fields(Stream& s, lifecycle::Release& r) {
  each(s, r.id, r.name, r.kind, r.version, r.build, r.service_pack, r.words, r.lacks, r.family, r.support);
}
template <typename Stream>
void fields(Stream& s, lifecycle::EditionWord& r) {
  each(s, r.word, r.edition);
}
template <typename Stream>
void fields(Stream& s, lifecycle::Enrolment& r) {
  each(s, r.id, r.title, r.release, r.edition, r.from, r.until, r.citation);
}
template <typename Stream>
void fields(Stream& s, lifecycle::Program& r) {
  each(s, r.id, r.title, r.vendor);
}
template <typename Stream>
void fields(Stream& s, lifecycle::ProgramCycle& r) {
  each(s, r.program, r.name, r.title, r.until, r.paid_until, r.supported_on, r.ended_by, r.terms, r.citation);
}
template <typename Stream>
void fields(Stream& s, lifecycle::CycleKey& r) {
  each(s, r.text, r.cycle);
}
template <typename Stream>
void fields(Stream& s, lifecycle::NamePattern& r) {
  each(s, r.begins, r.words, r.lacks, r.publishers);
}
template <typename Stream>
void fields(Stream& s, lifecycle::ProgramName& r) {
  fields(s, r.pattern);
  each(s, r.program, r.cycle_from, r.keys);
}
template <typename Stream>
void fields(Stream& s, lifecycle::EntryName& r) {
  fields(s, r.pattern);
  s(r.kind);
}
template <typename Stream>
void fields(Stream& s, std::vector<std::string>& words) {
  s(words);
}
template <typename Stream>
void fields(Stream& s, lifecycle::ReleaseName& r) {
  each(s, r.name, r.id, r.words, r.lacks, r.releases);
}
template <typename Stream>
void fields(Stream& s, estate::ColumnName& r) {
  each(s, r.header, r.meaning.attribute, r.meaning.tag, r.from, r.rank);
}
template <typename Stream>
void fields(Stream& s, estate::SourceSystem& r) {
  each(s, r.source, r.system, r.counts);
}
template <typename Stream>
void fields(Stream& s, estate::Liar& r) {
  each(s, r.kind, r.match, r.value, r.note);
}
template <typename Stream>
void content(Stream& s, estate::IdentityRules& r) {
  for (estate::KindRule& kind : r.kinds) each(s, kind.aspect, kind.agree, kind.differ, kind.differ_later, kind.shared);
  each(s, r.liars, r.threshold, r.rival, r.beside, r.slip, r.gap, r.claim_margin, r.gap_days, r.further_percent,
       r.followed_max);
}
template <typename Stream>
void fields(Stream& s, exposure::Citation& r) {
  each(s, r.name, r.publisher, r.dated, r.sha256);
}
template <typename Stream>
void fields(Stream& s, update::Update& r) {
  each(s, r.kb, r.released, r.release_known);
}
template <typename Stream>
void fields(Stream& s, update::Family& r) {
  each(s, r.name, r.alternatives_from, r.cumulative_only);
}
template <typename Stream>
void fields(Stream& s, update::LineMember& r) {
  each(s, r.family, r.component, r.update, r.kind);
}
template <typename Stream>
void fields(Stream& s, update::BuildRevision& r) {
  each(s, r.build, r.revision, r.update);
}
template <typename Stream>
void fields(Stream& s, exposure::Vulnerability& r) {
  each(s, r.year, r.number, r.published, r.exploited_since, r.due, r.ransomware, r.severity, r.impact, r.subsystem);
}
template <typename Stream>
void fields(Stream& s, exposure::Component& r) {
  each(s, r.name, r.versions, r.in_place);
}
template <typename Stream>
void fields(Stream& s, exposure::Product& r) {
  each(s, r.name, r.release, r.architecture, r.core, r.family, r.assessed_from, r.assessed_until, r.rows_begin,
       r.rows_end);
}
template <typename Stream>
void fields(Stream& s, exposure::InBox& r) {
  each(s, r.release, r.component, r.version);
}
template <typename Stream>
void fields(Stream& s, exposure::Installer& r) {
  each(s, r.kb, r.component, r.version);
}
template <typename Stream>
void fields(Stream& s, exposure::Statement& r) {
  each(s, r.vulnerability, r.product, r.says, r.citation);
}
template <typename Stream>
void fields(Stream& s, exposure::Availability& r) {
  each(s, r.update, r.withdrawn, r.since, r.citation);
}
template <typename Stream>
void fields(Stream& s, exposure::Incident& r) {
  each(s, r.id, r.title, r.vulnerabilities, r.not_held, r.citation);
}

template <typename Stream>
void fields(Stream& s, exposure::PolicyRule& r) {
  each(s, r.id, r.demands, r.of_unsupported, r.severities, r.whole_update, r.listing, r.needs, r.unless, r.clock,
       r.days, r.citation);
}
template <typename Stream>
void fields(Stream& s, exposure::Policy& r) {
  each(s, r.id, r.scheme, r.title, r.publisher, r.scope, r.published, r.from, r.until, r.superseded_by, r.conflicts,
       r.citation, r.rules);
}

template <typename Stream>
void fields(Stream& s, double& number) {
  s(number);
}
template <typename Stream>
void fields(Stream& s, exposure::Subsystem& r) {
  each(s, r.id, r.role, r.introduced);
}
template <typename Stream>
void fields(Stream& s, exposure::Relative& r) {
  each(s, r.release, r.name, r.generation, r.server, r.available, r.citation);
}
template <typename Stream>
void fields(Stream& s, exposure::Precedent& r) {
  each(s, r.situation, r.cases, r.affected, r.expected);
}
template <typename Stream>
void content(Stream& s, exposure::PresumptionModel& model) {
  for (exposure::PresumptionPart* part : {&model.beside, &model.apart}) each(s, part->coefficients, part->precedents);
  s(model.shared_error);
  for (exposure::ReliabilityBin& bin : model.reliability) each(s, bin.cases, bin.expected, bin.affected);
}

template <typename Stream>
void content(Stream& s, readiness::Rulebook& book) {
  if constexpr (Stream::reading) {
    std::string bytes;
    s(bytes);
    auto read = rulebook_from(bytes);
    if (read) book = std::move(*read);
    if (!read) s.fail();
  } else {
    s(rulebook_bytes(book));
  }
}

// The large tables go by columns: neighbours are alike, and zstd finds that.
template <typename Stream>
void columns(Stream& s, std::vector<exposure::Row>& rows) {
  using exposure::Row;
  if constexpr (Stream::reading) {
    rows.resize(s.count(8));
  } else {
    s(static_cast<std::uint32_t>(rows.size()));
  }
  s.column(rows, &Row::vulnerability);
  s.column(rows, &Row::update);
  s.column(rows, &Row::component);
  s.column(rows, &Row::first_seen);
  s.column(rows, &Row::last_seen);
}
template <typename Stream>
void columns(Stream& s, std::vector<update::Containment>& rows) {
  using update::Containment;
  if constexpr (Stream::reading) {
    rows.resize(s.count(7));
  } else {
    s(static_cast<std::uint32_t>(rows.size()));
  }
  s.column(rows, &Containment::family);
  s.column(rows, &Containment::newer);
  s.column(rows, &Containment::older);
  s.column(rows, &Containment::basis);
  s.column(rows, &Containment::first_seen);
}

template <typename Stream>
void content(Stream& s, Pack& pack) {
  lifecycle::Catalogue& catalogue = pack.catalogue;
  exposure::Facts& facts = pack.facts;
  lifecycle::ProgramCatalogue& programs = catalogue.programs;
  each(s, catalogue.releases, catalogue.edition_words, catalogue.enrolments, catalogue.names, pack.columns.names,
       pack.systems);
  each(s, programs.programs, programs.cycles, programs.names, programs.entries);
  each(s, facts.citations, facts.snapshots, facts.data_days, facts.conflicts);
  each(s, facts.updates.updates, facts.updates.families, facts.updates.line_members, facts.updates.builds);
  columns(s, facts.updates.containments);
  each(s, facts.vulnerabilities, facts.components, facts.products);
  columns(s, facts.rows);
  each(s, facts.in_box, facts.installers, facts.statements, facts.availability, facts.incidents, facts.policies);
  each(s, facts.subsystems, facts.lineage);
  content(s, facts.presumption);
  content(s, pack.identity);
  content(s, pack.rulebook);
}

template <typename T, typename Check>
bool all(const std::vector<T>& records, Check check) {
  for (const T& record : records)
    if (!check(record)) return false;
  return true;
}

template <typename T, typename Key>
bool ascending(const std::vector<T>& records, Key key) {
  for (std::size_t i = 1; i < records.size(); i++)
    if (key(records[i]) < key(records[i - 1])) return false;
  return true;
}

bool is_consistent(const exposure::PolicyRule& rule) {
  using exposure::Circumstance;
  return rule.clock <= exposure::Clock::detected && rule.listing <= exposure::Listing::not_listed &&
         (!rule.unless || *rule.unless <= Circumstance::isolated) &&
         all(rule.severities, [](const auto& each) { return each <= exposure::Severity::critical; }) &&
         all(rule.needs, [](const auto& each) { return each <= Circumstance::isolated; });
}

// Everything that recognising a program takes for granted.
bool is_consistent(const lifecycle::ProgramCatalogue& catalogue) {
  constexpr std::size_t index_max = 65535;
  const auto is_program = [&](std::size_t index) { return index < catalogue.programs.size(); };
  const auto begins = [](const auto& r) -> const std::string& { return r.pattern.begins; };
  return catalogue.programs.size() <= index_max && catalogue.cycles.size() <= index_max &&
         ascending(catalogue.names, begins) && ascending(catalogue.entries, begins) &&
         all(catalogue.cycles,
             [&](const auto& r) {
               return is_program(r.program) && (!r.paid_until || (r.until && *r.until <= *r.paid_until));
             }) &&
         all(catalogue.names,
             [&](const auto& r) {
               const auto is_own = [&](const auto& key) {
                 return key.cycle < catalogue.cycles.size() && catalogue.cycles[key.cycle].program == r.program;
               };
               return is_program(r.program) && r.cycle_from <= lifecycle::CycleFrom::fixed &&
                      ascending(r.keys, [](const auto& key) -> const std::string& { return key.text; }) &&
                      all(r.keys, is_own) && (r.cycle_from != lifecycle::CycleFrom::fixed || r.keys.size() == 1);
             }) &&
         all(catalogue.entries, [](const auto& r) {
           return r.kind > lifecycle::EntryKind::program && r.kind < lifecycle::EntryKind::unmatched;
         });
}

// Everything that a presumption takes for granted.
bool is_consistent(const exposure::PresumptionPart& part) {
  const bool fitted = part.coefficients.size() == exposure::feature_count;
  return (fitted || (part.coefficients.empty() && part.precedents.empty())) &&
         ascending(part.precedents, [](const auto& r) { return r.situation; }) &&
         all(part.precedents, [](const auto& r) {
           return r.cases > 0 && r.affected >= 0 && r.affected <= r.cases && r.expected > 0 && r.expected < r.cases;
         });
}
bool is_consistent_lineage(const exposure::Facts& facts) {
  return facts.lineage.size() <= exposure::relatives_max &&
         ascending(facts.lineage, [](const auto& r) { return r.generation; }) &&
         all(facts.subsystems, [](const auto& r) { return r.role <= exposure::Role::apart; }) &&
         all(facts.vulnerabilities,
             [&](const auto& r) {
               return r.impact < static_cast<exposure::Impact>(exposure::impact_count) &&
                      (facts.subsystems.empty() || r.subsystem < facts.subsystems.size());
             }) &&
         is_consistent(facts.presumption.beside) && is_consistent(facts.presumption.apart) &&
         facts.presumption.shared_error >= 0;
}

// Everything that deciding identity takes for granted: small enough that no sum overflows, and on the right side of 0.
bool is_consistent(const estate::IdentityRules& rules) {
  constexpr estate::Weight weight_max = 1000;
  const auto adds = [](estate::Weight weight) { return weight >= 0 && weight <= weight_max; };
  const auto takes = [](estate::Weight weight) { return weight <= 0 && weight >= -weight_max; };
  return std::all_of(rules.kinds.begin(), rules.kinds.end(),
                     [&](const estate::KindRule& r) {
                       return r.aspect <= estate::Aspect::label && adds(r.agree) && takes(r.differ) &&
                              takes(r.differ_later) && adds(r.shared);
                     }) &&
         std::is_sorted(rules.liars.begin(), rules.liars.end()) &&
         all(rules.liars,
             [](const estate::Liar& r) {
               return r.kind <= estate::IdentifierKind::domain && r.match <= estate::LiarMatch::only &&
                      !r.value.empty();
             }) &&
         adds(rules.threshold) && takes(rules.rival) && adds(rules.beside) && takes(rules.slip) && takes(rules.gap) &&
         adds(rules.claim_margin) && rules.gap_days > 0 && rules.further_percent <= 100 && rules.followed_max > 0;
}

// Everything that the judges take for granted. A pack that our own builder wrote passes; one that was damaged with its
// hash recomputed does not get past here.
bool is_consistent(const Pack& pack) {
  const exposure::Facts& facts = pack.facts;
  const update::UpdateFacts& updates = facts.updates;
  const auto is_update = [&](std::size_t index) { return index < updates.updates.size(); };
  const auto is_family = [&](std::size_t index) { return index < updates.families.size(); };
  const auto is_vulnerability = [&](std::size_t index) { return index < facts.vulnerabilities.size(); };
  const auto is_component = [&](std::size_t index) { return index < facts.components.size(); };
  constexpr std::size_t index_max = 65535;

  return updates.updates.size() <= index_max && facts.vulnerabilities.size() <= index_max &&
         facts.components.size() <= index_max && facts.products.size() <= index_max && !facts.components.empty() &&
         facts.snapshots.size() < exposure::from_data && facts.data_days.size() < exposure::from_data &&
         ascending(facts.snapshots, [](Day day) { return day; }) &&
         ascending(updates.updates, [](const auto& r) { return r.kb; }) &&
         ascending(updates.containments, [](const auto& r) { return r.family; }) &&
         ascending(updates.line_members, [](const auto& r) { return r.family; }) &&
         ascending(facts.vulnerabilities, [](const auto& r) { return (std::uint64_t{r.year} << 32) | r.number; }) &&
         all(facts.vulnerabilities, [](const auto& r) { return r.severity <= exposure::Severity::critical; }) &&
         all(updates.containments,
             [&](const auto& r) {
               return is_family(r.family) && is_update(r.newer) && is_update(r.older) && r.basis <= update::Basis::line;
             }) &&
         all(updates.line_members,
             [&](const auto& r) {
               return is_family(r.family) && is_update(r.update) && is_component(r.component) &&
                      r.kind <= update::LineKind::security_only;
             }) &&
         all(updates.builds, [&](const auto& r) { return is_update(r.update); }) &&
         all(facts.products,
             [&](const auto& r) {
               return is_family(r.family) && r.rows_begin <= r.rows_end && r.rows_end - r.rows_begin <= index_max &&
                      r.rows_end <= facts.rows.size() && r.architecture <= estate::Architecture::ia64 &&
                      r.assessed_from.has_value() == r.assessed_until.has_value();
             }) &&
         all(facts.rows,
             [&](const auto& r) {
               const bool ours = r.last_seen == exposure::from_data;
               return is_vulnerability(r.vulnerability) && is_update(r.update) && is_component(r.component) &&
                      (ours ? r.first_seen < facts.data_days.size()
                            : r.first_seen <= r.last_seen && r.last_seen < facts.snapshots.size());
             }) &&
         all(facts.statements,
             [&](const auto& r) { return is_vulnerability(r.vulnerability) && r.product < facts.products.size(); }) &&
         all(facts.availability, [&](const auto& r) { return is_update(r.update); }) &&
         all(facts.incidents, [&](const auto& r) { return all(r.vulnerabilities, is_vulnerability); }) &&
         all(facts.policies,
             [](const auto& r) { return all(r.rules, [](const auto& rule) { return is_consistent(rule); }); }) &&
         all(pack.catalogue.releases, [](const auto& r) { return r.kind <= lifecycle::Kind::server; }) &&
         is_consistent_lineage(facts) && is_consistent(pack.catalogue.programs) && is_consistent(pack.identity) &&
         all(pack.systems, [](const auto& r) { return !r.source.empty() && !r.system.empty(); }) &&
         all(pack.columns.names, [](const auto& r) {
           return r.meaning.attribute <= estate::Attribute::secure_boot && r.rank <= estate::HeaderRank::weak &&
                  r.meaning.tag.empty() == (r.meaning.attribute != estate::Attribute::tag);
         });
}

}  // namespace

std::string content_of(const Pack& pack) {
  Writer writer;
  content(writer, const_cast<Pack&>(pack));
  return writer.take();
}

std::string write_pack(const Pack& pack) { return wrap_content(content_of(pack)); }

std::string wrap_content(std::string_view bytes) { return sealed(pack_seal, bytes); }

Result<std::uint64_t> unpacked_bytes(std::string_view bytes) { return unsealed_bytes(pack_seal, bytes); }

Result<Pack> read_pack(std::string_view bytes) {
  Unsealed file = SHOAL_TRY(unsealed(pack_seal, bytes));
  Pack pack;
  Reader reader(file.content);
  content(reader, pack);
  if (reader.failed() || !reader.at_end()) return pack_seal.is_bad("ends early or late");
  if (!is_consistent(pack)) return pack_seal.is_bad("refers to what it does not hold");
  pack.facts.pack_id = std::move(file.sha256);
  return pack;
}

}  // namespace shoal::knowledge
