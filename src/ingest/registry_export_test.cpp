#include "ingest/registry_export.hpp"

#include <doctest/doctest.h>

#include "ingest/observation_spelling.hpp"

namespace shoal::ingest {
namespace {

// Keys below HKEY_LOCAL_MACHINE as an export of ours: "|KEY" begins one, else a line is a value.
std::string exported(const std::vector<std::string>& lines) {
  std::string text = "Windows Registry Editor Version 5.00\r\n";
  for (const std::string& line : lines)
    text += line.starts_with('|') ? "\r\n[HKEY_LOCAL_MACHINE\\" + line.substr(1) + "]\r\n" : line + "\r\n";
  return text + "\r\n";
}

const std::string current = R"(|SOFTWARE\Microsoft\Windows NT\CurrentVersion)";
const std::string uninstall = R"(|SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall)";
const std::string packages = R"(|SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages)";
const std::string control = R"(|SYSTEM\CurrentControlSet\)";
const std::string name_key = control + R"(Control\ComputerName\ComputerName)";

std::string read_export(const std::vector<std::string>& lines) {
  const auto seen = read_registry_export(exported(lines), "pc.reg");
  if (!seen) return std::string(seen.error().code);
  return spelled_observation(*seen);
}

std::string updates(const std::vector<std::string>& lines) {
  const std::string text = read_export(lines);
  return text.substr(text.rfind('\n', text.find("entries")) + 1);
}

std::string os(const std::vector<std::string>& lines) {
  const auto seen = read_registry_export(exported(lines), "pc.reg");
  return seen && seen->claims->os ? spelled_os(*seen->claims->os) : "none\n";
}

TEST_CASE("Windows XP tells its release, its name and its complete list of updates") {
  CHECK(read_export({name_key,
                     R"("ComputerName"="TILL-3")",
                     control + R"(Control\Session Manager\Environment)",
                     R"("PROCESSOR_ARCHITECTURE"="x86")",
                     current,
                     "\"CurrentBuild\"=\"1.511.1 () (Obsolete data - do not use)\"",
                     R"("ProductName"="Microsoft Windows XP")",
                     R"("CurrentBuildNumber"="2600")",
                     R"("CurrentVersion"="5.1")",
                     R"("CSDVersion"="Service Pack 3")",
                     current + R"(\HotFix)",
                     current + R"(\HotFix\KB958644)",
                     R"("Installed"=dword:00000001)",
                     current + R"(\HotFix\KB958644\File 1)",
                     current + R"(\HotFix\KB911562)",
                     R"("Installed"=dword:00000000)",
                     current + R"(\HotFix\KB2909921-IE8)",
                     R"(|SOFTWARE\Microsoft\Updates\Windows XP\SP4\KB4012598)",
                     R"("InstalledDate"="5/15/2017")",
                     R"(|SOFTWARE\Microsoft\Updates\Windows XP\SP4\KB4012598\Filelist)"}) ==
        "TILL-3\n"
        "Microsoft Windows XP | 5.1.2600 sp3 x86 @12\n"
        "updates 958644@18 2909921-IE8@26 4012598@28=2017-05-15 | entries 3 nameless 0\n"
        "not before 2017-05-15");
}

TEST_CASE("Windows 10 and 11 tell their version in two numbers and their revision in UBR; the name stays as it is") {
  CHECK(os({current, R"("ProductName"="Windows 10 Pro")", R"("CurrentVersion"="6.3")", R"("CurrentBuild"="22631")",
            R"("CurrentMajorVersionNumber"=dword:0000000a)", R"("CurrentMinorVersionNumber"=dword:00000000)",
            R"("UBR"=dword:00000dc8)", R"("BuildLabEx"="22621.1.amd64fre.ni_release.220506-1250")"}) ==
        "Windows 10 Pro | 10.0.22631.3528 sp0 x64 @6\n");
}

TEST_CASE("the architecture is told by the build, by a second tree of keys, or by the lack of one where all is there") {
  const std::vector<std::string> seven{current, R"("CurrentVersion"="6.1")", R"("CurrentBuildNumber"="7601")"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), seven.begin(), seven.end());
    return os(more);
  };
  const std::string told = " | 6.1.7601 sp0 ";
  CHECK(with({R"("BuildLabEx"="7601.24214.x86fre.win7sp1_ldr.180801-1700")"}) == told + "x86 @5\n");
  CHECK(with({}) == told + "unknown @5\n");
  CHECK(with({R"(|SOFTWARE\Wow6432Node)"}) == told + "x64 @5\n");
  CHECK(with({"|SOFTWARE"}) == told + "x86 @5\n");
  CHECK(with({R"("ProductName"="Windows Server 2008 R2")", R"(|SOFTWARE\Wow6432Node)"}) ==
        "Windows Server 2008 R2 | 6.1.7601 sp0 unknown @5\n");
}

TEST_CASE("of the packages those that are installed count, and a rollup without a number hides its name") {
  const std::vector<std::string> all{packages,
                                     packages + R"(\Package_for_KB4012212~31bf3856ad364e35~amd64~~6.1.1.0)",
                                     R"("CurrentState"=dword:00000070)",
                                     R"("InstallTimeHigh"=dword:01d2a000)",
                                     R"("InstallTimeLow"=dword:00000000)",
                                     packages + R"(\Package_for_KB4012215~31bf3856ad364e35~amd64~~6.1.1.0)",
                                     R"("CurrentState"=dword:00000050)",
                                     packages + R"(\Package_for_KB976902~31bf3856ad364e35~amd64~~6.1.1.17514)",
                                     R"("CurrentState"=dword:00000080)",
                                     packages + R"(\Package_1_for_KB2534111~31bf3856ad364e35~amd64~~6.1.1.0)",
                                     R"("CurrentState"=dword:00000070)",
                                     packages + R"(\Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.1288.1.7)",
                                     R"("CurrentState"=dword:00000070)"};
  CHECK(updates(all) == "updates 4012212@5=2017-03-18 976902@13 | entries 3 nameless 1\nnot before 2017-03-18");
  std::vector<std::string> with_revision{current, R"("CurrentVersion"="10.0")", R"("CurrentBuild"="19041")",
                                         R"("UBR"=dword:00000508)"};
  with_revision.insert(with_revision.end(), all.begin(), all.end());
  CHECK(updates(with_revision) ==
        "updates 4012212@10=2017-03-18 976902@18 | entries 3 nameless 0\nnot before 2017-03-18");
}

TEST_CASE("Uninstall alone names some updates and cannot know of all, and says nothing where it names none") {
  CHECK(updates({uninstall, uninstall + R"(\KB958644)", "\"DisplayName\"=\"Security Update for Windows XP (KB958644)\"",
                 R"("ParentKeyName"="OperatingSystem")", R"("InstallDate"="20081024")",
                 uninstall + R"(\{3C3901C5-3455-3E0A-A214-0B093A5070A6}.KB2468871)", uninstall + R"(\{9}_PROPLUS_{1})",
                 "\"DisplayName\"=\"Update for Microsoft Office (KB978380)\"", R"("ParentKeyName"="PROPLUS")"}) ==
        "updates 958644@5=2008-10-24 2468871@10 978380@12 | entries 3 nameless 0 partial\nnot before 2008-10-24");
  CHECK(updates({uninstall, uninstall + R"(\7-Zip)", R"("DisplayName"="7-Zip 9.20")"}) ==
        "no list | entries 0 nameless 0");
  CHECK(updates({current + R"(\HotFix\KB958644)"}) == "updates 958644@3 | entries 1 nameless 0 partial");
}

TEST_CASE("the list is complete by the key that holds all on that release, and not by another's") {
  const std::vector<std::string> seven{current, R"("CurrentVersion"="6.1")", R"("CurrentBuildNumber"="7601")"};
  const auto with = [&](const std::string& key) {
    std::vector<std::string> lines = seven;
    lines.push_back(key);
    return updates(lines);
  };
  CHECK(with(current + R"(\HotFix)") == "no list | entries 0 nameless 0");
  CHECK(with(packages) == "updates | entries 0 nameless 0");
}

TEST_CASE("programs are claimed with publisher and version, those of both trees and hidden ones") {
  const auto seen = read_registry_export(
      exported({uninstall + R"(\Java)", R"("DisplayName"="Java 7 Update 9")", R"("Publisher"="Oracle")",
                R"("DisplayVersion"="7.0.90")", R"("SystemComponent"=dword:00000001)",
                R"(|SOFTWARE\Wow6432Node\Microsoft\Windows\CurrentVersion\Uninstall\{2})",
                R"("DisplayName"=hex(2):37,00,2d,00,5a,00,69,00,70,00,00,00)", uninstall + R"(\Nameless)",
                R"("Publisher"="X")"}),
      "pc.reg");
  std::string text;
  for (const auto& program : seen->claims->programs)
    text += program.name + "|" + program.publisher + "|" + program.version + "@" + std::to_string(program.line) + "\n";
  CHECK(text == "Java 7 Update 9|Oracle|7.0.90@4\n7-Zip||@10\n");
}

std::string protection(const std::vector<std::string>& lines) {
  const auto seen = read_registry_export(exported(lines), "pc.reg");
  if (!seen) return std::string(seen.error().code);
  std::string text;
  for (const auto& claim : seen->claims->protection)
    text += std::string(estate::spelled(claim.what)) + (claim.on ? " on" : " off") +
            (claim.current_on ? " " + to_string(*claim.current_on) : "") + "@" + std::to_string(claim.line) + " ";
  return text;
}

TEST_CASE("what protects is claimed where a value says so, a policy before the machine's own setting") {
  const std::string au = R"(|SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU)";
  const std::string own = R"(|SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update)";
  const std::string firewall = control + R"(Services\SharedAccess\Parameters\FirewallPolicy\)";
  const std::string on = R"("EnableFirewall"=dword:00000001)", off = R"("EnableFirewall"=dword:00000000)";
  CHECK(protection({control + R"(Services\LanmanServer\Parameters)", R"("SMB1"=dword:00000000)",
                    control + R"(Control\Terminal Server)", R"("fDenyTSConnections"=dword:00000000)"}) ==
        "smb1 off@4 remote-desktop on@7 ");
  CHECK(protection({control + R"(Control\Terminal Server)", R"("fDenyTSConnections"=dword:00000000)",
                    R"(|SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services)",
                    R"("fDenyTSConnections"=dword:00000001)"}) == "remote-desktop off@7 ");
  CHECK(protection({own, R"("AUOptions"=dword:00000004)"}) == "automatic-updates on@4 ");
  CHECK(protection({au, R"("AUOptions"=dword:00000005)", own, R"("AUOptions"=dword:00000003)"}) ==
        "automatic-updates off@7 ");
  CHECK(protection({au, R"("NoAutoUpdate"=dword:00000001)", own, R"("AUOptions"=dword:00000004)"}) ==
        "automatic-updates off@4 ");
  CHECK(protection({firewall + "StandardProfile", on, firewall + "DomainProfile", off}) == "firewall off@7 ");
  CHECK(protection({firewall + "StandardProfile", off, firewall + "PublicProfile", on,
                    R"(|SOFTWARE\Policies\Microsoft\WindowsFirewall\PrivateProfile)", on}) == "firewall on@10 ");
}

TEST_CASE("antivirus is on where Microsoft's own program has definitions and is not switched off, of the newest day") {
  const std::string defender = R"(|SOFTWARE\Microsoft\Windows Defender)";
  const std::string essentials = R"(|SOFTWARE\Microsoft\Microsoft Antimalware)";
  // The second is the example of BigFix's forum, thread 43967: 133180989414153471 units, on 2023-01-13.
  const std::string older = R"("AVSignatureApplied"=hex:00,9b,55,8c,89,61,d2,01)";
  const std::string newer = R"("AVSignatureApplied"=hex:ff,9c,dd,7c,67,27,d9,01)";
  CHECK(protection({defender + R"(\Signature Updates)", newer}) == "antivirus on 2023-01-13@4 ");
  CHECK(protection({defender + R"(\Signature Updates)", newer, essentials + R"(\Signature Updates)", older}) ==
        "antivirus on 2023-01-13@4 ");
  CHECK(protection({defender, R"("DisableAntiSpyware"=dword:00000001)", defender + R"(\Signature Updates)", newer,
                    essentials + R"(\Signature Updates)", older}) == "antivirus on 2016-12-29@10 ");
  for (const char* off : {R"(|SOFTWARE\Microsoft\Windows Defender\Real-Time Protection)",
                          R"(|SOFTWARE\Policies\Microsoft\Windows Defender\Real-Time Protection)"})
    CHECK(protection({name_key, R"("ComputerName"="PC")", defender + R"(\Signature Updates)", newer, off,
                      R"("DisableRealtimeMonitoring"=dword:00000001)"})
              .empty());
  // A policy that leaves it on comes before the machine's own setting.
  CHECK(protection({defender, R"("DisableAntiSpyware"=dword:00000001)", defender + R"(\Signature Updates)", newer,
                    R"(|SOFTWARE\Policies\Microsoft\Windows Defender)", R"("DisableAntiSpyware"=dword:00000000)"}) ==
        "antivirus on 2023-01-13@7 ");
  CHECK(protection({name_key, R"("ComputerName"="PC")", defender + R"(\Signature Updates)",
                    R"("AVSignatureApplied"=hex:ff,9c,dd)"})
            .empty());
}

TEST_CASE("disk encryption is whether BitLocker protected the system's disk when Windows started") {
  const std::string key = control + R"(Control\BitLockerStatus)";
  CHECK(protection({key, R"("BootStatus"=dword:00000001)"}) == "disk-encryption on@4 ");
  CHECK(protection({key, R"("BootStatus"=dword:00000000)"}) == "disk-encryption off@4 ");
}

TEST_CASE("a value that is not there is no claim, and the driver of the client says nothing of the server") {
  CHECK(protection({name_key, R"("ComputerName"="PC")", control + R"(Services\LanmanServer\Parameters)",
                    control + R"(Services\mrxsmb10)", R"("Start"=dword:00000004)"})
            .empty());
}

TEST_CASE("the current control set counts, or the one that is selected, or the only one") {
  const auto named = [](const std::string& set, const char* name) {
    return std::vector<std::string>{"|SYSTEM\\" + set + R"(\Control\ComputerName\ComputerName)",
                                    "\"ComputerName\"=\"" + std::string(name) + "\""};
  };
  auto lines = named("ControlSet001", "OLD");
  CHECK(read_export(lines) == "OLD\nno list | entries 0 nameless 0");
  const auto newer = named("ControlSet002", "NEW");
  lines.insert(lines.end(), newer.begin(), newer.end());
  CHECK(read_export(lines) == "ingest.not_an_inventory");
  lines.insert(lines.end(), {R"(|SYSTEM\Select)", R"("Current"=dword:00000002)"});
  CHECK(read_export(lines) == "NEW\nno list | entries 0 nameless 0");
}

TEST_CASE("the installation is told by its MachineGuid, that of the 64-bit tree") {
  const std::string own = R"(|SOFTWARE\Microsoft\Cryptography)";
  const std::string narrow = R"(|SOFTWARE\Wow6432Node\Microsoft\Cryptography)";
  const auto seen = read_registry_export(
      exported({name_key, R"("ComputerName"="PC")", own, R"("MachineGuid"="6ab8e04e-58f7-4b47-8d3b-2c1d1a1f0e11")",
                narrow, R"("MachineGuid"="00000000-0000-0000-0000-000000000001")"}),
      "pc.reg");
  REQUIRE(seen);
  CHECK(*seen->identifiers ==
        estate::Identifiers{{estate::IdentifierKind::installation, "6AB8E04E58F74B478D3B2C1D1A1F0E11"}});
}

TEST_CASE("an export of two machines in one file is refused") {
  CHECK(read_export({name_key, R"("ComputerName"="PC1")", name_key, R"("ComputerName"="PC2")"}) ==
        "ingest.several_devices");
  CHECK(read_export({current, R"("CurrentBuildNumber"="2600")", current, R"("CurrentBuildNumber"="7601")"}) ==
        "ingest.several_devices");
}

TEST_CASE("an export that is cut, or in which a line cannot be read, leaves its list in doubt") {
  const std::string whole = exported({current + R"(\HotFix)", current + R"(\HotFix\KB958644)"});
  const auto read_text = [](const std::string& text) {
    return spelled_observation(*read_registry_export(text, "pc.reg"));
  };
  CHECK(read_text(whole) == "\nupdates 958644@5 | entries 1 nameless 0");
  CHECK(read_text(whole.substr(0, whole.size() - 2)) == "\nupdates 958644@5 | entries 1 nameless 0 cut short");
  CHECK(read_text(whole + "torn\r\n\r\n") == "\nupdates 958644@5 | entries 1 nameless 0 cut short");
}

TEST_CASE("an export of anything else is no inventory") {
  CHECK(read_export({R"(|SOFTWARE\Vendor)", R"("a"="b")"}) == "ingest.not_an_inventory");
}

TEST_CASE("the keys of the hardware tell of the machine") {
  const auto seen = read_registry_export(
      exported({R"(|HARDWARE\DESCRIPTION\System\CentralProcessor\0)",
                R"("Identifier"="Intel64 Family 6 Model 142 Stepping 9")", R"("VendorIdentifier"="GenuineIntel")",
                R"("ProcessorNameString"="Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz")",
                R"("Platform Specific Field 1"=dword:00000080)", R"(|HARDWARE\DESCRIPTION\System\BIOS)",
                R"("SystemManufacturer"="Northlight")", R"("SystemProductName"="NL Desk")",
                R"(|SYSTEM\CurrentControlSet\Control\SecureBoot\State)", R"("UEFISecureBootEnabled"=dword:00000000)",
                R"(|SYSTEM\CurrentControlSet\Enum\ACPI\MSFT0101\1)", R"("Service"="TPM")"}),
      "pc.reg");
  REQUIRE(seen);
  estate::HardwareClaim told;
  told.processor = "Intel64 Family 6 Model 142 Stepping 9 GenuineIntel";
  told.processor_name = "Intel(R) Core(TM) i5-7200U CPU @ 2.50GHz";
  told.platform = 128;
  told.maker = "Northlight";
  told.model = "NL Desk";
  told.uefi = true;
  told.secure_boot = false;
  told.tpm = estate::Tpm::v2_0;
  told.line = seen->claims->hardware->line;
  CHECK(told.line == 3);
  CHECK(*seen->claims->hardware == told);
}

}  // namespace
}  // namespace shoal::ingest
