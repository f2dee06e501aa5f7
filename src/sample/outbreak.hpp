// A scenario of an outbreak that does not exist, in the files that `shoal outbreak` reads.
#pragma once

#include <cstdint>
#include <string>

#include "outbreak/description.hpp"

namespace shoal::sample {

/// The files of a scenario, by what they are called in it.
struct OutbreakFiles {
  std::string scenario;     ///< scenario.toml
  std::string zones;        ///< zones.csv
  std::string devices;      ///< devices.csv
  std::string ways;         ///< ways.csv
  std::string credentials;  ///< credentials.csv
};

/// A scenario by names with `devices` devices, 1 or more: some on XP, most on Windows 7, part of them patched; sites
/// that reach some others; passwords that lie around. The same arguments give the same bytes on every machine.
outbreak::Description made_outbreak(std::uint64_t devices, std::uint64_t seed);

/// What made_outbreak() gives, as a person would have written it.
OutbreakFiles outbreak_files(const outbreak::Description& made);

}  // namespace shoal::sample
