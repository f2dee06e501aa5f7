// Programs of our own making, of every kind that is read here: for tests, for the fuzzers' first inputs, and for
// made-up applications. They are as small as their format allows, and what they hold lies where a linker would put it;
// they do nothing when started.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/version_resource.hpp"

namespace shoal::inspect {

struct MadeImport {
  std::string module;
  std::vector<std::string> functions;  ///< "#12" by its ordinal.
};

struct MadeExport {
  std::string name;          ///< Empty of one that has only an ordinal.
  std::string forwarded_to;  ///< "ntdll.RtlMoveMemory"; empty where it is not forwarded.
};

struct MadeResource {
  std::string type;  ///< "#24" of a manifest, or a name.
  std::string name;  ///< "#1", or a name.
  std::string bytes;
};

struct MadeSection {
  std::string name;  ///< Of at most 8 letters.
  std::string bytes;
  std::uint32_t flags = 0x40000040;  ///< To be read, with initialised data.
};

/// An assembly's metadata.
struct MadeClr {
  std::string version = "v2.0.50727";
  std::uint32_t flags = 1;  ///< Of the CLI header: IL only.
  std::vector<std::string> references, modules;
};

/// The header of a program of Visual Basic 5 or 6. The runtime must be among the imports as well.
struct MadeVisualBasic {
  bool is_native = true;
  std::vector<std::string> controls;  ///< Files of OCX.
  std::vector<MadeImport> declares;
};

enum class PeKind : std::uint8_t { pe32, pe32_plus };
enum class DelayTables : std::uint8_t {
  addresses,  ///< As linkers write them since Visual C++ 7.
  pointers,   ///< As Visual C++ 6 did.
};

struct MadePe {
  PeKind kind = PeKind::pe32;
  std::uint16_t machine = 0x14C;
  std::uint16_t characteristics = 0x0102;
  std::uint16_t subsystem = 2;
  std::uint16_t subsystem_major = 4, subsystem_minor = 0;
  std::uint16_t dll_characteristics = 0;
  std::uint8_t linker_major = 6, linker_minor = 0;
  std::string code = "\xC3";  ///< What stands at the entry point; empty of a library without one.
  std::vector<MadeImport> imports, delay_imports;
  DelayTables delay_tables = DelayTables::addresses;
  std::string export_module;  ///< What the module calls itself; without it there is no table of exports.
  std::uint32_t export_base = 1;
  std::vector<MadeExport> exports;
  std::vector<MadeResource> resources;
  std::string debug_path;
  std::optional<MadeClr> clr;
  std::optional<MadeVisualBasic> visual_basic;
  std::vector<MadeSection> sections;  ///< Beside .text, .rdata and .rsrc.
  std::string overlay;
  std::string signature;  ///< A PKCS #7 signature, DER.
};
std::string made_pe(const MadePe& pe);

struct MadeNe {
  std::uint8_t target = 2;  ///< Windows.
  std::uint8_t windows_major = 3, windows_minor = 10;
  bool is_library = false;
  std::string module = "PROGRAM";
  std::string description = "A program";
  std::vector<MadeImport> imports;
  std::vector<std::string> exports, more_exports;  ///< Those of the resident, and of the nonresident names.
  std::vector<MadeResource> resources;
};
std::string made_ne(const MadeNe& ne);

struct MadeLe {
  std::string format = "LE";  ///< Or "LX".
  std::uint16_t target = 4;   ///< Of a VxD: Windows 386.
  std::uint32_t flags = 0x28000;
  std::string module = "VDRIVER";
  std::vector<std::string> imports;
  std::vector<std::string> exports, more_exports;
};
std::string made_le(const MadeLe& le);

/// A program for DOS with `code`, which `overlay` follows.
std::string made_mz(std::string_view code, std::string_view overlay = {});

struct MadeVersion {
  Letters letters = Letters::wide;
  std::array<std::uint16_t, 4> file{1, 0, 0, 0}, product{1, 0, 0, 0};
  std::vector<std::pair<std::string, std::string>> strings;  ///< ASCII.
};
std::string made_version(const MadeVersion& version);

}  // namespace shoal::inspect
