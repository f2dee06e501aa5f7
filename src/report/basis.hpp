// What an answer of the register rests on: its days, its filter, how many devices it knows.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/day.hpp"
#include "estate/device.hpp"

namespace shoal::report {

/// What an answer of the register rests on, in one line of every format.
struct Basis {
  Day as_of, known_at;
  int silent_after = estate::silent_after_days;
  std::string filter = {};      ///< Empty where all devices are meant.
  std::uint64_t devices = 0;    ///< Known by then, before the filter: its denominator.
  std::uint64_t set_aside = 0;  ///< What was read and could not be used.
  std::uint64_t doubted = 0;    ///< Devices of which two sources of one day tell different operating systems.
};

/// "as of 2017-06-28, as known by 2026-11-26: 35,209 devices", with a line end; `meant` are those of the filter.
std::string basis_line(const Basis& basis, std::uint64_t meant);

/// The same as an object.
nlohmann::ordered_json basis_json(const Basis& basis);

/// How many files and rows could not be used, in a line with its end; empty where none.
std::string set_aside_line(const Basis& basis);

}  // namespace shoal::report
