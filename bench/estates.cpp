#include "estates.hpp"

#include <algorithm>
#include <fstream>

namespace shoal::bench {
namespace {

struct Line {
  const char* name;
  const char* version;
  std::uint32_t build, service_pack;
  estate::Architecture architecture;
  const char* release;
  unsigned weight;
};

// A police force some years into its upgrade: mostly old desktops, some servers.
constexpr Line lines[] = {
    {"Microsoft Windows XP Professional", "5.1", 2600, 3, estate::Architecture::x86, "windows-xp-sp3", 25},
    {"Microsoft Windows 7 Enterprise", "6.1", 7601, 1, estate::Architecture::x64, "windows-7-sp1", 30},
    {"Microsoft Windows 8.1 Pro", "6.3", 9600, 0, estate::Architecture::x64, "windows-8.1", 10},
    {"Microsoft Windows 10 Enterprise", "10.0", 17763, 0, estate::Architecture::x64, "windows-10-1809", 10},
    {"Microsoft Windows 10 Enterprise", "10.0", 19045, 0, estate::Architecture::x64, "windows-10-22h2", 15},
    {"Microsoft(R) Windows(R) Server 2003, Standard Edition", "5.2", 3790, 2, estate::Architecture::x86,
     "windows-server-2003-sp2", 3},
    {"Microsoft Windows Server 2008 R2 Standard", "6.1", 7601, 1, estate::Architecture::x64,
     "windows-server-2008-r2-sp1", 3},
    {"Microsoft Windows Server 2012 R2 Standard", "6.3", 9600, 0, estate::Architecture::x64, "windows-server-2012-r2",
     4},
};

}  // namespace

StateMaker::StateMaker(const knowledge::Pack& pack, std::uint64_t seed) : random_(seed) {
  for (const Line& line : lines) {
    Model model;
    model.os = {line.name, line.version, line.build, std::nullopt, line.service_pack, line.architecture, 1};
    const auto product = exposure::find_product(pack.facts, line.release, line.architecture);
    SHOAL_ASSERT(product);
    const exposure::Product& found = pack.facts.products[*product];
    std::vector<update::UpdateIndex> updates;
    for (std::uint32_t i = found.rows_begin; i < found.rows_end; i++) updates.push_back(pack.facts.rows[i].update);
    std::sort(updates.begin(), updates.end());
    updates.erase(std::unique(updates.begin(), updates.end()), updates.end());
    for (const auto update : updates) model.updates.push_back(pack.facts.updates.updates[update]);
    std::sort(model.updates.begin(), model.updates.end(),
              [](const auto& a, const auto& b) { return std::tuple(a.released, a.kb) < std::tuple(b.released, b.kb); });
    for (unsigned i = 0; i < line.weight; i++) models_.push_back(model);
  }
}

exposure::DeviceRecord StateMaker::next() {
  const Model& model = models_[below(models_.size())];
  exposure::DeviceRecord made;
  made.os = model.os;
  const std::size_t patched = below(model.updates.size() + 1);
  const std::uint64_t habit = 50 + below(50);  // Percent of the updates up to then that were installed.
  for (std::size_t i = 0; i < patched && made.updates.kbs.size() < 250; i++)
    if (below(100) < habit) made.updates.kbs.push_back(model.updates[i].kb);
  std::sort(made.updates.kbs.begin(), made.updates.kbs.end());
  return made;
}

std::string systeminfo_of(const exposure::DeviceRecord& device, const std::string& name) {
  std::string text = "\r\n";
  const auto line = [&](std::string label, const std::string& value) {
    label += ":";
    label.resize(27, ' ');
    text += label + value + "\r\n";
  };
  const estate::OsClaim& os = *device.os;
  std::string version = os.version + "." + std::to_string(os.build);
  version += os.service_pack > 0 ? " Service Pack " + std::to_string(os.service_pack) : " N/A";
  line("Host Name", name);
  line("OS Name", os.name);
  line("OS Version", version + " Build " + std::to_string(os.build));
  line("OS Manufacturer", "Microsoft Corporation");
  line("OS Configuration", "Member Workstation");
  line("OS Build Type", "Multiprocessor Free");
  line("Registered Owner", "Bench");
  line("Registered Organization", "");
  line("Product ID", "00000-000-0000000-00000");
  line("System Manufacturer", "Bench");
  line("System Model", "Bench");
  line("System Type", os.architecture == estate::Architecture::x86 ? "X86-based PC" : "x64-based PC");
  line("Processor(s)", "1 Processor(s) Installed.");
  text += "                           [01]: Intel64 Family 6 Model 78 Stepping 3 GenuineIntel ~2400 Mhz\r\n";
  line("Windows Directory", "C:\\WINDOWS");
  line("System Locale", "en-us;English (United States)");
  line("Domain", "bench.example");
  line("Logon Server", "\\\\BENCH");
  line("Hotfix(s)", device.updates.kbs.empty() ? std::string("N/A")
                                               : std::to_string(device.updates.kbs.size()) + " Hotfix(s) Installed.");
  for (std::size_t i = 0; i < device.updates.kbs.size(); i++) {
    const std::string number = (i < 9 ? "0" : "") + std::to_string(i + 1);
    text += "                           [" + number + "]: KB" + std::to_string(device.updates.kbs[i]) + "\r\n";
  }
  line("Network Card(s)", "1 NIC(s) Installed.");
  text += "                           [01]: Bench Ethernet Adapter\r\n";
  return text;
}

void write_directory_export(const std::filesystem::path& path, std::size_t rows, std::uint64_t seed) {
  struct System {
    const char *name, *service_pack, *version;
  };
  constexpr System systems[] = {{"Windows XP Professional", "Service Pack 3", "5.1 (2600)"},
                                {"Windows XP Professional", "Service Pack 2", "5.1 (2600)"},
                                {"Windows 7 Professional", "Service Pack 1", "6.1 (7601)"},
                                {"Windows 7 Enterprise", "", "6.1 (7600)"},
                                {"Windows 8.1 Pro", "", "6.3 (9600)"},
                                {"Windows 10 Enterprise", "", "10.0 (19045)"},
                                {"Windows 10 Pro", "", "10.0 (18363)"},
                                {"Windows 11 Pro", "", "10.0 (22631)"},
                                {"Windows Server 2003", "Service Pack 2", "5.2 (3790)"},
                                {"Windows Server 2008 R2 Standard", "Service Pack 1", "6.1 (7601)"},
                                {"Windows Server 2012 R2 Standard", "", "6.3 (9600)"},
                                {"Windows Server 2019 Standard", "", "10.0 (17763)"}};
  constexpr const char* sites[] = {"Leeds", "York", "Hull", "Bath", "Ely"};
  std::mt19937_64 random(seed);
  std::ofstream out(path, std::ios::binary);
  out << R"("DistinguishedName","DNSHostName","Enabled","lastLogonTimestamp","Name","OperatingSystem",)"
         R"("OperatingSystemServicePack","OperatingSystemVersion")"
         "\r\n";
  for (std::size_t i = 0; i < rows; i++) {
    const System& system = systems[random() % std::size(systems)];
    const std::string name = "WS-" + std::to_string(1'000'000 + i);
    const std::uint64_t logon = 131'500'000'000'000'000 + random() % 2'300'000'000'000'000;
    out << "\"CN=" << name << ",OU=" << sites[random() % std::size(sites)] << ",DC=corp,DC=example\",\"" << name
        << ".corp.example\",\"True\",\"" << logon << "\",\"" << name << "\",\"" << system.name << "\",\""
        << system.service_pack << "\",\"" << system.version << "\"\r\n";
  }
}

}  // namespace shoal::bench
