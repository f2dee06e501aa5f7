#include "lifecycle/recognise.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::lifecycle {
namespace {

bool says(std::string_view name, std::string_view word) {
  return find_ignoring_case(name, word) != std::string_view::npos;
}

// Whether the release is one that may report such numbers. What the claim leaves out is no argument.
bool numbers_match(const Release& release, const estate::OsClaim& claim) {
  return (claim.version.empty() || release.version == claim.version) &&
         (claim.build == 0 || release.build == claim.build) &&
         (!claim.service_pack_told || release.service_pack == claim.service_pack);
}

bool all_numbers_told(const estate::OsClaim& claim) {
  return !claim.version.empty() && claim.build != 0 && claim.service_pack_told;
}

bool name_matches(const Release& release, std::string_view name) {
  const auto in_name = [name](const std::string& word) { return says(name, word); };
  return std::all_of(release.words.begin(), release.words.end(), in_name) &&
         std::none_of(release.lacks.begin(), release.lacks.end(), in_name) &&
         (release.kind == Kind::server) == says(name, "server");
}

std::string version_of(const estate::OsClaim& claim) {
  std::string text = claim.version;
  if (claim.build != 0) text += (text.empty() ? "build " : ".") + std::to_string(claim.build);
  if (claim.service_pack != 0)
    text += std::string(text.empty() ? "" : " ") + "Service Pack " + std::to_string(claim.service_pack);
  return text;
}

// The words of a reported name: runs of ASCII letters, digits and dots, in lower case. Trade marks part words.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : lower_ascii(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

const ReleaseName* find_name(const Catalogue& catalogue, std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  const auto stands = [&](const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  const auto one_stands = [&](const auto& group) { return std::any_of(group.begin(), group.end(), stands); };
  for (const ReleaseName& entry : catalogue.names)
    if (std::all_of(entry.words.begin(), entry.words.end(), one_stands) &&
        std::none_of(entry.lacks.begin(), entry.lacks.end(), stands))
      return &entry;
  return nullptr;
}

void tell_edition(const Catalogue& catalogue, std::string_view name, Recognition& found) {
  found.edition = "home-pro";
  for (const EditionWord& entry : catalogue.edition_words) {
    const auto parts = split(entry.word, ' ');
    if (!std::all_of(parts.begin(), parts.end(), [name](std::string_view word) { return says(name, word); })) continue;
    found.edition = entry.edition;
    found.edition_told = true;
  }
}

bool is_named(const ReleaseName& name, const Release& release) {
  return std::find(name.releases.begin(), name.releases.end(), release.id) != name.releases.end();
}

// The releases that fit the numbers and the name. A row of names.csv that bears the numbers out outweighs the rules of
// single words: lists call a server "Win 2008 R2".
std::vector<const Release*> releases_for(const Catalogue& catalogue, const estate::OsClaim& claim,
                                         const ReleaseName* name) {
  std::vector<const Release*> named, matching;
  for (const Release& release : catalogue.releases) {
    if (!numbers_match(release, claim)) continue;
    if (name != nullptr && is_named(*name, release)) named.push_back(&release);
    if (claim.name.empty() || name_matches(release, claim.name)) matching.push_back(&release);
  }
  const bool by_name_alone = claim.version.empty() && claim.build == 0;
  return named.empty() && !by_name_alone ? matching : named;
}

// Editions with long support were made of few releases: the others cannot be meant.
bool has_edition(const Release& release, std::string_view edition) {
  if (edition != "ltsc" && edition != "iot-ltsc") return true;
  return std::any_of(release.support.begin(), release.support.end(),
                     [&](const SupportDates& dates) { return dates.edition == edition; });
}

// What would tell the candidates apart.
std::string what_is_not_told(const std::vector<const Release*>& candidates) {
  for (const Release* release : candidates)
    if (release->version != candidates[0]->version) return "the version";
  for (std::size_t i = 1; i < candidates.size(); i++)
    if (candidates[i]->service_pack == candidates[i - 1]->service_pack) return "the build";
  return "the service pack";
}

std::string one_of(const std::vector<const Release*>& candidates) {
  constexpr std::size_t named_max = 4;
  std::string text;
  const std::size_t named = candidates.size() > named_max ? 2 : candidates.size();
  for (std::size_t i = 0; i < named; i++)
    text += (i == 0 ? "" : i + 1 == candidates.size() ? " or " : ", ") + candidates[i]->name;
  if (named < candidates.size())
    text += " ... " + candidates.back()->name + " (" + std::to_string(candidates.size()) + " releases)";
  return text;
}

void tell_family(const ReleaseName* name, const estate::OsClaim& claim, Recognition& found) {
  const std::string lacking = what_is_not_told(found.candidates);
  if (name != nullptr) {
    found.family.name = name->name + ", " + lacking.substr(lacking.find(' ') + 1) + " not told";
    found.family.id = name->id;
  } else {
    found.family.name = "Version " + version_of(claim) + ", " + lacking.substr(lacking.find(' ') + 1) + " not told";
    found.family.id = "version-" + claim.version + (claim.build == 0 ? "" : "." + std::to_string(claim.build));
  }
  found.reason = lacking + " is not told: " + one_of(found.candidates);
}

// A list has more than Windows: "Linux" with version 6.1 is no Windows 7. A claim without a name may be.
bool may_be_windows(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  return trimmed(name).empty() || std::any_of(words.begin(), words.end(), [](const std::string& word) {
           return word.starts_with("win") || word == "nt" || word == "microsoft";
         });
}

// A claim that leaves something out: every release that fits the rest.
Recognition recognise_part(const Catalogue& catalogue, const estate::OsClaim& claim) {
  Recognition found;
  if (claim.name.empty() && claim.version.empty() && claim.build == 0) {
    found.reason = "nothing that was read tells the operating system";
    return found;
  }
  tell_edition(catalogue, claim.name, found);
  const ReleaseName* name = find_name(catalogue, claim.name);
  const bool by_name_alone = claim.version.empty() && claim.build == 0;
  if (name == nullptr && (by_name_alone || !may_be_windows(claim.name))) {
    found.reason = "no release in the catalogue goes by this name: " + claim.name;
    return found;
  }
  for (const Release* release : releases_for(catalogue, claim, name))
    if (has_edition(*release, found.edition)) found.candidates.push_back(release);
  if (found.candidates.empty()) {
    found.reason = "no release in the catalogue reports " + (claim.name.empty() ? "version" : claim.name) + " " +
                   version_of(claim);
    return found;
  }
  const auto same = [&](const Release* release) { return release->id == found.candidates[0]->id; };
  if (std::all_of(found.candidates.begin(), found.candidates.end(), same)) {
    found.release = found.candidates[0];
    found.candidates.clear();
  } else {
    tell_family(name, claim, found);
  }
  return found;
}

}  // namespace

Recognition recognise(const Catalogue& catalogue, const estate::OsClaim& claim) {
  if (!all_numbers_told(claim)) return recognise_part(catalogue, claim);
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
  const auto fitting = releases_for(catalogue, claim, find_name(catalogue, claim.name));
  if (fitting.empty()) {
    found.reason = "the reported name does not fit version " + version_of(claim) + ": " + claim.name;
    return found;
  }
  found.release = fitting.back();
  tell_edition(catalogue, claim.name, found);
  return found;
}

}  // namespace shoal::lifecycle
