// Estates for measuring: devices in memory, and inventories as text, from a seed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "exposure/assessment.hpp"
#include "knowledge/pack.hpp"

namespace shoal::bench {

/// Makes patch states as an estate has them: releases by weight, each patched up to some month, with some updates left
/// out. The same seed gives the same states on every machine.
class StateMaker {
 public:
  StateMaker(const knowledge::Pack& pack, std::uint64_t seed);

  /// One more device, with a patch state of its own.
  exposure::DeviceRecord next();

 private:
  struct Model {
    estate::OsClaim os;
    std::vector<update::Update> updates;  // Those of its product, ascending by day.
  };
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  std::vector<Model> models_;
  std::mt19937_64 random_;
};

/// `device` as the text that systeminfo would print of it under this name.
std::string systeminfo_of(const exposure::DeviceRecord& device, const std::string& name);

/// A CSV as PowerShell exports it from a directory: `rows` computers of a dozen operating systems, from a seed.
void write_directory_export(const std::filesystem::path& path, std::size_t rows, std::uint64_t seed);

}  // namespace shoal::bench
