#include "inspect/manifest.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shoal::inspect {
namespace {

std::string manifest_facts(std::string_view xml) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  read_manifest(xml, 0x1000, work, sheet);
  return to_lines(sheet);
}

std::string configuration_facts(std::string_view xml) {
  Work work(file_steps_max);
  readiness::FactSheet sheet;
  read_configuration(xml, work, sheet);
  return to_lines(sheet);
}

}  // namespace

TEST_CASE("a manifest's wishes are read whatever prefix their namespaces have") {
  CHECK(
      manifest_facts(
          "<?xml version='1.0'?><assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'>"
          "<assemblyIdentity name='Made.App' version='1.0.0.0'/>"
          "<dependency><dependentAssembly><assemblyIdentity name='Microsoft.Windows.Common-Controls'/>"
          "</dependentAssembly></dependency>"
          "<file name='made.ocx'><comClass clsid='{D45FD31B-5C6E-11D1-9EC1-00C04FD7081D}'/></file>"
          "<ms:trustInfo xmlns:ms='urn:schemas-microsoft-com:asm.v3'><ms:security><ms:requestedPrivileges>"
          "<ms:requestedExecutionLevel level='requireAdministrator' uiAccess='false'/>"
          "</ms:requestedPrivileges></ms:security></ms:trustInfo>"
          "<compatibility><application><supportedOS Id='{35138B9A-5D96-4FBD-8E2D-A2440225F93A}'/></application>"
          "</compatibility><application><windowsSettings><dpiAware> true/pm </dpiAware></windowsSettings></application>"
          "</assembly>") ==
      "manifest identity Made.App @0x105e\n"
      "manifest dependency Microsoft.Windows.Common-Controls @0x10b2\n"
      "manifest com-class {d45fd31b-5c6e-11d1-9ec1-00c04fd7081d} @0x1125\n"
      "manifest execution-level requireAdministrator @0x11c5\n"
      "manifest ui-access false @0x11c5\n"
      "manifest supported-os {35138b9a-5d96-4fbd-8e2d-a2440225f93a} @0x1262\n"
      "manifest dpi-aware true/pm @0x12eb\n");
}

TEST_CASE("NULs behind a manifest are padding, in UTF-8 and in UTF-16") {
  const std::string narrow = "<assembly><assemblyIdentity name='Made'/></assembly>";
  CHECK(manifest_facts(narrow + std::string(3, '\0')) == "manifest identity Made @0x100a\n");
  std::string wide = "\xFF\xFE";
  for (const char c : narrow) wide += {c, '\0'};
  CHECK(manifest_facts(wide + std::string(4, '\0')).starts_with("manifest identity Made"));
}

TEST_CASE("a manifest that is no XML is unreadable, and what stands before the fault holds") {
  CHECK(manifest_facts("<assembly><requestedExecutionLevel level='asInvoker'/></security>") ==
        "manifest execution-level asInvoker @0x100a\n"
        "manifest unreadable \"line 1: mismatched tag\" @0x1000\n");
}

TEST_CASE("entities of a manifest are never expanded") {
  CHECK(manifest_facts("<!DOCTYPE a [<!ENTITY b 'cccc'>]><assembly>&b;</assembly>") ==
        "manifest unreadable \"it declares a document type, which is not read\" @0x1000\n");
}

TEST_CASE("elements that nest without end are not followed") {
  std::string xml;
  for (int i = 0; i < 100; i++) xml += "<a>";
  CHECK(manifest_facts(xml) == "manifest unreadable \"elements nest more than 64 deep\" @0x1000\n");
}

TEST_CASE("a configuration names the runtimes with which the program may run, in its order") {
  CHECK(configuration_facts("<configuration><startup><supportedRuntime version='v2.0.50727'/>"
                            "<supportedRuntime version='v4.0' sku='.NETFramework,Version=v4.0'/></startup>"
                            "<other><supportedRuntime version='v9'/></other></configuration>") ==
        "clr runtime v2.0.50727 @0x18\n"
        "clr runtime v4.0 @0x40\n");
  CHECK(configuration_facts("<configuration>") == "unread configuration \"line 1: no element found\"\n");
}

TEST_CASE("a configuration in an encoding of Windows is read") {
  CHECK(configuration_facts("<?xml version='1.0' encoding='Windows-1252'?><configuration><!-- \x93\xFC\x94 --><startup>"
                            "<supportedRuntime version='v4.0'/></startup></configuration>") ==
        "clr runtime v4.0 @0x51\n");
}

}  // namespace shoal::inspect
