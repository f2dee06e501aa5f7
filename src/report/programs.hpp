// Programs of others: which of them get no updates any more, on which devices, and what nobody recognised.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lifecycle/programs.hpp"
#include "report/subject.hpp"

namespace shoal::report {

/// How a device stands by its programs. Every device is in exactly one bucket.
enum class ProgramStance : std::uint8_t {
  ended,       ///< At least one program that gets no updates for everybody any more.
  undecided,   ///< None such, but one whose version or dates are not known, or that we do not know.
  none_ended,  ///< All are known and supported.
  not_listed,  ///< No source speaks of its programs.
};
constexpr std::size_t program_stance_count = 4;
/// "ended", "undecided", "none_ended" or "not_listed".
std::string_view spelled(ProgramStance stance);

/// One version of one product, and the devices that have it.
struct ProductFigure {
  const lifecycle::Program* program = nullptr;
  const lifecycle::ProgramCycle* cycle = nullptr;  ///< Null where the version is not known.
  lifecycle::ProgramStanding standing;
  std::vector<std::size_t> devices;  ///< Positions of Subject::devices, ascending.

  /// "Microsoft Office 2010 SP2".
  std::string title() const;
  /// "ended 2020-10-13", "ended 2023-10-10; for who pays until 2026-10-13", "until 2029-10-09", "no date known" ...
  std::string support() const;
};

/// An entry that no pattern of the pack fits, as reported.
struct UnmatchedFigure {
  std::string name, publisher;
  std::uint64_t devices = 0;
};

/// What the lists of programs hold, over all devices.
struct ProgramFigures {
  std::array<std::uint64_t, program_stance_count> devices{};  ///< By ProgramStance; they sum to all devices.
  std::vector<ProductFigure> products;     ///< Ended ones first, then undecided; of each, on most devices first.
  std::vector<UnmatchedFigure> unmatched;  ///< On most devices first.
  /// Entries on devices by lifecycle::EntryKind: each entry of each device is counted once.
  std::array<std::uint64_t, 6> entries{};

  std::uint64_t of(ProgramStance stance) const { return devices[static_cast<std::size_t>(stance)]; }
  std::uint64_t listed() const;  ///< Devices with a list.
};
ProgramFigures program_figures(const Subject& subject);

/// The programs that get no updates for everybody any more, device by device, for whoever goes through all of them.
class EndedPrograms {
 public:
  explicit EndedPrograms(const Subject& subject);

  /// Those on the device at this position of Subject::devices, what is on most devices first; the figures are a loan.
  /// Each call must ask for a later device than the one before, so that nothing is kept for each device.
  const std::vector<const ProductFigure*>& on(std::size_t device);

 private:
  std::vector<ProductFigure> ended_;
  std::vector<std::size_t> next_;  // For each product, the first of its devices that no call has gone past.
  std::vector<const ProductFigure*> found_;
};

}  // namespace shoal::report
