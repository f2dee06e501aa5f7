#include "ingest/machine_cells.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

constexpr std::uint64_t kb_of_mb = 1024, kb_of_gb = 1024 * kb_of_mb;

// A number as people write it, in thousandths: "7.9" is 7900, "8,192" is 8192000. What stands before three digits that
// end the number may be the decimal mark as well; `three` says whether it is.
std::optional<std::uint64_t> thousandths_in(std::string_view text, bool three) {
  constexpr std::size_t digits_max = 15;
  std::string_view whole = text, fraction;
  if (const auto mark = text.find_last_of(".,"); mark != text.npos && (three || text.size() - mark - 1 != 3)) {
    whole = text.substr(0, mark);
    fraction = text.substr(mark + 1);
  }
  std::string digits;
  for (const char c : whole)
    if (c != '.' && c != ',' && c != ' ') digits += c;
  const std::string_view part = fraction.substr(0, 3);
  digits += std::string(part) + std::string(3 - part.size(), '0');
  const bool sound = !whole.empty() && digits.size() <= digits_max &&
                     std::all_of(digits.begin(), digits.end(), is_digit) &&
                     std::all_of(fraction.begin(), fraction.end(), is_digit);
  return sound ? parse_whole(digits) : std::nullopt;
}

bool ends_in_three_digits(std::string_view number) {
  const auto mark = number.find_last_of(".,");
  return mark != number.npos && number.size() - mark - 1 == 3;
}

// How many kibibytes the unit behind a number has; 0 for none, nothing for a word that is no unit.
std::optional<std::uint64_t> unit_named(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 13> units{{{"", 0},
                                                                              {"k", 1},
                                                                              {"kb", 1},
                                                                              {"kib", 1},
                                                                              {"m", kb_of_mb},
                                                                              {"mb", kb_of_mb},
                                                                              {"mib", kb_of_mb},
                                                                              {"mo", kb_of_mb},
                                                                              {"g", kb_of_gb},
                                                                              {"gb", kb_of_gb},
                                                                              {"gib", kb_of_gb},
                                                                              {"go", kb_of_gb},
                                                                              {"tb", 1024 * kb_of_gb}}};
  for (const auto& [name, size] : units)
    if (equal_ignoring_case(word, name)) return size;
  return std::nullopt;
}

std::uint64_t unit_shown_by(std::uint64_t number) {
  if (number <= 64) return kb_of_gb;
  if (number >= 128 && number <= 1'048'576) return kb_of_mb;
  return number > 1'048'576 && number <= (std::uint64_t{1} << 33U) ? 1 : 0;
}

estate::Tpm tpm_named(std::string_view cell) {
  if (cell.find("2.0") != cell.npos || cell == "2") return estate::Tpm::v2_0;
  if (cell.find("1.2") != cell.npos) return estate::Tpm::v1_2;
  return estate::Tpm::unknown;
}

}  // namespace

std::uint64_t size_in_mb(std::string_view cell, std::uint64_t unit_kb) {
  constexpr std::uint64_t gigabytes_max = 8192;  // More than a desktop's disk has.
  constexpr std::uint64_t thousandths_max = 1'000'000'000'000;
  cell = trimmed(cell);
  const auto number_end = std::min(cell.find_first_not_of("0123456789., "), cell.size());
  const std::string_view number = trimmed(cell.substr(0, number_end));
  auto thousandths = thousandths_in(number, false);
  auto unit = unit_named(trimmed(cell.substr(number_end)));
  if (!thousandths || *thousandths == 0 || !unit) return 0;
  if (*unit == 0) unit = unit_kb != 0 ? unit_kb : unit_shown_by(*thousandths / 1000);
  if (*unit >= kb_of_gb && ends_in_three_digits(number)) {
    if (*thousandths / 1000 <= gigabytes_max) return 0;  // "1.024 GB" may be either.
    thousandths = thousandths_in(number, true);
  }
  if (*unit == 0 || !thousandths || *thousandths > thousandths_max * 1000 / *unit) return 0;
  return *thousandths * *unit / 1000 / kb_of_mb;
}

estate::HardwareClaim machine_claim(const MachineCells& cells) {
  estate::HardwareClaim machine;
  machine.processor_name = cells.processor;
  for (const auto& [cell, unit_kb] :
       {std::pair(cells.memory_mb, kb_of_mb), std::pair(cells.memory_gb, kb_of_gb),
        std::pair(cells.memory_kb, std::uint64_t{1}), std::pair(cells.memory, std::uint64_t{0})})
    if (machine.memory_mb == 0) machine.memory_mb = size_in_mb(cell, unit_kb);
  machine.disk_mb = size_in_mb(cells.disk_gb, kb_of_gb);
  machine.tpm = tpm_named(cells.tpm);
  if (find_ignoring_case(cells.firmware, "uefi") != std::string_view::npos) {
    machine.uefi = true;
  } else if (equal_ignoring_case(cells.firmware, "legacy") || equal_ignoring_case(cells.firmware, "bios") ||
             equal_ignoring_case(cells.firmware, "legacy bios")) {
    machine.uefi = false;
  }
  return machine;
}

}  // namespace shoal::ingest
