#include "report/programs.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace shoal::report {
namespace {

using lifecycle::EntryKind;
using lifecycle::ProgramEntry;
using lifecycle::ProgramSupport;

// What one list of programs means. Many devices share theirs: those of one image.
struct MeantList {
  ProgramStance stance = ProgramStance::none_ended;
  std::vector<std::size_t> products, unmatched;  // positions, each once
  std::array<std::uint64_t, 6> entries{};
};

class Gatherer {
 public:
  explicit Gatherer(const Subject& subject) : subject_(subject) {}

  ProgramFigures figures() {
    for (std::size_t i = 0; i < subject_.devices.size(); i++) take(i);
    order();
    return std::move(made_);
  }

 private:
  void take(std::size_t device) {
    const estate::Known& known = *subject_.devices[device].known;
    if (!known.programs_listed) {
      made_.devices[static_cast<std::size_t>(ProgramStance::not_listed)]++;
      return;
    }
    const auto [at, fresh] = lists_.try_emplace(&known);
    if (fresh) at->second = meant_by(known.programs);
    made_.devices[static_cast<std::size_t>(at->second.stance)]++;
    for (const std::size_t product : at->second.products) made_.products[product].devices.push_back(device);
    for (const std::size_t entry : at->second.unmatched) made_.unmatched[entry].devices++;
    for (std::size_t kind = 0; kind < made_.entries.size(); kind++) made_.entries[kind] += at->second.entries[kind];
  }

  MeantList meant_by(const std::vector<estate::InstalledProgram>& programs) {
    MeantList meant;
    for (const estate::InstalledProgram& program : programs) {
      const ProgramEntry entry =
          lifecycle::recognise_program(subject_.programs, program.name, program.publisher, program.version);
      meant.entries[static_cast<std::size_t>(entry.kind)]++;
      if (entry.kind == EntryKind::unmatched) {
        meant.unmatched.push_back(unmatched_at(program));
        meant.stance = std::min(meant.stance, ProgramStance::undecided);
      } else if (entry.kind == EntryKind::program) {
        const std::size_t product = product_at(entry);
        meant.products.push_back(product);
        meant.stance = std::min(meant.stance, stance_of(made_.products[product].standing.support));
      }
    }
    for (auto* positions : {&meant.products, &meant.unmatched}) {
      std::sort(positions->begin(), positions->end());
      positions->erase(std::unique(positions->begin(), positions->end()), positions->end());
    }
    return meant;
  }

  static ProgramStance stance_of(ProgramSupport support) {
    if (support == ProgramSupport::ended) return ProgramStance::ended;
    return support == ProgramSupport::unknown ? ProgramStance::undecided : ProgramStance::none_ended;
  }

  std::size_t product_at(const ProgramEntry& entry) {
    const auto [at, fresh] = product_at_.try_emplace({entry.program, entry.cycle}, made_.products.size());
    if (fresh)
      made_.products.push_back(
          {entry.program, entry.cycle, lifecycle::program_standing(entry, subject_.assessment.as_of), {}});
    return at->second;
  }

  std::size_t unmatched_at(const estate::InstalledProgram& program) {
    const auto [at, fresh] = unmatched_at_.try_emplace(program.name + '\0' + program.publisher, made_.unmatched.size());
    if (fresh) made_.unmatched.push_back({program.name, program.publisher, 0});
    return at->second;
  }

  void order() {
    const auto place = [](const ProductFigure& figure) {
      return std::tuple(stance_of(figure.standing.support), ~std::uint64_t{figure.devices.size()}, figure.title());
    };
    std::sort(made_.products.begin(), made_.products.end(),
              [&](const auto& a, const auto& b) { return place(a) < place(b); });
    std::sort(made_.unmatched.begin(), made_.unmatched.end(), [](const auto& a, const auto& b) {
      return std::tie(b.devices, a.name, a.publisher) < std::tie(a.devices, b.name, b.publisher);
    });
  }

  const Subject& subject_;
  ProgramFigures made_;
  std::unordered_map<const estate::Known*, MeantList> lists_;
  std::map<std::pair<const lifecycle::Program*, const lifecycle::ProgramCycle*>, std::size_t> product_at_;
  std::unordered_map<std::string, std::size_t> unmatched_at_;
};

}  // namespace

std::string_view spelled(ProgramStance stance) {
  constexpr std::array<std::string_view, program_stance_count> names = {"ended", "undecided", "none_ended",
                                                                        "not_listed"};
  return names[static_cast<std::size_t>(stance)];
}

std::string ProductFigure::title() const {
  if (cycle == nullptr) return program->title + ", version not known";
  return cycle->title.empty() ? program->title : program->title + " " + cycle->title;
}

std::string ProductFigure::support() const {
  if (standing.support == ProgramSupport::unknown) return cycle == nullptr ? "version not known" : "no date known";
  const bool ended = standing.support == ProgramSupport::ended;
  if (ended && standing.paid_until)
    return "ended " + to_string(*standing.until) + "; for who pays until " + to_string(*standing.paid_until);
  if (standing.until) return (ended ? "ended " : "until ") + to_string(*standing.until);
  if (ended) return "ended by " + to_string(*cycle->ended_by);
  return "updates still came on " + to_string(*cycle->supported_on);
}

std::uint64_t ProgramFigures::listed() const {
  return std::accumulate(devices.begin(), devices.end(), std::uint64_t{0}) - of(ProgramStance::not_listed);
}

ProgramFigures program_figures(const Subject& subject) { return Gatherer(subject).figures(); }

EndedPrograms::EndedPrograms(const Subject& subject) {
  for (ProductFigure& figure : program_figures(subject).products)
    if (figure.standing.support == ProgramSupport::ended) ended_.push_back(std::move(figure));
  next_.resize(ended_.size());
}

const std::vector<const ProductFigure*>& EndedPrograms::on(std::size_t device) {
  found_.clear();
  for (std::size_t i = 0; i < ended_.size(); i++) {
    const std::vector<std::size_t>& devices = ended_[i].devices;
    std::size_t& next = next_[i];
    while (next < devices.size() && devices[next] < device) next++;
    if (next < devices.size() && devices[next] == device) found_.push_back(&ended_[i]);
  }
  return found_;
}

}  // namespace shoal::report
