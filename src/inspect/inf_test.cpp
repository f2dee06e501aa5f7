#include "inspect/inf.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal::inspect;

std::string inf_facts(std::string_view text) {
  Work work(file_steps_max);
  shoal::readiness::FactSheet sheet;
  read_inf(text, work, sheet);
  return shoal::readiness::to_lines(sheet);
}

TEST_CASE("an INF says its class, its signature and the files of the driver") {
  CHECK(inf_facts("; a scanner\r\n[Version]\r\nSignature=\"$Windows NT$\" ; of 2000\r\nClass=%ClassName%\r\n"
                  "[SourceDisksFiles]\r\nscan.sys = 1,,\r\n[Scan.Install]\r\nCopyFiles=@direct.dll, Scan.Copy\r\n"
                  "[Scan.Copy]\r\nscanui.dll,scanui.dl_,,2\r\nscan.sys\r\n"
                  "[Scan.Service]\r\nServiceBinary=%12%\\ScanSvc.sys\r\n[Strings]\r\nClassName=\"Image\"\r\n") ==
        "inf class image\ninf signature \"$windows nt$\"\ninf file direct.dll\ninf file scanui.dll\n"
        "inf file scan.sys\ninf file scansvc.sys\n");
}

TEST_CASE("an INF in UTF-16, and one that is cut, are read") {
  std::string wide = "\xFF\xFE";
  for (const char c : std::string_view("[VERSION]\r\nCLASS = Printer")) wide += {c, '\0'};
  CHECK(inf_facts(wide) == "inf class printer\n");
  CHECK(inf_facts("[Version") == "");
  CHECK(inf_facts("Class=Printer") == "");
}

}  // namespace
