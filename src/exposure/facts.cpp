#include "exposure/facts.hpp"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "base/text.hpp"

namespace shoal::exposure {

std::string_view spelled(Severity severity) {
  switch (severity) {
    case Severity::low:
      return "low";
    case Severity::moderate:
      return "moderate";
    case Severity::important:
      return "important";
    case Severity::critical:
      return "critical";
    case Severity::unrated:
      break;
  }
  return "unrated";
}

std::string_view spelled(Circumstance circumstance) {
  switch (circumstance) {
    case Circumstance::high_score:
      return "high_score";
    case Circumstance::exposed:
      return "exposed";
    case Circumstance::automatable:
      return "automatable";
    case Circumstance::total:
      return "total";
    case Circumstance::isolated:
      break;
  }
  return "isolated";
}

std::string_view spelled(Clock clock) {
  switch (clock) {
    case Clock::none:
      return "none";
    case Clock::fix_released:
      return "fix_released";
    case Clock::kev_added:
      return "kev_added";
    case Clock::kev_due:
      return "kev_due";
    case Clock::detected:
      break;
  }
  return "detected";
}

std::string_view spelled(Impact impact) {
  constexpr std::string_view names[impact_count] = {"unknown",
                                                    "remote code execution",
                                                    "elevation of privilege",
                                                    "information disclosure",
                                                    "denial of service",
                                                    "security feature bypass",
                                                    "spoofing"};
  return names[static_cast<std::size_t>(impact)];
}

std::string_view spelled(Role role) {
  constexpr std::string_view names[] = {"common", "server", "optional", "apart"};
  return names[static_cast<std::size_t>(role)];
}

std::string spelled(const Vulnerability& vulnerability) {
  char text[32];
  std::snprintf(text, sizeof text, "CVE-%04u-%04u", unsigned{vulnerability.year}, vulnerability.number);
  return text;
}

std::optional<CveName> parse_cve(std::string_view text) {
  const auto parts = split(text, '-');
  if (parts.size() != 3 || !equal_ignoring_case(parts[0], "CVE")) return std::nullopt;
  const auto year = parse_number(parts[1]);
  const auto number = parse_number(parts[2]);
  if (!year || !number || parts[1].size() != 4 || parts[2].size() < 4) return std::nullopt;
  return CveName{static_cast<std::uint16_t>(*year), *number};
}

std::string spelled(const Component& component) {
  std::string text = component.name;
  for (std::size_t i = 0; i < component.versions.size(); i++) text += (i == 0 ? " " : "/") + component.versions[i];
  return text;
}

std::optional<VulnerabilityIndex> find_vulnerability(const Facts& facts, CveName name) {
  const auto key = [](const Vulnerability& each) { return std::tuple(each.year, each.number); };
  const auto wanted = std::tuple(name.year, name.number);
  const auto found = std::lower_bound(facts.vulnerabilities.begin(), facts.vulnerabilities.end(), wanted,
                                      [&](const Vulnerability& each, const auto& value) { return key(each) < value; });
  if (found == facts.vulnerabilities.end() || key(*found) != wanted) return std::nullopt;
  return static_cast<VulnerabilityIndex>(found - facts.vulnerabilities.begin());
}

std::optional<std::uint16_t> find_product(const Facts& facts, std::string_view release,
                                          estate::Architecture architecture) {
  std::vector<std::uint16_t> found;
  for (std::size_t i = 0; i < facts.products.size(); i++) {
    const Product& product = facts.products[i];
    if (product.release != release) continue;
    if (architecture != estate::Architecture::unknown && product.architecture != architecture) continue;
    found.push_back(static_cast<std::uint16_t>(i));
  }
  std::stable_sort(found.begin(), found.end(),
                   [&](std::uint16_t a, std::uint16_t b) { return facts.products[a].core < facts.products[b].core; });
  const bool several = found.size() > 1 && facts.products[found[0]].core == facts.products[found[1]].core;
  if (found.empty() || several) return std::nullopt;
  return found.front();
}

}  // namespace shoal::exposure
