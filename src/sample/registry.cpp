#include "sample/registry.hpp"

#include <cstdio>

#include "sample/hardware.hpp"
#include "sample/identity.hpp"
#include "sample/lists.hpp"
#include "sample/outputs.hpp"

namespace shoal::sample {
namespace {

class ExportWriter {
 public:
  explicit ExportWriter(std::string_view heading) : text_(std::string(heading) + "\r\n") {}
  void key(const std::string& path) { text_ += "\r\n[HKEY_LOCAL_MACHINE\\" + path + "]\r\n"; }
  void value(std::string_view name, std::string_view text) {
    text_ += "\"" + std::string(name) + "\"=\"";
    for (const char letter : text) {
      if (letter == '\\' || letter == '"') text_ += '\\';
      text_ += letter;
    }
    text_ += "\"\r\n";
  }
  void number(std::string_view name, std::uint32_t number) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "dword:%08x", number);
    text_ += "\"" + std::string(name) + "\"=" + digits + "\r\n";
  }
  void time(std::string_view name, std::uint64_t filetime) {
    text_ += "\"" + std::string(name) + "\"=hex:";
    for (int byte = 0; byte < 8; byte++, filetime >>= 8U) {
      char digits[4];
      std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned>(filetime & 0xFFU));
      text_ += (byte == 0 ? "" : ",") + std::string(digits);
    }
    text_ += "\r\n";
  }
  std::string take() { return std::move(text_) + "\r\n"; }

 private:
  std::string text_;
};

constexpr std::string_view windows_nt = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
constexpr std::string_view windows = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion";
constexpr std::uint64_t definitions_days_max = 40;  // By which a program against malware lags at most.
constexpr std::uint32_t package_installed = 0x70;   // CurrentState of a package of component based servicing.

void write_release(ExportWriter& out, const Device& device, const State& state) {
  const lifecycle::Release& release = *device.release;
  out.key(std::string(windows_nt));
  out.value("ProductName", device.model->registry_name);
  if (!device.model->edition_id.empty()) out.value("EditionID", device.model->edition_id);
  // Windows 10 and later still call themselves 6.3 here, and say what they are in two numbers beside it.
  const bool ten = release.version == "10.0";
  out.value("CurrentVersion", ten ? "6.3" : release.version);
  out.value("CurrentBuild", std::to_string(release.build));
  out.value("CurrentBuildNumber", std::to_string(release.build));
  if (ten) {
    out.number("CurrentMajorVersionNumber", 10);
    out.number("CurrentMinorVersionNumber", 0);
  }
  if (ten && state.revision) out.number("UBR", *state.revision);
  if (release.service_pack > 0) out.value("CSDVersion", "Service Pack " + std::to_string(release.service_pack));
  out.value("InstallationType", device.model->server ? "Server" : "Client");
}

void write_updates(ExportWriter& out, const Device& device, const State& state) {
  const bool old = device.release->version.starts_with("5.");
  for (const Installed& update : state.updates) {
    const std::string kb = "KB" + std::to_string(update.kb);
    if (old) {
      out.key(std::string(windows_nt) + "\\HotFix\\" + kb);
      out.value("Comments", "Security Update (" + kb + ")");
      out.number("Installed", 1);
      out.number("Service Pack", device.release->service_pack + 1);
    } else {
      out.key(std::string(windows) + "\\Component Based Servicing\\Packages\\Package_for_" + kb +
              "~31bf3856ad364e35~amd64~~" + device.release->version + ".1.0");
      out.number("CurrentState", package_installed);
    }
  }
}

void write_programs(ExportWriter& out, const Device& device) {
  for (const Program& program : device.image->programs) {
    out.key(std::string(windows) + "\\Uninstall\\" + std::string(program.name));
    out.value("DisplayName", program.name);
    out.value("Publisher", program.publisher);
    out.value("DisplayVersion", program.version);
  }
}

void write_protection(ExportWriter& out, const Device& device) {
  const Image& image = *device.image;
  const std::string services = "SYSTEM\\CurrentControlSet\\Services\\";
  const std::string control = "SYSTEM\\CurrentControlSet\\Control\\";
  out.key(control + "ComputerName\\ComputerName");
  out.value("ComputerName", device.name);
  out.key(control + "Session Manager\\Environment");
  out.value("PROCESSOR_ARCHITECTURE", processor_of(device));
  out.key(control + "Terminal Server");
  out.number("fDenyTSConnections", image.remote_desktop ? 0 : 1);
  out.key(services + "LanmanServer\\Parameters");
  if (!image.smb1) out.number("SMB1", 0);  // Where nothing stands, SMB 1 is on.
  out.key(services + "SharedAccess\\Parameters\\FirewallPolicy\\DomainProfile");
  out.number("EnableFirewall", image.firewall ? 1 : 0);
  out.key("SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU");
  out.number("NoAutoUpdate", image.automatic_updates ? 0 : 1);
  const std::string_view version = device.release->version;
  const bool before_vista = version.starts_with("5.");
  if (image.antivirus) {
    const std::string program =
        before_vista || version == "6.0" || version == "6.1" ? "Microsoft Antimalware" : "Windows Defender";
    out.key("SOFTWARE\\Microsoft\\" + program + "\\Signature Updates");
    const auto age = static_cast<int>(device.number % definitions_days_max);
    out.time("AVSignatureApplied", filetime(device.last_seen - std::chrono::days(age)));
  }
  if (!before_vista) {
    out.key(control + "BitLockerStatus");
    out.number("BootStatus", image.encrypted ? 1 : 0);
  }
}

void write_machine(ExportWriter& out, const Estate& estate, const Device& device) {
  const Hardware& machine = hardware_of(estate, device);
  const std::string_view text = machine.processor;
  const auto vendor = text.rfind(' ');
  out.key("HARDWARE\\DESCRIPTION\\System\\BIOS");
  out.value("SystemManufacturer", "Northlight Computers");
  out.value("SystemProductName", machine.model);
  out.key("HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0");
  out.value("Identifier", std::string(first_word_of_processor(device)) + " " + std::string(text.substr(0, vendor)));
  out.value("ProcessorNameString", machine.processor_name);
  out.value("VendorIdentifier", text.substr(vendor + 1));
  if (machine.uefi && !device.release->version.starts_with("6.1")) {
    out.key("SYSTEM\\CurrentControlSet\\Control\\SecureBoot\\State");
    out.number("UEFISecureBootEnabled", 1);
  }
  if (machine.tpm == "2.0") {
    out.key("SYSTEM\\CurrentControlSet\\Enum\\ACPI\\MSFT0101\\1");
    out.value("Service", "TPM");
  }
}

}  // namespace

bool is_regedit4(const Device& device) { return device.site->collector == Collector::ansi; }

std::string registry_text(const Estate& estate, const Device& device) {
  ExportWriter out(is_regedit4(device) ? "REGEDIT4" : "Windows Registry Editor Version 5.00");
  const State& state = estate.states()[device.state];
  write_release(out, device, state);
  write_updates(out, device, state);
  write_programs(out, device);
  write_protection(out, device);
  write_machine(out, estate, device);
  out.key("SOFTWARE\\Microsoft\\Cryptography");
  out.value("MachineGuid", identity_of(estate, device).installation);
  return out.take();
}

}  // namespace shoal::sample
