#include "report/summary.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"

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

std::string right(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

// A bar whose length is a share of the whole. What is there at all shows at least one mark.
std::string bar(std::uint64_t part, std::uint64_t whole, char mark) {
  if (part == 0 || whole == 0) return {};
  const auto length = static_cast<std::size_t>((part * bar_width + whole / 2) / whole);
  return std::string(std::max<std::size_t>(length, 1), mark);
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return grouped(number) + " " + std::string(number == 1 ? one : many);
}

class Summary {
 public:
  explicit Summary(const Subject& subject) : subject_(subject), totals_(exposure::totals_of(subject.assessment)) {}

  std::string text() {
    head();
    support();
    verdicts();
    releases();
    exploited();
    questions();
    worst();
    install();
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
    line("  " + padded(label, 22) + right(grouped(number), 14) + (rest.empty() ? "" : "  " + rest));
  }

  void head() {
    const exposure::Assessment& assessment = subject_.assessment;
    line(counted(totals_.devices, "device", "devices") + " in " +
         counted(assessment.states.size(), "patch state", "patch states") + ", from " +
         counted(subject_.files, "file", "files") + ", as of " + to_string(assessment.as_of));
    if (!subject_.where.filter.empty())
      line("Of " + counted(subject_.where.devices, "device", "devices") +
           " read, only those that the filter means: " + subject_.where.filter);
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
    const auto phase_row = [&](const std::string& label, std::uint64_t devices, char mark) {
      row(label, devices, bar(devices, totals_.devices, mark));
      total += devices;
    };
    const auto of = [&](lifecycle::Phase phase) {
      const auto found = totals_.by_phase.find(phase);
      return found == totals_.by_phase.end() ? std::uint64_t{0} : found->second;
    };
    phase_row("mainstream", of(lifecycle::Phase::mainstream), '=');
    phase_row("extended", of(lifecycle::Phase::extended), '=');
    phase_row("paid, enrolled", of(lifecycle::Phase::paid), '+');
    phase_row("none", of(lifecycle::Phase::none), '#');
    phase_row("no dates known", of(lifecycle::Phase::unknown), '?');
    phase_row("release unknown", totals_.unassessable, '?');
    row("sum", total);
  }

  void verdicts() {
    title("Verdicts" + std::string(17, ' ') + "devices x vulnerabilities   known to be exploited");
    const auto verdict_row = [&](Verdict verdict, const std::string& rest = {}) {
      const auto at = static_cast<std::size_t>(verdict);
      row(std::string(exposure::spelled(verdict)), totals_.by_verdict[at],
          right(grouped(totals_.exploited[at]), 24) + (rest.empty() ? "" : "  " + rest));
    };
    verdict_row(Verdict::fixed);
    verdict_row(Verdict::missing, grouped(totals_.missing_by_obtainable[0]) + " public, " +
                                      grouped(totals_.missing_by_obtainable[1]) + " by enrolment, " +
                                      grouped(totals_.missing_by_obtainable[2]) + " withdrawn");
    verdict_row(Verdict::no_fix);
    verdict_row(Verdict::presumed, "not estimated yet");
    verdict_row(Verdict::unassessed);
    row("considered", totals_.considered);
    for (std::size_t i = 1; i < exposure::doubt_count; i++)
      if (totals_.by_doubt[i] > 0)
        line("    unassessed: " + padded(std::string(exposure::spelled(static_cast<Doubt>(i))), 18) +
             right(grouped(totals_.by_doubt[i]), 12));
    if (totals_.not_considered > 0)
      line("    not considered: " + grouped(totals_.not_considered) +
           " of components that nothing shows to be present");
  }

  struct ReleaseSum {
    std::uint64_t devices = 0, fixed = 0, missing = 0, no_fix = 0, doubted = 0, outside = 0;
  };

  void releases() {
    std::map<std::tuple<std::string, std::string>, ReleaseSum> sums;
    std::map<std::tuple<std::string, std::string>, std::string> until;
    for (const exposure::JudgedDevice& device : subject_.assessment.devices) {
      const exposure::JudgedRelease* release = release_of(subject_, device);
      const std::tuple key(release == nullptr ? "(unknown)" : release->release->name,
                           release == nullptr ? "" : release->edition);
      ReleaseSum& sum = sums[key];
      sum.devices++;
      if (release != nullptr && release->standing.until)
        until[key] =
            std::string(lifecycle::spelled(release->standing.phase)) + " " + to_string(*release->standing.until);
      if (const exposure::JudgedState* state = state_of(subject_, device)) {
        const exposure::Counts& counts = state->judgement.counts;
        sum.fixed += counts.of(Verdict::fixed);
        sum.missing += counts.of(Verdict::missing);
        sum.no_fix += counts.of(Verdict::no_fix);
        sum.outside += counts.of(Doubt::outside_interval);
        sum.doubted += counts.of(Verdict::unassessed) - counts.of(Doubt::outside_interval);
      }
    }
    title("Release" + std::string(33, ' ') +
          "devices  support until           fixed   missing    no_fix   in doubt  never assessed");
    for (const auto& [key, sum] : sums) {
      const auto& [name, edition] = key;
      line("  " + padded(name + (edition.empty() || edition == "home-pro" ? "" : " (" + edition + ")"), 38) +
           right(grouped(sum.devices), 7) + "  " + padded(until.contains(key) ? until[key] : "?", 21) +
           right(grouped(sum.fixed), 9) + right(grouped(sum.missing), 10) + right(grouped(sum.no_fix), 10) +
           right(grouped(sum.doubted), 11) + right(grouped(sum.outside), 16));
    }
    line(
        "  never assessed: published outside the days between which the vendor assessed that release; not known to be "
        "safe");
  }

  void exploited() {
    struct Open {
      std::uint64_t missing = 0, no_fix = 0, doubted = 0;
    };
    std::map<exposure::VulnerabilityIndex, Open> open;
    for (const exposure::JudgedState& state : subject_.assessment.states)
      for (std::size_t i = 0; i < state.view->groups().size(); i++) {
        const exposure::Group& group = state.view->groups()[i];
        const exposure::Outcome& outcome = state.judgement.outcomes[i];
        if (group.exploited == 0 || !outcome.considered || outcome.verdict == Verdict::fixed) continue;
        for (const auto vulnerability : group.vulnerabilities) {
          const auto& since = subject_.facts.vulnerabilities[vulnerability].exploited_since;
          if (!since || *since > subject_.assessment.known_at) continue;
          Open& entry = open[vulnerability];
          (outcome.verdict == Verdict::missing  ? entry.missing
           : outcome.verdict == Verdict::no_fix ? entry.no_fix
                                                : entry.doubted) += state.devices;
        }
      }
    std::vector<std::pair<exposure::VulnerabilityIndex, Open>> worst(open.begin(), open.end());
    std::stable_sort(worst.begin(), worst.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.second.missing + a.second.no_fix, a.second.doubted) >
             std::tuple(b.second.missing + b.second.no_fix, b.second.doubted);
    });
    title("Known to be exploited and open: " + counted(worst.size(), "vulnerability", "vulnerabilities"));
    if (worst.empty()) return;
    line("  " + padded("", 16) + "    missing     no_fix   in doubt");
    for (std::size_t i = 0; i < std::min(worst.size(), list_max); i++) {
      const auto& [vulnerability, entry] = worst[i];
      const exposure::Vulnerability& known = subject_.facts.vulnerabilities[vulnerability];
      line("  " + padded(exposure::spelled(known), 16) + right(grouped(entry.missing), 11) +
           right(grouped(entry.no_fix), 11) + right(grouped(entry.doubted), 11) + " devices" +
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
    std::vector<const exposure::JudgedDevice*> devices;
    for (const exposure::JudgedDevice& device : subject_.assessment.devices)
      if (device.state >= 0) devices.push_back(&device);
    const auto badness = [&](const exposure::JudgedDevice* device) {
      const exposure::Counts& counts = state_of(subject_, *device)->judgement.counts;
      const auto exploited = counts.exploited[static_cast<std::size_t>(Verdict::missing)] +
                             counts.exploited[static_cast<std::size_t>(Verdict::no_fix)];
      return std::tuple(exploited, counts.of(Verdict::missing) + counts.of(Verdict::no_fix),
                        counts.of(Verdict::unassessed));
    };
    const auto name_of = [&](const exposure::JudgedDevice* device) -> const std::string& {
      return device_of(subject_, *device).name;
    };
    const std::size_t shown = std::min(devices.size(), list_max);
    std::partial_sort(devices.begin(), devices.begin() + static_cast<std::ptrdiff_t>(shown), devices.end(),
                      [&](const auto* a, const auto* b) {
                        return std::tuple(badness(b), name_of(a), a) < std::tuple(badness(a), name_of(b), b);
                      });
    title("Worst devices" + std::string(42, ' ') + "exploited, open   missing   unassessed");
    for (std::size_t i = 0; i < shown; i++) {
      const auto [exploited, missing, unassessed] = badness(devices[i]);
      line("  " + padded(name_of(devices[i]).substr(0, 24), 26) +
           padded(release_of(subject_, *devices[i])->release->name.substr(0, 24), 27) + right(grouped(exploited), 15) +
           right(grouped(missing), 10) + right(grouped(unassessed), 13));
    }
  }

  void install() {
    struct Planned {
      std::uint64_t devices = 0, unsure = 0, closes = 0, exploited = 0;
      Day released;
    };
    std::map<std::uint32_t, Planned> by_kb;
    std::uint64_t out_of_reach = 0;
    bool smallest = true;
    for (const exposure::JudgedState& state : subject_.assessment.states) {
      out_of_reach += std::uint64_t{state.install.out_of_reach} * state.devices;
      smallest = smallest && state.install.smallest;
      for (const exposure::Install& install : state.install.updates) {
        Planned& planned = by_kb[state.view->kb(install.update)];
        planned.released = state.view->released(install.update);
        (install.certain ? planned.devices : planned.unsure) += state.devices;
        planned.closes += std::uint64_t{install.closes} * state.devices;
        planned.exploited += std::uint64_t{install.exploited} * state.devices;
      }
    }
    std::vector<std::pair<std::uint32_t, Planned>> planned(by_kb.begin(), by_kb.end());
    std::stable_sort(planned.begin(), planned.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.second.exploited, a.second.closes) > std::tuple(b.second.exploited, b.second.closes);
    });
    title("What to install: " + counted(planned.size(), "update", "updates") +
          (smallest ? ", the fewest for each device" : ", few for each device"));
    if (!planned.empty()) line("  " + padded("", 36) + "devices  if not there   closes  of them exploited");
    for (std::size_t i = 0; i < std::min(planned.size(), list_max); i++) {
      const auto& [kb, entry] = planned[i];
      line("  " + padded("KB" + std::to_string(kb) + "  of " + to_string(entry.released), 36) +
           right(grouped(entry.devices), 7) + right(grouped(entry.unsure), 14) + right(grouped(entry.closes), 9) +
           right(grouped(entry.exploited), 19));
    }
    more(planned.size());
    if (out_of_reach > 0)
      line("  " + grouped(out_of_reach) +
           " missing fixes cannot be had: they need an enrolment that no device is said to hold, or were withdrawn");
  }

  void undecided() {
    title("What could not be decided, and what would decide it");
    for (std::size_t i = 1; i < exposure::doubt_count; i++) {
      const auto doubt = static_cast<Doubt>(i);
      std::uint64_t devices = 0;
      for (const exposure::JudgedState& state : subject_.assessment.states)
        if (state.judgement.counts.of(doubt) > 0) devices += state.devices;
      if (devices == 0) continue;
      line("  " + padded(std::string(exposure::spelled(doubt)), 18) + right(counted(devices, "device", "devices"), 16) +
           ": " + std::string(exposure::what_decides(doubt)));
    }
    std::map<std::int32_t, std::uint64_t> reasons;
    for (const exposure::JudgedDevice& device : subject_.assessment.devices)
      if (device.reason >= 0) reasons[device.reason]++;
    for (const auto& [reason, devices] : reasons)
      line("  " + padded("not judged", 18) + right(counted(devices, "device", "devices"), 16) + ": " +
           subject_.assessment.reasons[static_cast<std::size_t>(reason)]);
    same_names();
  }

  // Files of one machine from two days, or two machines of one name: which of the two is the register's question.
  void same_names() {
    std::map<std::string, std::uint64_t> names;
    for (const exposure::JudgedDevice& device : subject_.assessment.devices) names[device_of(subject_, device).name]++;
    std::uint64_t shared = 0;
    for (const auto& [name, devices] : names) shared += devices > 1 ? devices : 0;
    if (shared > 0)
      line("  " + padded("same name", 18) + right(counted(shared, "device", "devices"), 16) +
           ": counted as they were found; some may be one machine seen twice");
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
  std::string out_;
};

}  // namespace

std::string summary(const Subject& subject) { return Summary(subject).text(); }

}  // namespace shoal::report
