#include "ingest/os_cells.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

using estate::Architecture;
using estate::OsClaim;

// The words of a cell: what stands between blanks, brackets and commas.
std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view between = " \t\r\n()[],;/";
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto begin = text.find_first_not_of(between);
    if (begin == text.npos) break;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(between), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

// "10.0.19045.4529" as its numbers; none where a piece is no number.
std::vector<std::uint32_t> dotted(std::string_view word) {
  std::vector<std::uint32_t> numbers;
  for (const std::string_view piece : split(word, '.')) {
    const auto number = parse_number(piece);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

constexpr std::uint32_t build_min = 1000;  // Windows 2000 is 2195; no version of Windows has such a major number.

// "1809": year and month, by which Windows 10 was called until 2004.
bool is_year_and_month(std::string_view word) {
  const auto number = word.size() == 4 ? parse_number(word) : std::nullopt;
  return number && *number / 100 >= 15 && *number / 100 <= 20 && *number % 100 >= 1 && *number % 100 <= 12;
}

void take_version(const std::vector<std::uint32_t>& numbers, OsClaim& claim) {
  if (numbers[0] >= build_min) {
    claim.build = numbers[0];
    if (numbers.size() > 1) claim.revision = numbers[1];
    return;
  }
  claim.version = std::to_string(numbers[0]) + "." + std::to_string(numbers[1]);
  if (numbers.size() > 2) claim.build = numbers[2];
  if (numbers.size() > 3) claim.revision = numbers[3];
}

void tell_service_pack(std::uint32_t number, OsClaim& claim) {
  claim.service_pack = number;
  claim.service_pack_told = true;
}

// "SP3", or "3" behind "Service Pack". Gives how many words were taken.
std::size_t take_service_pack(const std::vector<std::string_view>& words, std::size_t at, OsClaim& claim) {
  const std::string word = lower_ascii(words[at]);
  const auto number_at = [&](std::size_t i) { return i < words.size() ? parse_number(words[i]) : std::nullopt; };
  if (word == "service" && at + 1 < words.size() && equal_ignoring_case(words[at + 1], "pack")) {
    if (const auto number = number_at(at + 2)) {
      tell_service_pack(*number, claim);
      return 3;
    }
    return 0;
  }
  if (!word.starts_with("sp")) return 0;
  const auto number = word == "sp" ? number_at(at + 1) : parse_number(std::string_view(word).substr(2));
  if (!number) return 0;
  tell_service_pack(*number, claim);
  return word == "sp" ? 2 : 1;
}

bool is_filler(std::string_view word) {
  constexpr std::string_view fillers[] = {"version", "os", "build", "release", "v", "-", "ver", "ver.", "nt"};
  return std::find(std::begin(fillers), std::end(fillers), lower_ascii(word)) != std::end(fillers);
}

void append_to_name(std::string_view word, OsClaim& claim) {
  if (find_ignoring_case(claim.name, word) != std::string_view::npos) return;
  if (!claim.name.empty()) claim.name += ' ';
  claim.name += word;
}

void take_version_cell(std::string_view cell, OsClaim& claim) {
  const auto words = words_of(cell);
  for (std::size_t i = 0; i < words.size(); i++) {
    if (const std::size_t taken = take_service_pack(words, i, claim)) {
      i += taken - 1;
      continue;
    }
    std::string_view word = words[i];
    if (word.size() > 1 && (word[0] == 'v' || word[0] == 'V') && is_digit(word[1])) word.remove_prefix(1);
    const auto numbers = dotted(word);
    const bool is_version = numbers.size() > 1 || (numbers.size() == 1 && numbers[0] >= build_min);
    if (is_version && !is_year_and_month(word)) {
      take_version(numbers, claim);
    } else if (!is_filler(word)) {
      append_to_name(word, claim);
    }
  }
}

Architecture architecture_in(std::string_view cell) {
  for (const std::string_view each : words_of(cell)) {
    const std::string word = lower_ascii(each);
    if (word.starts_with("arm64") || word == "aarch64") return Architecture::arm64;
    if (word.starts_with("ia64") || word == "itanium") return Architecture::ia64;
    if (word.starts_with("x64") || word == "amd64" || word == "x86_64" || word == "x86-64" || word.starts_with("64"))
      return Architecture::x64;
    if (word.starts_with("x86") || word == "i386" || word == "i686" || word.starts_with("32")) return Architecture::x86;
  }
  return Architecture::unknown;
}

// Only what in a name cannot be anything else: "Windows Server 2008" and "Windows 8.1" have numbers too.
void take_name_cell(std::string_view cell, OsClaim& claim) {
  claim.name = trimmed(cell);
  const auto words = words_of(cell);
  bool behind_nt = false;
  for (std::size_t i = 0; i < words.size(); i++) {
    const auto numbers = dotted(words[i]);
    const bool whole = numbers.size() > 2 && numbers[2] >= build_min;
    const bool build = numbers.size() == 2 && numbers[0] >= build_min;
    if (whole || build || (behind_nt && numbers.size() == 2)) take_version(numbers, claim);
    take_service_pack(words, i, claim);
    behind_nt = behind_nt || equal_ignoring_case(words[i], "NT");
  }
  claim.architecture = architecture_in(cell);
}

void take_service_pack_cell(std::string_view cell, bool empty_is_none, OsClaim& claim) {
  const auto words = words_of(cell);
  if (words.empty() && empty_is_none) claim.service_pack_told = true;
  if (words.size() == 1)
    if (const auto number = parse_number(words[0])) tell_service_pack(*number, claim);
  for (std::size_t i = 0; i < words.size(); i++) take_service_pack(words, i, claim);
}

}  // namespace

OsClaim os_claim(const OsCells& cells) {
  OsClaim claim;
  claim.service_pack_told = false;
  take_name_cell(cells.name, claim);
  if (!trimmed(cells.edition).empty()) append_to_name(trimmed(cells.edition), claim);
  take_version_cell(cells.version, claim);
  if (!trimmed(cells.build).empty()) take_version_cell(cells.build, claim);
  if (const auto revision = parse_number(trimmed(cells.revision))) claim.revision = revision;
  take_service_pack_cell(cells.service_pack, cells.empty_service_pack_is_none && !claim.name.empty(), claim);
  if (const auto told = architecture_in(cells.architecture); told != Architecture::unknown) claim.architecture = told;
  return claim;
}

}  // namespace shoal::ingest
