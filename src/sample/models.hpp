// What each release says of itself, tool by tool and language by language: the spelling, not the facts.
//
// Version, build and service pack come from the catalogue; only the names stand here, because no table of ours has
// them and the readers must cope with exactly these.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "estate/observation.hpp"

namespace shoal::sample {

enum class Language : std::uint8_t { en, de, fr, ru };
inline constexpr std::size_t languages = 4;

/// "en", "de", "fr", "ru".
std::string_view spelled(Language language);

/// One release and edition as desktops and servers have it.
struct Model {
  std::string_view key;      ///< As in a mix, e.g. "xp" or "10-ltsc".
  std::string_view release;  ///< Key in lifecycle::Catalogue.
  std::string_view edition;  ///< As in lifecycle::SupportDates.
  estate::Architecture architecture = estate::Architecture::unknown;
  bool server = false;
  unsigned weight = 0;  ///< In the mix that is used where none is given.
  /// As systeminfo and WMI report it, by Language; empty where we know of no output in that language.
  std::array<std::string_view, languages> names;
  std::string_view registry_name;  ///< ProductName, which says "Windows 10" on Windows 11 too.
  std::string_view edition_id;     ///< EditionID; empty where the registry has none.
};

/// All models, in a fixed order.
std::span<const Model> models();

/// The model with this key.
std::optional<std::size_t> find_model(std::string_view key);

}  // namespace shoal::sample
