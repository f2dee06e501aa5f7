#include "lifecycle/recognise.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::lifecycle {
namespace {

bool stands_in(std::string_view name, std::string_view word) {
  return find_ignoring_case(name, word) != std::string_view::npos;
}

bool numbers_match(const Release& release, const estate::OsClaim& claim) {
  return release.version == claim.version && release.build == claim.build && release.service_pack == claim.service_pack;
}

bool name_matches(const Release& release, std::string_view name) {
  const auto in_name = [name](const std::string& word) { return stands_in(name, word); };
  return std::all_of(release.words.begin(), release.words.end(), in_name) &&
         std::none_of(release.lacks.begin(), release.lacks.end(), in_name) &&
         (release.kind == Kind::server) == stands_in(name, "server");
}

std::string version_of(const estate::OsClaim& claim) {
  std::string text = claim.version + "." + std::to_string(claim.build);
  if (claim.service_pack != 0) text += " Service Pack " + std::to_string(claim.service_pack);
  return text;
}

void tell_edition(const Catalogue& catalogue, std::string_view name, Recognition& found) {
  found.edition = "home-pro";
  for (const EditionWord& entry : catalogue.edition_words) {
    const auto parts = split(entry.word, ' ');
    if (!std::all_of(parts.begin(), parts.end(), [name](std::string_view word) { return stands_in(name, word); }))
      continue;
    found.edition = entry.edition;
    found.edition_told = true;
  }
}

}  // namespace

Recognition recognise(const Catalogue& catalogue, const estate::OsClaim& claim) {
  std::vector<const Release*> by_numbers;
  for (const Release& release : catalogue.releases)
    if (numbers_match(release, claim)) by_numbers.push_back(&release);

  Recognition found;
  if (by_numbers.empty()) {
    found.reason = "no release in the catalogue reports version " + version_of(claim);
    return found;
  }
  if (claim.name.empty() && by_numbers.size() > 1) {
    found.reason = "version " + version_of(claim) + " is " + by_numbers[0]->name + " or " + by_numbers[1]->name +
                   ", and no name was reported that tells which";
    return found;
  }
  for (const Release* release : by_numbers) {
    if (by_numbers.size() > 1 || !claim.name.empty()) {
      if (!name_matches(*release, claim.name)) continue;
    }
    found.release = release;
  }
  if (found.release == nullptr) {
    found.reason = "the reported name does not fit version " + version_of(claim) + ": " + claim.name;
    return found;
  }
  tell_edition(catalogue, claim.name, found);
  return found;
}

}  // namespace shoal::lifecycle
