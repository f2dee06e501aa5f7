#include "report/outbreak.hpp"

#include "report/csv_line.hpp"
#include "report/outbreak_brief.hpp"
#include "report/outbreak_figures.hpp"
#include "report/outbreak_json.hpp"
#include "report/outbreak_text.hpp"

namespace shoal::report {
namespace {

/// "0.0375": `part` of `whole` to a ten-thousandth; 0 where there is no whole.
std::string chance_cell(std::uint64_t part, std::uint64_t whole) {
  const std::uint64_t share = whole == 0 ? 0 : (part * 10'000 + whole / 2) / whole;
  const std::string rest = std::to_string(share % 10'000);
  return std::to_string(share / 10'000) + "." + std::string(4 - rest.size(), '0') + rest;
}

std::string weight_cell(std::uint64_t thousandths) {
  const std::string rest = std::to_string(thousandths % 1000);
  return std::to_string(thousandths / 1000) + "." + std::string(3 - rest.size(), '0') + rest;
}

void write_outbreak_csv(const OutbreakAnswer& answer, std::ostream& out) {
  const auto line = [&](const std::vector<std::string>& cells) {
    out << csv_line(std::span<const std::string>(cells));
  };
  line({"device", "zone", "site", "chance_lost", "chance_infected", "chance_crashed", "weight"});
  const outbreak::Scenario& scenario = answer.prepared.scenario;
  const std::uint64_t all = answer.ensemble.losses.size();
  const std::vector<std::uint64_t> weights = loss_weights(answer.ensemble);
  for (std::size_t d = 0; d < scenario.devices.size(); d++) {
    const outbreak::Zone& zone = scenario.zones[scenario.devices[d].zone];
    const std::uint64_t infected = answer.ensemble.infected[d], crashed = answer.ensemble.crashed[d];
    line({answer.prepared.devices[d], zone.name, scenario.sites[zone.site], chance_cell(infected + crashed, all),
          chance_cell(infected, all), chance_cell(crashed, all), weight_cell(weights[d])});
  }
}

}  // namespace

void write_outbreak(const OutbreakAnswer& answer, std::string_view format, std::ostream& out) {
  if (format == "json") return write_outbreak_json(answer, out);
  if (format == "csv") return write_outbreak_csv(answer, out);
  if (format == "brief") return write_outbreak_brief(answer, out);
  write_outbreak_text(answer, out);
}

}  // namespace shoal::report
