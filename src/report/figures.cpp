#include "report/figures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "report/presumed.hpp"

namespace shoal::report {
namespace {

using exposure::Counts;
using exposure::Verdict;

// Knowledge that is older than this on the day of knowledge is too old to rest on without saying so.
constexpr std::chrono::days knowledge_age_max{45};

std::uint32_t exploited_and_open(const Counts& counts) {
  return counts.exploited[static_cast<std::size_t>(Verdict::missing)] +
         counts.exploited[static_cast<std::size_t>(Verdict::no_fix)];
}

ReleaseFigure figure_of(const exposure::JudgedRelease* release) {
  ReleaseFigure figure;
  figure.release = release;
  figure.label = "(unknown)";
  figure.until = "?";
  if (release == nullptr) return figure;
  figure.label = release->release->name;
  if (!release->edition.empty() && release->edition != "home-pro") figure.label += " (" + release->edition + ")";
  if (release->standing.until)
    figure.until = std::string(lifecycle::spelled(release->standing.phase)) + " " + to_string(*release->standing.until);
  return figure;
}

void add_state(ReleaseFigure& figure, const exposure::JudgedState& state) {
  const Counts& counts = state.judgement.counts;
  const std::uint64_t devices = state.devices;
  figure.fixed += devices * counts.of(Verdict::fixed);
  figure.missing += devices * counts.of(Verdict::missing);
  figure.no_fix += devices * counts.of(Verdict::no_fix);
  figure.presumed += devices * counts.of(Verdict::presumed);
  figure.expected.add(state.view->outside().expected, devices);
  figure.outside += devices * counts.of(exposure::Doubt::outside_interval);
  figure.doubted += devices * (counts.of(Verdict::unassessed) - counts.of(exposure::Doubt::outside_interval));
}

// The releases of the estate in order of name and edition, and the place of each judged one among them.
std::vector<std::size_t> take_releases(const Subject& subject, std::vector<ReleaseFigure>& figures) {
  using Key = std::tuple<std::string, std::string>;
  const auto key_of = [](const exposure::JudgedRelease& release) {
    return Key(release.release->name, release.edition);
  };
  std::map<Key, const exposure::JudgedRelease*> ordered;
  for (const exposure::JudgedRelease& release : subject.assessment.releases) ordered.emplace(key_of(release), &release);
  std::map<Key, std::size_t> places;
  figures.push_back(figure_of(nullptr));
  for (const auto& [key, release] : ordered) {
    places[key] = figures.size();
    figures.push_back(figure_of(release));
  }
  std::vector<std::size_t> place_of_release;
  for (const exposure::JudgedRelease& release : subject.assessment.releases)
    place_of_release.push_back(places.at(key_of(release)));
  return place_of_release;
}

std::uint64_t devices_of_shared_names(const Subject& subject) {
  std::map<std::string_view, std::uint64_t> names;
  for (const estate::Device& device : subject.devices) names[device.name]++;
  std::uint64_t shared = 0;
  for (const auto& [name, devices] : names) shared += devices > 1 ? devices : 0;
  return shared;
}

}  // namespace

std::vector<SupportFigure> support_figures(const exposure::Totals& totals) {
  using lifecycle::Phase;
  std::vector<SupportFigure> figures{{Phase::mainstream, "mainstream"},
                                     {Phase::extended, "extended"},
                                     {Phase::paid, "paid, enrolled"},
                                     {Phase::none, "none"},
                                     {Phase::unknown, "no dates known"}};
  for (SupportFigure& figure : figures) {
    const auto found = totals.by_phase.find(*figure.phase);
    if (found != totals.by_phase.end()) figure.devices = found->second;
  }
  figures.push_back({std::nullopt, "release unknown", totals.unassessable});
  return figures;
}

ReleaseFigures release_figures(const Subject& subject) {
  const exposure::Assessment& assessment = subject.assessment;
  ReleaseFigures made;
  const std::vector<std::size_t> places = take_releases(subject, made.releases);
  made.of_state.resize(assessment.states.size());
  for (const exposure::JudgedDevice& device : assessment.devices) {
    const std::size_t place = device.release < 0 ? 0 : places[static_cast<std::size_t>(device.release)];
    made.of_device.push_back(place);
    made.releases[place].devices++;
    if (device.state >= 0) made.of_state[static_cast<std::size_t>(device.state)] = place;
  }
  for (std::size_t i = 0; i < assessment.states.size(); i++)
    add_state(made.releases[made.of_state[i]], assessment.states[i]);
  return made;
}

std::vector<ExploitedFigure> exploited_figures(const Subject& subject, const ReleaseFigures& releases) {
  std::map<exposure::VulnerabilityIndex, ExploitedFigure> open;
  for (std::size_t at = 0; at < subject.assessment.states.size(); at++) {
    const exposure::JudgedState& state = subject.assessment.states[at];
    for (std::size_t i = 0; i < state.view->groups().size(); i++) {
      const exposure::Group& group = state.view->groups()[i];
      const exposure::Outcome& outcome = state.judgement.outcomes[i];
      if (group.exploited == 0 || !outcome.considered || outcome.verdict == Verdict::fixed) continue;
      for (const auto vulnerability : group.vulnerabilities) {
        const auto& since = subject.facts.vulnerabilities[vulnerability].exploited_since;
        if (!since || *since > subject.assessment.known_at) continue;
        ExploitedFigure& figure = open[vulnerability];
        figure.vulnerability = vulnerability;
        (outcome.verdict == Verdict::missing  ? figure.missing
         : outcome.verdict == Verdict::no_fix ? figure.no_fix
                                              : figure.doubted) += state.devices;
        figure.releases.insert(releases.of_state[at]);
      }
    }
  }
  for (const PresumedFigure& presumed : presumed_figures(subject, releases))
    each_likely(*presumed.view, [&](const Likely& likely) {
      if (!likely.known_exploited) return;
      ExploitedFigure& figure = open[likely.vulnerability];
      figure.vulnerability = likely.vulnerability;
      figure.presumed += presumed.devices;
      figure.releases.insert(presumed.release);
    });
  std::vector<ExploitedFigure> figures;
  figures.reserve(open.size());
  for (auto& [vulnerability, figure] : open) figures.push_back(std::move(figure));
  std::stable_sort(figures.begin(), figures.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.missing + a.no_fix, a.presumed, a.doubted) >
           std::tuple(b.missing + b.no_fix, b.presumed, b.doubted);
  });
  return figures;
}

std::vector<DeviceFigure> worst_devices(const Subject& subject, std::size_t most) {
  std::vector<DeviceFigure> figures;
  for (const exposure::JudgedDevice& device : subject.assessment.devices) {
    const exposure::JudgedState* state = state_of(subject, device);
    if (state == nullptr) continue;
    const Counts& counts = state->judgement.counts;
    figures.push_back({&device, exploited_and_open(counts), counts.of(Verdict::missing) + counts.of(Verdict::no_fix),
                       counts.of(Verdict::unassessed),
                       static_cast<std::uint32_t>(std::llround(state->view->outside().expected.expected))});
  }
  const std::size_t shown = std::min(figures.size(), most);
  const auto badness = [](const DeviceFigure& figure) {
    return std::tuple(figure.exploited, figure.open, figure.presumed, figure.unassessed);
  };
  const auto name_of = [&](const DeviceFigure& figure) -> const std::string& {
    return device_of(subject, *figure.device).name;
  };
  std::partial_sort(figures.begin(), figures.begin() + static_cast<std::ptrdiff_t>(shown), figures.end(),
                    [&](const DeviceFigure& a, const DeviceFigure& b) {
                      return std::tuple(badness(b), std::tie(name_of(a)), a.device) <
                             std::tuple(badness(a), std::tie(name_of(b)), b.device);
                    });
  figures.resize(shown);
  return figures;
}

InstallFigures install_figures(const Subject& subject, const ReleaseFigures& releases) {
  InstallFigures made;
  std::map<std::uint32_t, InstallFigure> by_kb;
  for (std::size_t at = 0; at < subject.assessment.states.size(); at++) {
    const exposure::JudgedState& state = subject.assessment.states[at];
    made.out_of_reach += std::uint64_t{state.install.out_of_reach} * state.devices;
    made.smallest = made.smallest && state.install.smallest;
    for (const exposure::Install& install : state.install.updates) {
      InstallFigure& figure = by_kb[state.view->kb(install.update)];
      figure.kb = state.view->kb(install.update);
      figure.released = state.view->released(install.update);
      (install.certain ? figure.devices : figure.unsure) += state.devices;
      figure.closes += std::uint64_t{install.closes} * state.devices;
      figure.exploited += std::uint64_t{install.exploited} * state.devices;
      figure.releases.insert(releases.of_state[at]);
    }
  }
  for (auto& [kb, figure] : by_kb) made.updates.push_back(std::move(figure));
  std::stable_sort(made.updates.begin(), made.updates.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.exploited, a.closes) > std::tuple(b.exploited, b.closes);
  });
  return made;
}

UndecidedFigures undecided_figures(const Subject& subject) {
  UndecidedFigures made;
  for (std::size_t i = 1; i < exposure::doubt_count; i++) {
    UndecidedFigures::ByDoubt figure{static_cast<exposure::Doubt>(i)};
    for (const exposure::JudgedState& state : subject.assessment.states) {
      const std::uint64_t each = state.judgement.counts.of(figure.doubt);
      figure.devices += each > 0 ? state.devices : 0;
      figure.verdicts += each * state.devices;
    }
    if (figure.devices > 0) made.doubts.push_back(figure);
  }
  std::map<std::int32_t, std::uint64_t> reasons;
  for (const exposure::JudgedDevice& device : subject.assessment.devices)
    if (device.reason >= 0) reasons[device.reason]++;
  for (const auto& [reason, devices] : reasons) {
    made.reasons.push_back({reason, devices});
    made.not_judged += devices;
  }
  made.same_name = devices_of_shared_names(subject);
  return made;
}

std::uint64_t devices_with_exploited(const Subject& subject) {
  std::uint64_t devices = 0;
  for (const exposure::JudgedState& state : subject.assessment.states)
    devices += exploited_and_open(state.judgement.counts) > 0 ? state.devices : 0;
  return devices;
}

std::vector<std::string> degradations(const Subject& subject) {
  std::vector<std::string> notes;
  const auto& snapshots = subject.facts.snapshots;
  const Day known_at = subject.assessment.known_at;
  if (!snapshots.empty() && known_at - snapshots.back() > knowledge_age_max)
    notes.push_back("the vendor's lists in the pack are of " + to_string(snapshots.back()) + ", " +
                    std::to_string((known_at - snapshots.back()).count()) + " days before " + to_string(known_at));
  const exposure::Totals totals = exposure::totals_of(subject.assessment);
  if (totals.unassessable * 2 > totals.devices) notes.push_back("more than half of the devices cannot be judged");
  return notes;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return grouped(number) + " " + std::string(number == 1 ? one : many);
}

}  // namespace shoal::report
