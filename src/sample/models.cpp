#include "sample/models.hpp"

namespace shoal::sample {
namespace {

using enum estate::Architecture;

constexpr Model known_models[] = {
    {"xp",
     "windows-xp-sp3",
     "home-pro",
     x86,
     false,
     25,
     {"Microsoft Windows XP Professional"},
     "Microsoft Windows XP",
     ""},
    {"7",
     "windows-7-sp1",
     "enterprise",
     x64,
     false,
     28,
     {"Microsoft Windows 7 Enterprise ", "Microsoft Windows 7 Enterprise ", "Microsoft Windows\u00a07 Entreprise ",
      "Microsoft Windows 7 Корпоративная "},
     "Windows 7 Enterprise",
     "Enterprise"},
    {"8.1",
     "windows-8.1",
     "home-pro",
     x64,
     false,
     10,
     {"Microsoft Windows 8.1 Pro", "Microsoft Windows 8.1 Pro", "Microsoft Windows 8.1 Professionnel",
      "Майкрософт Windows 8.1 Профессиональная"},
     "Windows 8.1 Pro",
     "Professional"},
    {"10-ltsc",
     "windows-10-1809",
     "ltsc",
     x64,
     false,
     6,
     {"Microsoft Windows 10 Enterprise LTSC", "Microsoft Windows 10 Enterprise LTSC",
      "Microsoft Windows 10 Entreprise LTSC", "Майкрософт Windows 10 Корпоративная LTSC"},
     "Windows 10 Enterprise LTSC 2019",
     "EnterpriseS"},
    {"10",
     "windows-10-22h2",
     "enterprise",
     x64,
     false,
     14,
     {"Microsoft Windows 10 Enterprise", "Microsoft Windows 10 Enterprise", "Microsoft Windows 10 Entreprise",
      "Майкрософт Windows 10 Корпоративная"},
     "Windows 10 Enterprise",
     "Enterprise"},
    {"10-pro",
     "windows-10-22h2",
     "home-pro",
     x64,
     false,
     2,
     {"Microsoft Windows 10 Pro", "Microsoft Windows 10 Pro", "Microsoft Windows 10 Professionnel",
      "Майкрософт Windows 10 Pro"},
     "Windows 10 Pro",
     "Professional"},
    {"11",
     "windows-11-23h2",
     "enterprise",
     x64,
     false,
     5,
     {"Microsoft Windows 11 Enterprise", "Microsoft Windows 11 Enterprise", "Microsoft Windows 11 Entreprise"},
     "Windows 10 Enterprise",
     "Enterprise"},
    {"2003",
     "windows-server-2003-sp2",
     "home-pro",
     x86,
     true,
     3,
     {"Microsoft(R) Windows(R) Server 2003, Standard Edition"},
     "Microsoft Windows Server 2003",
     ""},
    {"2008r2",
     "windows-server-2008-r2-sp1",
     "home-pro",
     x64,
     true,
     3,
     {"Microsoft Windows Server 2008 R2 Standard ", "Microsoft Windows Server 2008 R2 Standard "},
     "Windows Server 2008 R2 Standard",
     "ServerStandard"},
    {"2012r2",
     "windows-server-2012-r2",
     "home-pro",
     x64,
     true,
     3,
     {"Microsoft Windows Server 2012 R2 Standard", "Microsoft Windows Server 2012 R2 Standard"},
     "Windows Server 2012 R2 Standard",
     "ServerStandard"},
    {"2016",
     "windows-server-2016",
     "home-pro",
     x64,
     true,
     1,
     {"Microsoft Windows Server 2016 Standard", "Microsoft Windows Server 2016 Standard"},
     "Windows Server 2016 Standard",
     "ServerStandard"},
};

}  // namespace

std::string_view spelled(Language language) {
  constexpr std::string_view names[] = {"en", "de", "fr", "ru"};
  return names[static_cast<std::size_t>(language)];
}

std::span<const Model> models() { return known_models; }

std::optional<std::size_t> find_model(std::string_view key) {
  for (std::size_t i = 0; i < std::size(known_models); i++)
    if (known_models[i].key == key) return i;
  return std::nullopt;
}

}  // namespace shoal::sample
