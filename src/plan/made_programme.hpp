// Programmes for tests and measurements, from a seed: like a police force of 2017 in how its applications are spread.
//
// Applications are as popular as Zipf's law says; a device has those of its role, a few that everybody has, and a long
// tail of personal ones, so that about half of all devices wait for a set of applications that no other device waits
// for.
#pragma once

#include <cstdint>

#include "plan/problem.hpp"

namespace shoal::plan {

struct ProgrammeShape {
  std::size_t devices = 28'000;
  std::size_t blocking = 600;  ///< Applications that keep devices from moving.
  std::size_t universal = 5;   ///< How many of them nearly everybody has.
  std::size_t roles = 62;
  std::size_t sites = 34;
  std::size_t hardware = 20;  ///< Models; a fifth of them must be replaced first, in weeks 8 to 40.
  std::size_t teams = 3;
  double mending_weeks = 60;      ///< What the teams need for all applications.
  double moving_weeks = 45;       ///< What the sites need for all devices.
  double site_slack = 0;          ///< A site's capacity over its share; 0 where sites are not limited.
  bool equal_weights = false;     ///< Else eight levels, 250 to 4,000.
  bool one_blocks_most = false;   ///< One application that takes long keeps nine devices of ten.
  std::size_t personal_mean = 4;  ///< Personal applications of a device, on average.
};

/// A programme of that shape. The same seed gives the same on every machine.
Problem made_programme(const ProgrammeShape& shape, std::uint64_t seed);

/// 300 devices, 16 applications: small enough for another solver to prove its best plan.
ProgrammeShape tiny_programme();
/// 100,000 devices and 2,500 applications; 1,000,000 devices and 2,500.
ProgrammeShape large_programme();
ProgrammeShape huge_programme();

}  // namespace shoal::plan
