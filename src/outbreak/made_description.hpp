// Scenarios for tests, samples and measurements, from a seed, whose properties are known.
//
// They are made as descriptions, by names, so that the files of a sample and the scenario of a measurement are the
// same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "outbreak/description.hpp"
#include "outbreak/prepare.hpp"

namespace shoal::outbreak {

/// Releases that devices run, by how many of a thousand do, and how many of those are patched.
struct MadeRelease {
  std::string release;
  std::uint32_t per_mille = 0;
  std::uint32_t patched_per_mille = 0;  ///< For `OutbreakShape::patched_for`.
};

struct OutbreakShape {
  std::string worm = "plain";
  std::size_t devices = 18'000;
  std::size_t sites = 32;
  std::size_t zones_per_site = 4;
  std::uint32_t reachable_per_mille = 600;  ///< Pairs of sites, each way for itself, between which every port is open.
  std::vector<MadeRelease> releases{{"windows-xp-sp3", 1000, 0}};
  std::string patched_for = "MS17-010";
  std::uint32_t personal_per_mille = 300;
  std::uint32_t internet_per_mille = 0;  ///< Sites whose zones reach the internet without a proxy.
  std::size_t credentials = 0;           ///< Each lies on and opens the devices of some sites; the first, of all.
  bool responds = true;  ///< Somebody notices after about 20 minutes and cuts the links within about an hour.
};

/// A description of that shape. The same seed gives the same on every machine. Sites are "Site 1" and on, of sizes as
/// Zipf's law says but none below a fifth of the mean; zones "Site 1 A" and on, each with at least 256 addresses;
/// devices "PC1" and on. In all zones together are exactly as many devices as the shape says.
Description made_description(const OutbreakShape& shape, std::uint64_t seed);

/// The plainest facts: the worm "plain" at 30 attempts a second in a network 10/8, and each attempt infects. Enough for
/// the shapes below but for those that name a worm that there was.
OutbreakFacts plain_facts();

/// A police force of 2017: 18,000 devices that are all open, in a /8, at 32 sites of which 60 % reach each other.
OutbreakShape police_force();
/// Hospitals of May 2017: 236 sites that reach each other now and then; one device in twenty runs XP, the others
/// Windows 7, of which three in five are patched. The worm is WannaCry.
OutbreakShape hospitals();
/// 34 devices in two zones, about one in eight a server, all patched, with one password for all. The worm is NotPetya.
OutbreakShape small_office();

}  // namespace shoal::outbreak
