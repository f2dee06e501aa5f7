// A programme of migration that does not exist, in the files that `shoal plan` reads.
#pragma once

#include <cstdint>
#include <string>

#include "base/day.hpp"

namespace shoal::sample {

/// The files of a programme, by what they are called in it.
struct ProgrammeFiles {
  std::string programme;     ///< programme.toml
  std::string devices;       ///< devices.csv
  std::string applications;  ///< applications.csv
};

/// A programme for `devices` devices, 1 or more, that begins on `begins`: applications as popular as Zipf's law says, a
/// fifth of the hardware models to be replaced first. The same arguments give the same bytes on every machine.
ProgrammeFiles made_programme_files(std::uint64_t devices, Day begins, std::uint64_t seed);

}  // namespace shoal::sample
