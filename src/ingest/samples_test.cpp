// The readers against real outputs, which are read where they stand and never copied here. The expected values were
// found by eye and with another program.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "ingest/pairing.hpp"
#include "ingest/reader.hpp"

namespace shoal::ingest {
namespace {

std::filesystem::path samples() {
  const char* shared = std::getenv("SHOAL_SHARED_DATA");
  const auto root = shared != nullptr ? std::filesystem::path(shared)
                                      : std::filesystem::path(SHOAL_SOURCE_DIR) / ".." / "shared" / "data";
  return root / "inventories" / "systeminfo";
}

bool have_samples() {
  if (std::filesystem::exists(samples())) return true;
  std::cout << "skipped: no real inventories at " << samples() << ", set SHOAL_SHARED_DATA to have them read\n";
  return false;
}

std::vector<estate::Observation> read_sample(const std::string& name) {
  std::ifstream file(samples() / name, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return read_inventory(bytes.str(), name, {}).value().observations;
}

struct Output {
  const char* file;
  const char* device;
  const char* version;
  std::uint32_t build;
  std::uint32_t service_pack;
  const char* architecture;
  std::size_t named;  // repetitions once
  int declared;       // -1 where the list is "N/A"
  std::uint32_t nameless;
  std::uint32_t entries;
};

std::string spelled(const Output& o) {
  std::ostringstream text;
  text << o.device << ' ' << o.version << '.' << o.build << " sp" << o.service_pack << ' ' << o.architecture
       << " named " << o.named << " declared " << o.declared << " nameless " << o.nameless << " entries " << o.entries;
  return text.str();
}

std::string spelled(const estate::Observation& seen) {
  const estate::Claims& claims = *seen.claims;
  SHOAL_ASSERT(claims.os && claims.updates_listed && !claims.cut_short);
  const std::string_view architecture = estate::spelled(claims.os->architecture);
  return spelled(Output{"", seen.device.c_str(), claims.os->version.c_str(), claims.os->build, claims.os->service_pack,
                        architecture.data(), claims.updates.size(),
                        claims.updates_declared ? static_cast<int>(*claims.updates_declared) : -1,
                        claims.entries_nameless, claims.entries});
}

TEST_CASE("every real systeminfo output is read for what it says") {
  const Output outputs[] = {
      {"10_1803_x64_education_en-us_systeminfo.txt", "LAPTOP", "10.0", 17134, 0, "x64", 5, 5, 0, 5},
      {"10_1803_x64_enterprise_es-ar_20190307_systeminfo.txt", "", "10.0", 17134, 0, "x64", 6, 6, 0, 6},
      {"10_1803_x64_proforworkstations_en-us_A_20190305_systeminfo.txt", "DESKTOP-OOF6NB5", "10.0", 17134, 0, "x64", 4,
       4, 0, 4},
      {"10_1803_x64_proforworkstations_en-us_systeminfo.txt", "DESKTOP-OOF6NB5", "10.0", 17134, 0, "x64", 0, -1, 0, 0},
      {"10_1803_x86_enterprise_nl_systeminfo.txt", "DESKTOP-LFQSJM4", "10.0", 17134, 0, "x86", 4, 4, 0, 4},
      {"10_1809_x64_education_en-us_systeminfo.txt", "LAPTOP", "10.0", 17763, 0, "x64", 6, 6, 0, 6},
      {"10_1809_x64_education_es_systeminfo.txt", "", "10.0", 17763, 0, "x64", 9, 9, 0, 9},
      {"10_1809_x64_pro_en-us_20190307_systeminfo.txt", "DESKTOP-LOQ9L09", "10.0", 17763, 0, "x64", 5, 5, 0, 5},
      {"10_21H1_x64_enterprise_systeminfo.txt", "DESKTOP-92B51CV", "10.0", 19043, 0, "x64", 4, 4, 0, 4},
      {"10_21H2_x64_pro_systeminfo.txt", "DESKTOP", "10.0", 19044, 0, "x64", 7, 7, 0, 7},
      {"10_22H2_x64_enterprise_en-us_systeminfo.txt", "DESKTOP-92B51CV", "10.0", 19045, 0, "x64", 1, 1, 0, 1},
      {"10_rtm_x64_pro_en-us_systeminfo.txt", "DESKTOP-J4ED1CA", "10.0", 10240, 0, "x64", 2, 2, 0, 2},
      {"11_22H2_x64_home-single-language_systeminfo.txt", "test", "10.0", 22621, 0, "x64", 1, 1, 0, 1},
      {"11_23H2_x64_enterprise_systeminfo.txt", "DESKTOP-JNEKK9U", "10.0", 22631, 0, "x64", 4, 4, 0, 4},
      {"11_24H2_x64_enterprise_systeminfo.txt", "WINXI24H2LTSC", "10.0", 26100, 0, "x64", 3, 3, 0, 3},
      {"7_sp1_x64_enterprise_en-us_20190305_systeminfo.txt", "WIN7SP1X64", "6.1", 7601, 1, "x64", 245, 273, 0, 245},
      {"7_sp1_x64_enterprise_en-us_A_systeminfo.txt", "WIN7SP1X64", "6.1", 7601, 1, "x64", 219, 219, 0, 219},
      {"7_sp1_x64_enterprise_fr_systeminfo_cmd.txt", "WIN-IDKKFN87EL8", "6.1", 7601, 1, "x64", 73, 73, 0, 73},
      {"7_sp1_x64_ultimaten_de_systeminfo.txt", "OLI7-PC", "6.1", 7601, 1, "x64", 242, 263, 0, 245},
      {"7_sp1_x86_enterprise_en-us_systeminfo.txt", "WIN7SP1X86", "6.1", 7601, 1, "x86", 2, 2, 0, 2},
      {"srv_2003_rtm_x86_standard_en-us_systeminfo.txt", "WINSRV2K3SP0X86", "5.2", 3790, 0, "x86", 2, 3, 1, 3},
      {"srv_2003_sp1_x64_standard_en-us_systeminfo.txt", "WINSRV2K3SP1X64", "5.2", 3790, 1, "x64", 1, 1, 0, 1},
      {"srv_2003r2_sp2_rtm_x64_standard_en-us_systeminfo.txt", "SRV2K3R2SP2X64", "5.2", 3790, 2, "x64", 1, 1, 0, 1},
      {"srv_2003r2_sp2_x86_standard_en-us_systeminfo.txt", "SRV2K3R2SP2X86", "5.2", 3790, 2, "x86", 68, 352, 170, 239},
      {"srv_2008_rtm_x64_standard_en-us_systeminfo.txt", "SRV2K8SP0X64", "6.0", 6001, 1, "x64", 1, 1, 0, 1},
      {"srv_2008_rtm_x86_standard_en-us_systeminfo.txt", "SRV2K8SP0X86", "6.0", 6001, 1, "x86", 1, 1, 0, 1},
      {"srv_2016_1607_datacenter_en-us_systeminfo.txt", "MYSERVER", "10.0", 14393, 0, "x64", 5, 5, 0, 5},
      {"srv_2019_rtm_datacenter_en-us_systeminfo.txt", "WIN-O863JARO7CM", "10.0", 17763, 0, "x64", 5, 5, 0, 5},
      {"srv_2022_systeminfo.txt", "WIN-RIBN7SM07BK", "10.0", 20348, 0, "x64", 3, 3, 0, 3},
      {"vista_x64_sp0_systeminfo.txt", "WINVISTASP0X64", "6.0", 6000, 0, "x64", 104, 105, 0, 105},
      {"vista_x64_sp2_systeminfo.txt", "WINVISTASP0X64", "6.0", 6002, 2, "x64", 174, 175, 0, 175},
      {"xp_rtm_x86_professional_en-us_systeminfo.txt", "WINXPSP0", "5.1", 2600, 0, "x86", 2, 3, 1, 3},
      {"xp_sp1_x86_systeminfo.txt", "WINXPSP1", "5.1", 2600, 1, "x86", 2, 3, 1, 3},
      {"xp_sp2_x86_systeminfo.txt", "WINXPSP2", "5.1", 2600, 2, "x86", 1, 1, 0, 1},
      {"xp_sp3_x86_professional_en-us_systeminfo.txt", "WINXPSP3", "5.1", 2600, 3, "x86", 93, 262, 127, 220},
  };
  if (!have_samples()) return;
  for (const Output& output : outputs) {
    CAPTURE(output.file);
    const auto seen = read_sample(output.file);
    REQUIRE(seen.size() == 1);
    CHECK(spelled(seen[0]) == spelled(output));
  }
}

struct Listing {
  const char* file;
  const char* device;
  std::size_t named;
  std::uint32_t entries;
  std::uint32_t nameless;
  const char* not_before;
};

std::string spelled(const Listing& l) {
  std::ostringstream text;
  text << l.device << " named " << l.named << " entries " << l.entries << " nameless " << l.nameless << ' '
       << l.not_before;
  return text.str();
}

TEST_CASE("every real wmic qfe listing is read for what it says") {
  const Listing listings[] = {
      {"10_1803_x64_proforworkstations_en-us_A_20190305_qfe.txt", "", 4, 4, 0, "-"},
      {"10_1809_x64_pro_en-us_20190307_qfe.txt", "", 5, 5, 0, "-"},
      {"7_sp1_x64_enterprise_en-us_20190305_qfe.txt", "", 276, 276, 0, "2018-11-14"},
      {"vista_x64_sp2_qfe.txt", "WINVISTASP0X64", 174, 175, 0, "2019-03-21"},
      {"xp_rtm_x86_professional_en-us_qfe.txt", "WINXPSP0", 2, 3, 0, "-"},
      {"xp_sp1_x86_qfe.txt", "WINXPSP1", 2, 3, 0, "-"},
      {"xp_sp2_x86_qfe.txt", "WINXPSP2", 1, 1, 0, "-"},
      {"xp_sp3_x86_professional_en-us_qfe.txt", "WINXPSP3", 135, 262, 0, "2016-12-31"},
  };
  if (!have_samples()) return;
  for (const Listing& listing : listings) {
    CAPTURE(listing.file);
    const auto seen = read_sample(listing.file);
    REQUIRE(seen.size() == 1);
    const std::string day = seen[0].not_before ? to_string(*seen[0].not_before) : "-";
    CHECK(spelled(Listing{"", seen[0].device.c_str(), seen[0].claims->updates.size(), seen[0].claims->entries,
                          seen[0].claims->entries_nameless, day.c_str()}) == spelled(listing));
  }
}

TEST_CASE("every real listing finds the output that was taken with it") {
  if (!have_samples()) return;
  std::vector<estate::Observation> all;
  for (const auto& entry : std::filesystem::directory_iterator(samples())) {
    const std::string name = entry.path().filename().string();
    if (name.find("_systeminfo") == name.npos && name.find("_qfe") == name.npos) continue;
    for (auto& seen : read_sample(name)) all.push_back(std::move(seen));
  }
  std::size_t joined = 0;
  for (const Group& group : pair(all)) {
    for (std::size_t i = 1; i < group.members.size(); i++) {
      const std::string& output = *all[group.members[0].index].file;
      const std::string& listing = *all[group.members[i].index].file;
      CAPTURE(output);
      CHECK(listing.substr(0, listing.find("_qfe")) == output.substr(0, output.find("_systeminfo")));
      joined++;
    }
  }
  CHECK(all.size() - joined == 35);
  CHECK(joined == 8);
}

}  // namespace
}  // namespace shoal::ingest
