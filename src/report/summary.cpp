#include "report/summary.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/policies.hpp"
#include "report/presumed.hpp"
#include "report/programs.hpp"

namespace shoal::report {
namespace {

using exposure::Doubt;
using exposure::Verdict;

constexpr std::size_t list_max = 10;
constexpr std::size_t bar_width = 30;

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string right_aligned(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

// A bar whose length is a share of the whole. What is there at all shows at least one mark.
std::string bar(std::uint64_t part, std::uint64_t whole, char mark) {
  if (part == 0 || whole == 0) return {};
  const auto length = static_cast<std::size_t>((part * bar_width + whole / 2) / whole);
  return std::string(std::max<std::size_t>(length, 1), mark);
}

char mark_of(const std::optional<lifecycle::Phase>& phase) {
  switch (phase.value_or(lifecycle::Phase::unknown)) {
    case lifecycle::Phase::mainstream:
    case lifecycle::Phase::extended:
      return '=';
    case lifecycle::Phase::paid:
      return '+';
    case lifecycle::Phase::none:
      return '#';
    case lifecycle::Phase::unknown:
      break;
  }
  return '?';
}

char mark_of(exposure::Change change) {
  switch (change) {
    case exposure::Change::migrated:
    case exposure::Change::patched:
    case exposure::Change::more_told:
      return '=';
    case exposure::Change::worsened:
      return '#';
    case exposure::Change::unchanged:
    case exposure::Change::appeared:
      return '-';
    case exposure::Change::less_told:
    case exposure::Change::not_judged:
    case exposure::Change::gone_silent:
    case exposure::Change::unclear:
      break;
  }
  return '?';
}

class Summary {
 public:
  explicit Summary(const Subject& subject)
      : subject_(subject), totals_(exposure::totals_of(subject.assessment)), releases_(release_figures(subject)) {}

  std::string text() {
    head();
    support();
    changes();
    verdicts();
    releases();
    presumed();
    policies();
    exploited();
    questions();
    worst();
    install();
    programs();
    undecided();
    set_aside();
    return std::move(out_);
  }

 private:
  void line(const std::string& text = {}) { out_ += text + "\n"; }
  void title(const std::string& text) {
    line();
    line(text);
  }
  void row(const std::string& label, std::uint64_t number, const std::string& rest = {}) {
    line("  " + padded(label, 22) + right_aligned(grouped(number), 14) + (rest.empty() ? "" : "  " + rest));
  }

  void head() {
    const exposure::Assessment& assessment = subject_.assessment;
    line(counted(totals_.devices, "device", "devices") + " in " +
         counted(assessment.states.size(), "patch state", "patch states") + ", from " +
         counted(subject_.files, "file", "files") + ", as of " + to_string(assessment.as_of));
    if (!subject_.where.filter.empty())
      line("Of " + counted(subject_.where.devices, "device", "devices") +
           " read, only those that the filter means: " + subject_.where.filter);
    if (const auto activities = activities_of(subject_)) line("Of these " + spelled(*activities));
    std::string known = "Known at " + to_string(assessment.known_at);
    if (!assessment.known_exactly) known += " (approximately: no snapshot of that day is held)";
    known += ": pack " + subject_.facts.pack_id.substr(0, 12);
    if (!subject_.facts.snapshots.empty())
      known += ", the vendor's lists of " + to_string(subject_.facts.snapshots.back());
    for (const exposure::Citation& citation : subject_.facts.citations)
      if (citation.name == "known exploited vulnerabilities")
        known += ", exploited ones of " + to_string(citation.dated);
    line(known);
    for (const std::string& enrolment : assessment.enrolled) line("Taken as enrolled, every device: " + enrolment);
  }

  void support() {
    title("Support on that day" + std::string(17, ' ') + "devices");
    std::uint64_t total = 0;
    for (const SupportFigure& figure : support_figures(totals_)) {
      row(std::string(figure.label), figure.devices, bar(figure.devices, totals_.devices, mark_of(figure.phase)));
      total += figure.devices;
    }
    row("sum", total);
  }

  // Each day has a column of its own, which sums to its devices.
  void changes() {
    if (subject_.compared == nullptr) return;
    const exposure::Comparison& comparison = subject_.compared->comparison;
    title("Since the earlier export" + right_aligned("devices then", 14) + right_aligned("now", 14));
    if (!subject_.where.filter.empty()) line("  those that the filter means on either day");
    const std::uint64_t both = comparison.before + comparison.after;
    for (std::size_t i = 0; i < exposure::change_count; i++) {
      const auto change = static_cast<exposure::Change>(i);
      const ChangeFigure figure = change_figure(comparison, change);
      row(std::string(exposure::spelled(change)), figure.before,
          right_aligned(grouped(figure.after), 12) +
              (figure.before + figure.after == 0 ? ""
                                                 : "  " + bar(figure.before + figure.after, both, mark_of(change))));
    }
    row("sum", comparison.before, right_aligned(grouped(comparison.after), 12));
    line("  on devices that kept their release, devices x vulnerabilities: " + grouped(comparison.closed) +
         " closed, " + grouped(comparison.opened) + " opened");
    migrations();
    for (const auto change : {exposure::Change::worsened, exposure::Change::gone_silent, exposure::Change::unclear})
      name_changed(change);
    if (const std::uint64_t count = estate::count_of(subject_.compared->set_aside); count > 0)
      line("  of the earlier export were set aside: " + grouped(count) + " (--format json names them)");
  }

  void migrations() {
    const std::vector<MigrationFigure> figures = migration_figures(subject_.compared->comparison);
    for (std::size_t i = 0; i < std::min(figures.size(), list_max); i++)
      line("  " + padded(std::string(figures[i].from) + " to " + std::string(figures[i].to), 54) +
           right_aligned(counted(figures[i].devices, "device", "devices"), 16));
    more(figures.size());
  }

  // Devices of one name stand there once: more than the name is not known of them.
  void name_changed(exposure::Change change) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < subject_.compared->devices.size(); i++)
      if (subject_.compared->comparison.devices[i].change == change) names.insert(subject_.compared->devices[i].name);
    if (names.empty()) return;
    std::string told;
    std::size_t count = 0;
    for (const std::string_view name : names)
      if (++count <= list_max) told += (told.empty() ? "" : ", ") + std::string(name);
    if (count > list_max) told += " and " + grouped(count - list_max) + " more";
    line("  " + padded(std::string(exposure::spelled(change)) + ":", 13) + told);
  }

  void verdicts() {
    title("Verdicts" + std::string(17, ' ') + "devices x vulnerabilities   known to be exploited");
    const auto verdict_row = [&](Verdict verdict, const std::string& rest = {}) {
      const auto at = static_cast<std::size_t>(verdict);
      row(std::string(exposure::spelled(verdict)), totals_.by_verdict[at],
          right_aligned(grouped(totals_.exploited[at]), 24) + (rest.empty() ? "" : "  " + rest));
    };
    verdict_row(Verdict::fixed);
    verdict_row(Verdict::missing, grouped(totals_.missing_by_obtainable[0]) + " public, " +
                                      grouped(totals_.missing_by_obtainable[1]) + " by enrolment, " +
                                      grouped(totals_.missing_by_obtainable[2]) + " withdrawn");
    verdict_row(Verdict::no_fix);
    verdict_row(Verdict::presumed, totals_.by_verdict[static_cast<std::size_t>(Verdict::presumed)] == 0
                                       ? ""
                                       : "affected: " + expected_text(totals_.presumed.expected, totals_.presumed.low,
                                                                      totals_.presumed.high));
    verdict_row(Verdict::unassessed);
    row("considered", totals_.considered);
    for (std::size_t i = 1; i < exposure::doubt_count; i++)
      if (totals_.by_doubt[i] > 0)
        line("    unassessed: " + padded(std::string(exposure::spelled(static_cast<Doubt>(i))), 18) +
             right_aligned(grouped(totals_.by_doubt[i]), 12));
    if (totals_.not_considered > 0)
      line("    not considered: " + grouped(totals_.not_considered) +
           " of components that nothing shows to be present");
  }

  void releases() {
    title("Release" + std::string(33, ' ') +
          "devices  support until           fixed   missing    no_fix   in doubt   presumed  never assessed");
    for (const ReleaseFigure& figure : releases_.releases)
      if (figure.devices > 0)
        line("  " + padded(figure.label, 38) + right_aligned(grouped(figure.devices), 7) + "  " +
             padded(figure.until, 21) + right_aligned(grouped(figure.fixed), 9) +
             right_aligned(grouped(figure.missing), 10) + right_aligned(grouped(figure.no_fix), 10) +
             right_aligned(grouped(figure.doubted), 11) + right_aligned(grouped(figure.presumed), 11) +
             right_aligned(grouped(figure.outside), 16));
    line("  never assessed: published outside the days of assessment, and no relative tells; not known to be safe");
  }

  // Of one device each: devices of a product share what is presumed.
  void presumed() {
    const std::vector<PresumedFigure> figures = presumed_figures(subject_, releases_);
    if (figures.empty()) return;
    title("Presumed on each device" + std::string(17, ' ') +
          "devices    of these   affected   with 90 % between   known exploited");
    for (const PresumedFigure& figure : figures) {
      const exposure::Outside& outside = figure.view->outside();
      line("  " + padded(releases_.releases[figure.release].label, 38) + right_aligned(grouped(figure.devices), 7) +
           right_aligned(grouped(outside.presumed), 12) + right_aligned(whole_text(outside.expected.expected), 11) +
           right_aligned(whole_text(outside.expected.low()) + " and " + whole_text(outside.expected.high()), 20) +
           right_aligned(whole_text(outside.expected_exploited.expected), 18));
    }
    line(
        "  published after the vendor stopped assessing the release, and judged by its relatives: an estimate, in no "
        "count of what is known");
  }

  void policies() {
    title("Policies on that day");
    for (const PolicyFigure& figure : policy_figures(subject_, releases_)) policy(figure);
  }

  void policy(const PolicyFigure& figure) {
    if (figure.scheme.policy == nullptr) return line("  " + figure.scheme.scheme + ": " + figure.scheme.says);
    const exposure::Policy& policy = *figure.scheme.policy;
    line("  " + policy.title + ", in force from " + to_string(policy.from) + "; " + policy.publisher);
    const auto told = [&](const char* label, const std::string& text) { line("    " + padded(label, 10) + text); };
    std::string devices, findings;
    for (std::size_t i = 0; i < device_stance_count; i++)
      devices += grouped(figure.devices[i]) + " " + std::string(spelled(static_cast<DeviceStance>(i))) + ", ";
    told("devices", devices + "sum " + grouped(totals_.devices));
    for (const auto stance : {exposure::Stance::over, exposure::Stance::unassessed, exposure::Stance::due,
                              exposure::Stance::ok, exposure::Stance::not_covered})
      findings += grouped(figure.of(stance)) + " " + std::string(exposure::spelled(stance)) + ", ";
    told("findings", findings + "sum " + grouped(figure.open));
    if (figure.worst_days_over > 0)
      told("worst",
           std::string("over by ") + (figure.worst_estimated ? "about " : "") +
               counted(figure.worst_days_over, "day", "days") +
               (figure.estimated > 0 ? "; " + grouped(figure.estimated) + " are over by an estimated day" : ""));
    for (std::size_t i = 0; i < std::min(figure.unsupported.size(), list_max); i++) {
      const UnsupportedFigure& release = figure.unsupported[i];
      told("support", counted(release.devices, "device", "devices") + " on " + releases_.releases[release.place].label +
                          ": " + exposure::spelled(release.stance));
    }
    more(figure.unsupported.size());
    for (const LackFigure& lack : lack_figures(figure))
      told("lacking", "for " + grouped(lack.findings) + ": " + std::string(exposure::what_lacks(lack.lack)));
  }

  void exploited() {
    const std::vector<ExploitedFigure> worst = exploited_figures(subject_, releases_);
    title("Known to be exploited and open: " + counted(worst.size(), "vulnerability", "vulnerabilities"));
    if (worst.empty()) return;
    line("  " + padded("", 16) + "    missing     no_fix   in doubt   presumed");
    for (std::size_t i = 0; i < std::min(worst.size(), list_max); i++) {
      const exposure::Vulnerability& known = subject_.facts.vulnerabilities[worst[i].vulnerability];
      line("  " + padded(exposure::spelled(known), 16) + right_aligned(grouped(worst[i].missing), 11) +
           right_aligned(grouped(worst[i].no_fix), 11) + right_aligned(grouped(worst[i].doubted), 11) +
           right_aligned(grouped(worst[i].presumed), 11) + " devices" +
           (known.ransomware ? "  used in ransomware" : ""));
    }
    more(worst.size());
  }

  void more(std::size_t size) {
    if (size > list_max) line("  and " + grouped(size - list_max) + " more (--format json has all)");
  }

  void tally_lines(const Tally& tally) {
    for (std::size_t i = 0; i < exposure::answer_count; i++)
      row(std::string(exposure::spelled(static_cast<exposure::Answer>(i))), tally.devices[i],
          bar(tally.devices[i], totals_.devices,
              i == 0   ? '='
              : i == 1 ? '#'
                       : '?'));
    row("unassessable", tally.unassessable, bar(tally.unassessable, totals_.devices, '?'));
    row("sum", totals_.devices);
  }

  void questions() {
    for (const exposure::Incident* incident : subject_.incidents) {
      title("Incident " + incident->id + ": " + incident->title);
      std::string cves;
      for (const auto vulnerability : incident->vulnerabilities)
        cves += (cves.empty() ? "" : ", ") + exposure::spelled(subject_.facts.vulnerabilities[vulnerability]);
      for (const std::string& cve : incident->not_held) cves += (cves.empty() ? "" : ", ") + cve + " (not held)";
      line("  " + cves);
      tally_lines(tally_incident(subject_, *incident));
      name_devices([&](const auto& device) { return answer_for(subject_, device, *incident); });
    }
    for (const std::uint32_t kb : subject_.updates) {
      title("Update KB" + std::to_string(kb) + ", or one that contains it");
      tally_lines(tally_update(subject_, kb));
      name_devices([&](const auto& device) { return answer_for(subject_, device, kb); });
    }
  }

  template <typename Ask>
  void name_devices(Ask ask) {
    for (const char* answer : {"lacks", "cannot_tell"}) {
      std::string names;
      std::size_t count = 0;
      for (const exposure::JudgedDevice& device : subject_.assessment.devices) {
        if (ask(device) != answer || ++count > list_max) continue;
        names += (names.empty() ? "" : ", ") + device_of(subject_, device).name;
      }
      if (count > list_max) names += " and " + grouped(count - list_max) + " more";
      if (count > 0) line("  " + padded(std::string(answer) + ":", 13) + names);
    }
  }

  void worst() {
    title("Worst devices" + std::string(42, ' ') + "exploited, open   missing   presumed   unassessed");
    for (const DeviceFigure& figure : worst_devices(subject_, list_max))
      line("  " + padded(device_of(subject_, *figure.device).name.substr(0, 24), 26) +
           padded(release_of(subject_, *figure.device)->release->name.substr(0, 24), 27) +
           right_aligned(grouped(figure.exploited), 15) + right_aligned(grouped(figure.open), 10) +
           right_aligned(grouped(figure.presumed), 11) + right_aligned(grouped(figure.unassessed), 13));
  }

  void install() {
    const InstallFigures figures = install_figures(subject_, releases_);
    title("What to install: " + counted(figures.updates.size(), "update", "updates") +
          (figures.smallest ? ", the fewest for each device" : ", few for each device"));
    if (!figures.updates.empty()) line("  " + padded("", 36) + "devices  if not there   closes  of them exploited");
    for (std::size_t i = 0; i < std::min(figures.updates.size(), list_max); i++) {
      const InstallFigure& figure = figures.updates[i];
      line("  " + padded("KB" + std::to_string(figure.kb) + "  of " + to_string(figure.released), 36) +
           right_aligned(grouped(figure.devices), 7) + right_aligned(grouped(figure.unsure), 14) +
           right_aligned(grouped(figure.closes), 9) + right_aligned(grouped(figure.exploited), 19));
    }
    more(figures.updates.size());
    if (figures.out_of_reach > 0)
      line("  " + grouped(figures.out_of_reach) +
           " missing fixes cannot be had: they need an enrolment that no device is said to hold, or were withdrawn");
  }

  void programs() {
    const ProgramFigures figures = program_figures(subject_);
    if (figures.listed() == 0) return;
    title("Programs of others" + std::string(19, ' ') + "devices");
    const auto stance_row = [&](const char* label, ProgramStance stance, char mark) {
      row(label, figures.of(stance), bar(figures.of(stance), totals_.devices, mark));
    };
    stance_row("some not supported", ProgramStance::ended, '#');
    stance_row("cannot tell", ProgramStance::undecided, '?');
    stance_row("all supported", ProgramStance::none_ended, '=');
    stance_row("no list of programs", ProgramStance::not_listed, '?');
    row("sum", totals_.devices);
    line();
    std::size_t shown = 0, ended = 0;
    for (const ProductFigure& figure : figures.products) {
      if (figure.standing.support != lifecycle::ProgramSupport::ended) break;
      if (ended++ >= list_max) continue;
      shown++;
      line("  " + padded(figure.title(), 44) + right_aligned(grouped(figure.devices.size()), 9) + "  " +
           figure.support());
    }
    if (ended > shown) more(ended);
    line("  " + grouped(figures.products.size() - ended) + " other products on these devices; " +
         counted(figures.unmatched.size(), "entry", "entries") + " that nothing here knows" +
         (figures.unmatched.empty() ? "" : ", most often:"));
    for (std::size_t i = 0; i < std::min(figures.unmatched.size(), list_max); i++) {
      const UnmatchedFigure& figure = figures.unmatched[i];
      line("    " + padded(figure.name + (figure.publisher.empty() ? "" : " (" + figure.publisher + ")"), 49) +
           right_aligned(grouped(figure.devices), 2));
    }
    more(figures.unmatched.size());
  }

  void undecided() {
    title("What could not be decided, and what would decide it");
    const auto devices_line = [&](std::string_view why, std::uint64_t devices, std::string_view text) {
      line("  " + padded(std::string(why), 18) + right_aligned(counted(devices, "device", "devices"), 16) + ": " +
           std::string(text));
    };
    const UndecidedFigures figures = undecided_figures(subject_);
    for (const auto& figure : figures.doubts)
      devices_line(exposure::spelled(figure.doubt), figure.devices, exposure::what_decides(figure.doubt));
    for (const auto& figure : figures.reasons)
      devices_line("not judged", figure.devices, subject_.assessment.reasons[static_cast<std::size_t>(figure.reason)]);
    // Files of one machine from two days, or two machines of one name: which of the two is the register's question.
    if (figures.same_name > 0)
      devices_line("same name", figures.same_name, "counted as they were found; some may be one machine seen twice");
  }

  void set_aside() {
    if (subject_.set_aside.empty()) return;
    const std::uint64_t count = estate::count_of(subject_.set_aside);
    title("Set aside: " + counted(count, "file, row of a list or observation", "files, rows of lists or observations"));
    const auto named = subject_.set_aside.first(std::min(subject_.set_aside.size(), list_max));
    for (const estate::SetAside& aside : named) line("  " + aside.place + ": " + aside.reason);
    more(count - estate::count_of(named) + list_max);
  }

  const Subject& subject_;
  exposure::Totals totals_;
  ReleaseFigures releases_;
  std::string out_;
};

}  // namespace

std::string summary(const Subject& subject) { return Summary(subject).text(); }

}  // namespace shoal::report
